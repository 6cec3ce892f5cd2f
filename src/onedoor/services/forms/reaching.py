"""E-mail addresses and telephone numbers as people write them, and as the house keeps them."""

import re
from typing import Any

from onedoor.people.rules import find_phone
from onedoor.services.files.questions import Question
from onedoor.services.forms.unusable import Unusable, narrow

LONGEST_EMAIL = 254
_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_EMAIL = re.compile(rf"{_LOCAL}@(?:{_LABEL}\.)+[A-Za-z][A-Za-z0-9-]*[A-Za-z0-9]")
_BETWEEN = {"。": ".", "．": ".", "\u200b": "", "\xa0": " "}


def read_email(_question: Question, written: Any) -> str:
    """The address with its host in small letters; what stands before the @ may matter."""
    text = _plain(written).removeprefix("mailto:")
    if len(text) > LONGEST_EMAIL or not _EMAIL.fullmatch(text) or len(text.partition("@")[0]) > 64:
        raise Unusable(
            "Write an e-mail address in the right form, such as name@example.com.",
            "请按正确格式填写电子邮箱，例如 name@example.com。",
        )
    name, _, host = text.partition("@")
    return f"{name}@{host.lower()}"


def read_telephone(_question: Question, written: Any) -> str:
    """The number as E.164; one without a country is Harbour City's."""
    if number := find_phone(_plain(written)):
        return number
    raise Unusable(
        "Write a telephone number, such as 6123 4567, or from abroad +44 20 7946 0000.",
        "请填写电话号码，例如 6123 4567；境外号码请加国家或地区代码，例如 +44 20 7946 0000。",
    )


def _plain(written: Any) -> str:
    if not isinstance(written, str):
        return ""
    text = written
    for mark, plain in _BETWEEN.items():
        text = text.replace(mark, plain)
    return narrow(text).strip()
