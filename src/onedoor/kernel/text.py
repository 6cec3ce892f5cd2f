"""Texts in every language of the house: ``{"en": …, "zh-hans": …}``."""

from collections.abc import Mapping
from typing import Literal

from django.utils.functional import lazy
from django.utils.translation import get_language

Language = Literal["en", "zh-hans"]
Text = Mapping[str, str]

LANGUAGES: tuple[Language, ...] = ("en", "zh-hans")


def pick(text: Text, language: str | None = None) -> str:
    """``text`` in ``language`` (default: the request's), else in English, else in any."""
    wanted = language or get_language() or "en"
    return text.get(wanted) or text.get("en") or next(iter(text.values()), "")


def pick_lazily(text: Text) -> str:
    """As ``pick``, in the language of whoever reads it later: for messages of refusals."""
    chosen: str = _pick_lazily(text)
    return chosen


def as_language(code: str | None) -> Language:
    """The language of the house nearest to an HTTP or stored language code."""
    return "zh-hans" if (code or "").lower().startswith("zh") else "en"


_pick_lazily = lazy(pick, str)


def has_chinese(text: str) -> bool:
    """Whether somebody writes Chinese, by the signs near the beginning."""
    return any("\u4e00" <= sign <= "\u9fff" for sign in text[:2_000])
