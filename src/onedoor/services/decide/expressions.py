"""Formulas as their author writes them: what they read, whether they can be worked out.

The language is zen's: arithmetic, comparison, ``and or not in``, ``a ? b : c``, and functions
such as ``min([a, b])``, ``sum(map(list, #.amount))``, ``d(day).diff(d(other), "day")``. It can
import nothing, loop over nothing but given lists, and touch nothing outside its inputs.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

import zen

_TOKEN = re.compile(
    r"""(?P<string>"[^"]*"|'[^']*')
      | (?P<number>\d+(?:\.\d+)?(?!\.\d))
      | (?P<path>[#$]?\.?[A-Za-z_]\w*(?:\s*\??\.\s*[A-Za-z_]\w*)*)
      | (?P<other>\.\.|[^\w\s]|\s+)""",
    re.VERBOSE,
)
_STRINGS = r"\"[^\"]*\"|'[^']*'"
_AS = re.compile(r"\bas\s+([A-Za-z_]\w*)\s*,")
_WORDS = frozenset({"and", "or", "not", "in", "true", "false", "null"})
_FORBIDDEN = {
    "`": "Text templates are not allowed in a formula. Write the text in double quotes.",
    "{": "Objects are not allowed in a formula. Give each figure a formula of its own.",
}


class Unreadable(ValueError):
    """The formula is not one; the text says what to mend."""


def read_names(formula: str) -> tuple[str, ...]:
    """Names of values and formulas that ``formula`` reads, each once, in order."""
    return tuple(dict.fromkeys(name for kind, name, _ in _tokens(formula) if kind == "name"))


def rewrite(formula: str, replace: Callable[[str], str]) -> str:
    """``formula`` with every name it reads replaced by ``replace(name)``."""
    return "".join(
        replace(name) + rest if kind == "name" else name + rest for kind, name, rest in _tokens(formula)
    )


def check_formula(formula: str) -> None:
    """Raises Unreadable unless zen can compile ``formula``."""
    _refuse_forbidden(formula)
    try:
        zen.compile_expression(formula)
    except RuntimeError as error:
        raise Unreadable(first_line(error)) from error


def check_cell(cell: str) -> None:
    """Raises Unreadable unless zen can compile ``cell`` of a table (``> 3``, ``[1..5)``)."""
    _refuse_forbidden(cell)
    try:
        zen.compile_unary_expression(cell)
    except RuntimeError as error:
        raise Unreadable(first_line(error)) from error


@lru_cache(maxsize=4096)
def _compiled(formula: str) -> Any:
    return zen.compile_expression(formula)


def evaluate(formula: str, context: Mapping[str, Any]) -> Any:
    """The result of ``formula``; Unreadable where zen refuses the values."""
    try:
        return _compiled(formula).evaluate(dict(context))
    except RuntimeError as error:
        raise Unreadable(first_line(error)) from error


def holds(condition: str, context: Mapping[str, Any]) -> bool:
    """Whether ``condition`` is true; empty is true, and one that cannot be told is false."""
    if not condition:
        return True
    try:
        return evaluate(condition, context) is True
    except Unreadable:
        return False


def divides(formula: str) -> bool:
    """Whether ``formula`` divides, so that an empty result may mean a division by zero."""
    return any(kind == "other" and text.strip() in ("/", "%") for kind, text, _ in _tokens(formula))


def first_line(error: BaseException) -> str:
    """What zen says, without its backtrace."""
    text = str(error).split("\n", 1)[0].strip()
    try:
        return str(json.loads(text)["source"])
    except (ValueError, KeyError, TypeError):
        return text


def _refuse_forbidden(formula: str) -> None:
    bare = re.sub(_STRINGS, "", formula)
    for mark, remedy in _FORBIDDEN.items():
        if mark in bare:
            raise Unreadable(remedy)
    if re.search(r"(?<![=<>!])=(?!=)", bare):
        raise Unreadable("A single = compares nothing. Write ==.")


def _bound(formula: str) -> frozenset[str]:
    """Names that the formula gives to the entries of a list, as in ``some(dogs as dog, dog.age > 3)``."""
    names = _AS.findall(re.sub(_STRINGS, "", formula)) if " as " in formula else []
    return frozenset([*names, "as"]) if names else frozenset()


def _tokens(formula: str) -> Iterator[tuple[str, str, str]]:
    """(kind, text, rest): for a name, ``rest`` is the path after it (``.amount``)."""
    bound = _bound(formula)
    for match in _TOKEN.finditer(formula):
        kind, text = match.lastgroup or "other", match.group()
        if kind != "path":
            yield kind, text, ""
            continue
        root = re.match(r"[A-Za-z_]\w*", text)
        after = formula[match.end() :].lstrip()
        is_call = "." not in text and after.startswith("(")
        if root is None or root.group() in _WORDS or root.group() in bound or is_call:
            yield "other", text, ""
        else:
            yield "name", root.group(), text[root.end() :]
