"""Reads a tutorial as its reader does: which file to write, what to change, what to type."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL)
_TOLD = re.compile(r"\b(Make the file|Add to the end of|Change) `([^`]+)`")
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Write:
    """A file to make, to add to, or to change."""

    verb: str
    path: str
    text: str

    def do(self, folder: Path) -> None:
        """Do to the file in ``folder`` what the reader was told."""
        path = folder / self.path
        if self.verb == "Make the file":
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.text)
        elif self.verb == "Add to the end of":
            path.write_text(path.read_text() + self.text)
        else:
            old, new = (self._side(sign) for sign in "-+")
            assert path.read_text().count(old) == 1, f"{self.path} does not have this once:\n{old}"
            path.write_text(path.read_text().replace(old, new))

    def _side(self, sign: str) -> str:
        return "".join(line[1:] for line in self.text.splitlines(keepends=True) if line[0] in f" {sign}")


@dataclass(frozen=True, slots=True)
class Type:
    """A command and what it must print; a line of three dots stands for anything."""

    command: str
    printed: str

    def agrees(self, output: str) -> bool:
        """Whether ``output`` is what the reader was told to expect."""
        parts = [re.escape(part) for part in re.split(rf"^{ELLIPSIS}\n", self.printed, flags=re.MULTILINE)]
        return re.fullmatch("(?:.*\n)*?".join(parts), output) is not None


def read_steps(page: Path) -> Iterator[Write | Type]:
    """Everything that the reader is told to do, in order."""
    text = page.read_text()
    for block in _BLOCK.finditer(text):
        if block["kind"] == "console":
            command, _, printed = block["text"].removeprefix("$ ").partition("\n")
            yield Type(command, printed)
        elif block["kind"] != "sh":
            told = _TOLD.findall(" ".join(text[: block.start()].split("\n\n")[-2].split()))
            assert told, f"no file is named before:\n{block['text']}"
            verb, path = told[-1]
            yield Write(verb, path, block["text"])
