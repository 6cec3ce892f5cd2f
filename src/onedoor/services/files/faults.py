"""What pydantic finds wrong with a file, said to its author: line, message, remedy."""

from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from onedoor.kernel.documents import Document, Fault, Keys

_EMPTY = 'Write a text. Inside { } put a text that holds ? , : or # in "quotes".'


def faults_of(error: ValidationError, document: Document, kind: type[BaseModel]) -> list[Fault]:
    """One fault for each place; alternatives of one place are said once."""
    faults: dict[tuple[int, str], Fault] = {}
    details = [detail for detail in error.errors(include_url=False) if not _is_echo(detail)]
    details.sort(key=lambda detail: detail["type"] != "extra_forbidden")
    for detail in details:  # a misspelt key first: what is "missing" is often the same mistake
        keys = _keys(detail["loc"], document)
        message, remedy = _words(detail, keys, kind)
        fault = document.fault(keys, message, remedy)
        faults.setdefault((fault.line, fault.message), fault)
    return list(faults.values())


def _is_echo(detail: ErrorDetails) -> bool:
    """Whether a list is only too short because a fault inside it, said already, took an entry away."""
    given, counted = detail["input"], detail.get("ctx", {}).get("actual_length", 0)
    return bool(detail["type"] == "too_short" and isinstance(given, list) and counted < len(given))


def nearest(word: str, known: Any) -> str:
    """A remedy that proposes the known word most like ``word``."""
    known = sorted({str(one) for one in known})
    close = get_close_matches(word, known, n=1, cutoff=0.6)
    if close:
        return f"Did you mean '{close[0]}'?"
    return f"Known here: {', '.join(known)}." if known else "Leave it out."


def _keys(loc: tuple[int | str, ...], document: Document) -> Keys:
    """The keys of a location that are really in the document (pydantic adds names of types)."""
    keys: Keys = ()
    for part in loc:
        if (*keys, part) in document.lines:
            keys = (*keys, part)
    return keys


def _words(detail: ErrorDetails, keys: Keys, kind: type[BaseModel]) -> tuple[str, str]:
    name = str(detail["loc"][-1]) if detail["loc"] else ""
    context = detail.get("ctx") or {}
    match detail["type"]:
        case "extra_forbidden":
            return f"'{name}' is not known here.", nearest(name, _known_keys(kind, detail["loc"][:-1]))
        case "missing":
            return f"'{name}' is missing.", f"Add '{name}:' here."
        case "value_error":
            return _own_words(str(context.get("error", detail["msg"])), keys)
        case "string_type" if detail["input"] is None:
            return f"'{_last_name(keys)}' says nothing.", _EMPTY
        case "literal_error":
            return (
                f"{name}: '{detail['input']}' is not one of the words known here.",
                f"Use {context['expected']}.",
            )
        case "string_pattern_mismatch":
            return f"'{detail['input']}' is not a name.", _pattern_remedy(str(context.get("pattern", "")))
        case "dict_type" | "model_type" | "model_attributes_type":
            return (
                f"'{_last_name(keys)}' needs parts, not '{detail['input']}'.",
                "Write it as 'key: value' lines.",
            )
        case "tuple_type" | "list_type":
            return f"'{_last_name(keys)}' needs a list.", "Begin each entry with '- '."
    return f"'{_last_name(keys)}': {detail['msg'][0].lower()}{detail['msg'][1:]}.", "Correct the value."


def _own_words(text: str, keys: Keys) -> tuple[str, str]:
    if text.startswith("translation:"):
        _, missing, unknown = text.split(":")
        if missing:
            return (
                f"'{_last_name(keys)}' has no text in {missing}.",
                f"Add '{missing.split(',')[0]}: …' beside the other language.",
            )
        return f"'{unknown}' is not a language of the house.", "Use en and zh-hans."
    return f"{text[0].upper()}{text[1:]}.", "Correct it here."


def _pattern_remedy(pattern: str) -> str:
    if "A-Z" in pattern and "a-z" not in pattern:
        return "Use the agency's code in capitals, such as REV."
    separator = "a hyphen" if "-" in pattern else "an underscore"
    return f"Use small letters, figures and {separator}, beginning with a letter."


def _last_name(keys: Keys) -> str:
    return next((str(key) for key in reversed(keys) if isinstance(key, str)), "the file")


def _known_keys(kind: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """The keys that the shape at ``loc`` knows."""
    here: Any = kind
    for part in loc:
        if isinstance(here, type) and issubclass(here, BaseModel):
            by_name = {field.alias or name: field.annotation for name, field in here.model_fields.items()}
            if part in by_name:
                here = _shape_in(by_name[str(part)])
    return [field.alias or name for name, field in here.model_fields.items()]


def _shape_in(annotation: Any) -> Any:
    """The shape inside ``tuple[X, ...]``, ``dict[str, X]`` or ``X | None``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    inner = [_shape_in(argument) for argument in get_args(annotation)]
    return next((one for one in inner if isinstance(one, type) and issubclass(one, BaseModel)), annotation)
