"""Entries of the catalogue's shared lists, taken out and put in as text, so that a person's own way of
writing and her comments stay.

An entry is the lines from its name to the next name. All functions are pure.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import yaml

# File of the catalogue -> the section whose entries are named; "" is the file itself.
SHELVES: Mapping[str, tuple[str, ...]] = {
    "agencies.yaml": ("",),
    "registers.yaml": ("registers",),
    "agreements.yaml": ("purposes", "agreements"),
    "queues.yaml": ("",),
    "life-events.yaml": ("life_events",),
}
INDENT = 2


class NotAList(ValueError):
    """A shared list is not written as this module can handle it; the text says what to do."""


def read_entries(text: str, section: str) -> dict[str, str]:
    """The lines of each entry of ``section``, by name, indented as if the section stood alone."""
    node = _section(text, section)
    if node is None or node.flow_style:
        return {}
    lines = text.splitlines(keepends=True)
    starts = [key.start_mark.line for key, _ in node.value]
    ends = [*starts[1:], _last_line(node, lines)]
    blocks = {}
    for (key, _), first, last in zip(node.value, starts, ends, strict=True):
        block = _without_tail(lines[first:last])
        blocks[str(key.value)] = _shift(block, key.start_mark.column, INDENT if section else 0)
    return blocks


def write_section(section: str, blocks: Iterable[str]) -> str:
    """A section with these entries, as a file of its own would hold it."""
    text = "".join(blocks)
    return f"{section}:\n{text}" if section and text else text


def add_entries(text: str, section: str, blocks: Iterable[str]) -> str:
    """``text`` with entries added at the end of its section, which is begun if it is not there."""
    added = "".join(blocks)
    if not added:
        return text
    text = text if not text or text.endswith("\n") else text + "\n"
    node = _section(text, section)
    if node is None:
        return text + write_section(section, [added])
    if node.flow_style and node.value:
        raise NotAList(f"Write '{section}' with one entry a line, not in braces.")
    lines = text.splitlines(keepends=True)
    if not node.value:  # `registers: {}`
        first, last = node.start_mark.line, node.end_mark.line
        return "".join([*lines[:first], write_section(section, [added]), *lines[last + 1 :]])
    column = node.value[0][0].start_mark.column
    end = len(_without_tail_lines(lines[: _last_line(node, lines)]))
    shifted = _shift(added, INDENT if section else 0, column)
    return "".join([*lines[:end], shifted, *lines[end:]])


def rename_codes(text: str, codes: Mapping[str, str]) -> str:
    """``text`` with every value and key that is exactly one of ``codes`` written as its other name.
    Formulas and sentences stay as they are."""
    if not codes or not text.strip():
        return text
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    marks = [
        (node.start_mark.index, node.end_mark.index, node.value)
        for node in _scalars(root)
        if node.value in codes
    ]
    for start, end, value in sorted(marks, reverse=True):
        text = text[:start] + re.sub(rf"\b{re.escape(value)}\b", codes[value], text[start:end]) + text[end:]
    return text


def same_meaning(one: str, other: str) -> bool:
    """Whether two entries say the same, however they are written."""
    return bool(yaml.safe_load(one) == yaml.safe_load(other))


def _section(text: str, section: str) -> yaml.MappingNode | None:
    root = yaml.compose(text, Loader=yaml.SafeLoader) if text.strip() else None
    if root is None:
        return None
    if not isinstance(root, yaml.MappingNode):
        raise NotAList("The file is not a list of named entries.")
    if not section:
        return root
    value = next((value for key, value in root.value if key.value == section), None)
    return value if isinstance(value, yaml.MappingNode) else None


def _last_line(node: yaml.MappingNode, lines: list[str]) -> int:
    """The line after the last entry: where the next thing of the file begins."""
    end = node.end_mark
    return int(end.line if end.column == 0 or node.value else end.line + 1) or len(lines)


def _without_tail(lines: list[str]) -> str:
    return "".join(_without_tail_lines(lines))


def _without_tail_lines(lines: list[str]) -> list[str]:
    kept = list(lines)
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    if kept and not kept[-1].endswith("\n"):
        kept[-1] += "\n"
    return kept


def _shift(block: str, old: int, new: int) -> str:
    if old == new:
        return block
    lines = block.splitlines(keepends=True)
    if old > new:
        return "".join(line[old - new :] if line.strip() else line for line in lines)
    return "".join(" " * (new - old) + line if line.strip() else line for line in lines)


def _scalars(node: Any) -> Iterable[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield from _scalars(key)
            yield from _scalars(value)
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value)
