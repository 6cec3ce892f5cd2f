"""Seals on papers. The library behind them is slow to load, and few processes seal or check any."""

from datetime import datetime

from cryptography.hazmat.primitives.serialization import Encoding

from onedoor.trust.keys import sealers
from onedoor.trust.types import PaperSeal


def seal_paper(pdf: bytes, *, at: datetime) -> bytes | None:
    """The same PDF with the house's PAdES seal over all of it, dated ``at``; None where it is no PDF. Raises
    KeysUnavailable where the seal's file cannot be opened or the time stamp cannot be had."""
    from onedoor.trust.keys import papers

    return papers.seal_paper(pdf, at=at)


def check_paper(pdf: bytes) -> PaperSeal | None:
    """What the last seal on a PDF says, ours or somebody else's; None where there is none to be read."""
    from onedoor.trust.keys import papers

    return papers.check_paper(pdf)


def list_certificates() -> str:
    """The certificates with which papers are and were sealed, as PEM, the newest first."""
    return "".join(one.public_bytes(Encoding.PEM).decode() for one in sealers.list_certificates())
