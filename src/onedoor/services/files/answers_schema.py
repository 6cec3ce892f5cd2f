"""A page's answers as JSON Schema, for systems that fill in forms."""

from typing import Any

from onedoor.kernel.text import pick
from onedoor.services.files.questions import PARTS, Page, Question
from onedoor.services.files.schema import ServiceFile

_TEXT: dict[str, Any] = {"type": "string"}
_TYPES: dict[str, dict[str, Any]] = {
    "money": {"type": "string", "pattern": r"^[0-9,]+(\.[0-9]{1,2})?$"},  # text, so that no cent is lost
    "integer": {"type": "integer"},
    "decimal": {"type": ["number", "string"]},
    "date": {"type": "string", "format": "date"},
    "time": {"type": "string", "format": "time"},
    "datetime": {"type": "string", "format": "date-time"},
    "boolean": {"type": "boolean"},
    "email": {"type": "string", "format": "email"},
    "file": {"type": "string", "format": "uuid"},
}


def answers_schema(service: ServiceFile, page: Page, language: str = "en") -> dict[str, Any]:
    """The answers of one page. A question that is asked only on a condition is never required here:
    ``x-asked-when`` says when it is."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://onedoor.example/services/{service.service}/{page.page}",
        "title": pick(page.title or service.title, language),
        **_object(page.items, language),
    }


def _object(questions: tuple[Question, ...], language: str) -> dict[str, Any]:
    flat = [one for question in questions for one in _leaves(question)]
    return {
        "type": "object",
        "properties": {one.id: _question(one, language) for one in flat},
        "required": [one.id for one in flat if one.required and not one.enable_when],
        "additionalProperties": False,
    }


def _leaves(question: Question) -> list[Question]:
    if question.type == "group" and not question.repeats:
        return [one for item in question.items for one in _leaves(item)]
    return [question]


def _question(question: Question, language: str) -> dict[str, Any]:
    if question.repeats:
        one = _object(question.items, language) if question.items else _one(question)
        schema: dict[str, Any] = {"type": "array", "items": one, "maxItems": question.max_items}
    else:
        schema = _one(question)
    schema["title"] = pick(question.text, language)
    if question.help:
        schema["description"] = pick(question.help, language)
    if question.enable_when:
        schema["x-asked-when"] = question.enable_when
    return schema


def _one(question: Question) -> dict[str, Any]:
    if question.type == "choice":
        return {"type": "string", "enum": [choice.code for choice in question.choices]}
    if parts := PARTS.get(question.type):
        return {
            "type": "object",
            "properties": {part: {"type": ["string", "number"]} for part in parts},
            "additionalProperties": False,
        }
    schema = dict(_TYPES.get(question.type, _TEXT))
    if question.type in ("string", "text"):
        schema["maxLength"] = question.max_length
    return schema
