"""Values from a JSON or YAML file as typed values of a service; for examples and the command line."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from onedoor.kernel.text import Text
from onedoor.services.files.schema import Field, ServiceFile
from onedoor.services.forms.answers import read_answer
from onedoor.services.forms.pages import field_question
from onedoor.services.forms.unusable import Unusable


def read_given(service: ServiceFile, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Text]]:
    """Typed values, and for each name that cannot be taken what to do about it."""
    values: dict[str, Any] = {}
    errors: dict[str, Text] = {}
    for name, written in given.items():
        field = service.fields.get(name)
        if field is None:
            errors[name] = _unknown(service, name)
            continue
        try:
            values[name] = _list(field, written) if field.many else _one(field, written)
        except Unusable as refused:
            errors[name] = refused.text
    return values, errors


def _unknown(service: ServiceFile, name: str) -> Text:
    close = get_close_matches(name, service.fields, n=1)
    return {
        "en": "The service has no value of this name." + (f" Did you mean '{close[0]}'?" if close else ""),
        "zh-hans": "该服务事项没有此项填报值。" + (f"您要填的是“{close[0]}”吗？" if close else ""),
    }


def _list(field: Field, written: Any) -> list[Any]:
    if not isinstance(written, list):
        raise Unusable("Write a list of entries.", "请填写列表。")
    return [_one(field, entry) for entry in written]


def _one(field: Field, written: Any) -> Any:
    if not field.parts:
        return read_answer(field_question(field), written, None)
    if not isinstance(written, Mapping) or set(written) - {part.id for part in field.parts}:
        names = ", ".join(part.id for part in field.parts)
        raise Unusable(f"Write each entry with {names}.", f"每一项请填写：{names}。")
    return {part.id: _one(part, written[part.id]) for part in field.parts if part.id in written}
