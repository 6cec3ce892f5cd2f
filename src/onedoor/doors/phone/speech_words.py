"""Words as an ear takes them in: references and numbers in groups, and how long a sentence lasts."""

import re

from onedoor.kernel.text import Language

ENGLISH_WORDS_A_SECOND = 2.5  # 150 a minute, a calm announcer
CHINESE_SIGNS_A_SECOND = 4.0  # 240 a minute, a newsreader
SPELLED_A_SECOND = 2.5
BETWEEN_SENTENCES = 0.3

_REFERENCE = re.compile(r"\b[A-Z]{2,4}(?:-[0-9A-Z]{1,5}){2,4}\b")
_LONG_NUMBER = re.compile(r"(?<![\w.,:/-])\d{5,}(?![\w:/-]|[.,]\d)")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_PIECE = re.compile(r"[\u3400-\u9fff]|[A-Za-z0-9]+(?:[.,:'’-][A-Za-z0-9]+)*")


def speak_numbers(text: str, language: Language) -> str:
    """``HC-7K3M-Q9TD-4`` as ``H C, 7 K 3 M, Q 9 T D, 4`` and ``9012345`` as ``9 0 1, 2 3 4, 5``: each
    symbol by itself, a breath between the groups. Amounts and dates stay whole."""
    pause = "，" if language == "zh-hans" else ", "

    def spell(symbols: list[str]) -> str:
        return pause.join(" ".join(group) for group in symbols)

    text = _REFERENCE.sub(lambda found: spell(found[0].split("-")), text)
    return _LONG_NUMBER.sub(lambda found: spell(re.findall(r"\d{1,3}", found[0])), text)


def language_of_line(text: str, session: Language) -> Language:
    """The voice for a line. A menu of languages says each in its own; a Chinese session may hold a
    reference alone, and an English one a Chinese name."""
    chinese = len(_CHINESE.findall(text))
    letters = len(re.findall(r"[A-Za-z]{2,}", text))
    if session == "zh-hans":
        return "en" if not chinese and letters > 1 else "zh-hans"
    return "zh-hans" if chinese > letters else "en"


def seconds_to_say(text: str) -> float:
    """How long the line lasts at a normal speed."""
    seconds = BETWEEN_SENTENCES * max(1, len(re.findall(r"[.!?。！？]", text)))
    for piece in _PIECE.findall(text):
        if _CHINESE.match(piece):
            seconds += 1 / CHINESE_SIGNS_A_SECOND
        elif len(piece) == 1 and piece not in "aIA":
            seconds += 1 / SPELLED_A_SECOND
        else:
            seconds += (1 + len(re.findall(r"\d", piece)) * 0.5) / ENGLISH_WORDS_A_SECOND
    return seconds
