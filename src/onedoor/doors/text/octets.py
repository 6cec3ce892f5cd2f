"""Text as octets of a message and back: the telephone's alphabet, UCS-2, and parts that are joined."""

from smpplib import gsm

from onedoor.doors.text.cutting import GSM, GSM_DOUBLE, is_gsm

UCS2, PART, PART_UCS2 = 8, 153, 134


def encode(text: str) -> tuple[int, bytes]:
    """(data coding, octets) in the telephone's own alphabet where it has every sign."""
    if is_gsm(text):
        return 0, bytes(gsm.gsm_encode(text.replace("§", "S")))
    return UCS2, text.encode("utf-16-be")


def make_parts(text: str, reference: int) -> tuple[int, list[bytes]]:
    """The message in parts that a telephone joins; no sign is cut in two."""
    coding, body = encode(text)
    if len(body) <= (160 if coding == 0 else 140):
        return coding, [body]
    most, signs = (PART if coding == 0 else PART_UCS2), [encode_sign(sign, coding) for sign in text]
    parts, current = [], b""
    for sign in signs:
        if len(current) + len(sign) > most:
            parts.append(current)
            current = b""
        current += sign
    parts = [*parts, current][:255]
    head = bytes([5, 0, 3, reference, len(parts)])
    return coding, [head + bytes([place]) + part for place, part in enumerate(parts, 1)]


def encode_sign(sign: str, coding: int) -> bytes:
    return bytes(gsm.gsm_encode("S" if sign == "§" else sign)) if coding == 0 else sign.encode("utf-16-be")


def decode(body: bytes, coding: int) -> str:
    """What was written. An unknown coding is read as Latin 1, so that nothing is lost."""
    if coding & 0x0C == UCS2:
        return body.decode("utf-16-be", "replace")
    if coding in (0, 0xF0):
        return _decode_gsm(body)
    return body.decode("latin-1", "replace")


def _decode_gsm(body: bytes) -> str:
    table, text, shifted = gsm.GSM_CHARACTER_TABLE, [], 0
    for octet in body:
        if octet == 0x1B:
            shifted = 0x80
            continue
        sign = table[octet + shifted] if octet + shifted < len(table) else "?"
        text.append(sign if sign in GSM or sign in GSM_DOUBLE or sign == "`" else "?")
        shifted = 0
    return "".join(text)
