"""A file as it was sent, and the refusal that says what to do instead."""

from dataclasses import dataclass

from onedoor.kernel.text import Text


class Unusable(Exception):
    """The answer cannot be taken; ``text`` says in both languages what to do, and ``part`` in which of
    several boxes."""

    def __init__(self, en: str, zh: str, *, part: str = "") -> None:
        super().__init__(en)
        self.part = part
        self.text: Text = {"en": en, "zh-hans": zh}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was sent, under the name that its sender gave it; nothing of it is trusted. One
    that is too large has no ``content``."""

    name: str
    size: int
    content: bytes
