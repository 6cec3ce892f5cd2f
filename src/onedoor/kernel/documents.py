"""YAML files of the catalogue, read with the line of every value, and faults that name it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

Keys = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, where, and how to mend it."""

    file: str
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message} {self.remedy}"


class Faulty(Exception):
    """A file cannot be taken; ``faults`` says why, each with its line and remedy."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Document:
    """``data`` as plain Python; ``lines`` maps a path of keys to its line (from 1)."""

    path: Path
    data: Any
    lines: dict[Keys, int]

    def line(self, keys: Keys) -> int:
        """The line of ``keys``, or of the nearest thing around it."""
        while keys and keys not in self.lines:
            keys = keys[:-1]
        return self.lines.get(keys, 1)

    def fault(self, keys: Keys, message: str, remedy: str) -> Fault:
        """A fault at ``keys`` of this document."""
        return Fault(_shown(self.path), self.line(keys), message, remedy)


def read_yaml(path: Path) -> Document:
    """Read one YAML document. Raises Faulty for malformed YAML, a doubled key, an alias of
    something around it, or odd encoding."""
    try:
        node = _compose(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Faulty([Fault(_shown(path), 1, "The file is not UTF-8.", "Save it as UTF-8.")]) from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        message = f"This is not YAML: {error.problem}."
        remedy = "Check the indentation, colons and quotes here."
        raise Faulty([Fault(_shown(path), line, message, remedy)]) from error
    except FileNotFoundError as error:
        fault = Fault(_shown(path), 1, "There is no such file.", "Check the name and the folder.")
        raise Faulty([fault]) from error
    if node is None:
        return Document(path, None, {})
    if (loop := _find_loop(node, ())) is not None:
        remedy = "Write the value out here instead of the alias."
        raise Faulty([Fault(_shown(path), loop, "This value holds itself.", remedy)])
    doubled = [_doubled(path, mark, key) for mark, key in _doubled_keys(node)]
    if doubled:
        raise Faulty(doubled)
    return Document(path, yaml.SafeLoader("").construct_document(node), dict(_lines(node, ())))


def _compose(text: str) -> yaml.Node | None:
    """Read at the speed of libyaml where it is there. What it complains of, and the bare question
    mark that it alone lets pass, is left to the reader in Python: its words people understand."""
    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        if not _asks_bare(node, ()):
            return node
    except yaml.MarkedYAMLError:
        pass
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _asks_bare(node: yaml.Node | None, around: tuple[yaml.Node, ...]) -> bool:
    """Whether a text without quotes has a question mark."""
    if isinstance(node, yaml.ScalarNode):
        return not node.style and "?" in node.value
    if node is None or any(node is outer for outer in around):
        return False
    return any(_asks_bare(part, (*around, node)) for _, part in _parts(node))


def _find_loop(node: yaml.Node, around: tuple[yaml.Node, ...]) -> int | None:
    """The line of a value that is an alias of something around it."""
    around = (*around, node)
    for line, part in _parts(node):
        found = line if any(part is outer for outer in around) else _find_loop(part, around)
        if found is not None:
            return found
    return None


def _parts(node: yaml.Node) -> Iterator[tuple[int, yaml.Node]]:
    """Keys and values with the line they are named in: an alias itself knows only its anchor's."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from ((key.start_mark.line + 1, part) for part in (key, value))
    elif isinstance(node, yaml.SequenceNode):
        yield from ((node.start_mark.line + 1, part) for part in node.value)


def _lines(node: yaml.Node, keys: Keys) -> Iterator[tuple[Keys, int]]:
    yield keys, node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            inside = (*keys, key.value)
            yield from _lines(value, inside)
            yield inside, key.start_mark.line + 1
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield from _lines(value, (*keys, index))


def _doubled_keys(node: yaml.Node) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield key.start_mark.line + 1, key.value
            seen.add(key.value)
            yield from _doubled_keys(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _doubled_keys(value)


def _doubled(path: Path, line: int, key: str) -> Fault:
    return Fault(_shown(path), line, f"'{key}' is written twice.", "Keep one of them.")


def _shown(path: Path) -> str:
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)
