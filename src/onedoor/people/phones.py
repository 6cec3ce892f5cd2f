"""Telephone numbers as people write them."""

import re

REGION = "SG"  # numbers without a country are read as Harbour City's
_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_LIKE_A_PHONE = re.compile(r"[+(]?[0-9][0-9 ()\-./]{5,}")


def find_phone(text: str) -> str | None:
    """``text`` as E.164 (+6591234567), or None when it is no possible number."""
    text = text.strip()
    if _E164.fullmatch(text):
        return text
    if not _LIKE_A_PHONE.fullmatch(text):
        return None
    import phonenumbers  # its tables take a while to load, and most numbers come as E.164

    try:
        number = phonenumbers.parse(text, REGION)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
