"""Texts as the words a search compares: English as it is written, Chinese as pairs of characters."""

import re

_PART = re.compile(r"[一-鿿㐀-䶿]+|[a-z0-9]+", re.I)
_COMMON = frozenset(
    [
        "我们",
        "您的",
        "我的",
        "什么",
        "怎么",
        "怎样",
        "如何",
        "可以",
        "多少",
        "多久",
        "需要",
        "请问",
        "是否",
        "能否",
        "哪里",
        "为何",
        "时候",
        "吗",
        "的",
        "了",
    ]
)


def split_chinese(text: str) -> list[str]:
    """Pairs of characters, one standing alone as itself, and Latin words in small letters."""
    words: list[str] = []
    for part in _PART.findall(text.lower()):
        if (part[0] < "一" and not "㐀" <= part[0] <= "䶿") or len(part) == 1:
            words.append(part)
        else:
            words += (part[place : place + 2] for place in range(len(part) - 1))
    return words


def is_common(word: str) -> bool:
    """Whether it says nothing of what is asked."""
    return word in _COMMON


def split_english(text: str) -> list[str]:
    """Words in small letters."""
    return re.findall(r"[a-z0-9]+", text.lower())
