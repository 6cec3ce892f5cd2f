"""An answer that cannot be taken, and how its letters and digits are made plain before it is read."""

from onedoor.kernel.files.upload import Unusable

__all__ = ["Unusable", "is_blank", "narrow"]


def narrow(text: str) -> str:
    """Full-width letters, digits and spaces as ASCII, as a Chinese keyboard may give them."""
    return "".join(chr(ord(c) - 0xFEE0) if "！" <= c <= "～" else " " if c == "\u3000" else c for c in text)


def is_blank(written: object) -> bool:
    """Whether nothing was written: no text, no entry, or nothing in any box of an answer of several."""
    if isinstance(written, dict):
        return all(is_blank(part) for part in written.values())
    return written is None or written is False or written == [] or str(written).strip() == ""
