"""The types of request that the service files offer, with their attributes. Nothing is listed by hand."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from onedoor.kernel.text import pick
from onedoor.services import queries as services
from onedoor.services.types import Choice, Field, ServiceFile

_DATATYPES = {
    "integer": "number",
    "decimal": "number",
    "money": "number",
    "date": "datetime",
    "time": "string",
    "datetime": "datetime",
    "text": "text",
    "choice": "singlevaluelist",
    "boolean": "singlevaluelist",
}
_YES_NO = (
    Choice("yes", {"en": "Yes", "zh-hans": "是"}),
    Choice("no", {"en": "No", "zh-hans": "否"}),
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One type of request: an answer of the service's question of what is wrong."""

    file: ServiceFile
    code: str
    name: Any
    attributes: tuple[Field, ...]

    @property
    def kind(self) -> str:
        """The answer that the code stands for."""
        return self.code


def list_offers() -> list[Offer]:
    """Every type, in the order of the files."""
    return [offer for file in services.list_report_services() for offer in _offers(file)]


def find_offer(code: str) -> Offer | None:
    """The type with this code."""
    return next((offer for offer in list_offers() if offer.code == code), None)


def _offers(file: ServiceFile) -> Iterator[Offer]:
    assert file.reports is not None
    named = set(file.reports.named().values())
    for choice in file.fields[file.reports.kind].choices:
        asked = services.list_questions_for(file.service, {file.reports.kind: choice.code})
        attributes = tuple(field for field in asked if field.id not in named and not field.parts)
        yield Offer(file, choice.code, choice.text, attributes)


def show_offer(offer: Offer) -> dict[str, Any]:
    """An entry of the list of services."""
    assert offer.file.reports is not None
    promise = services.get_promise_for(offer.file.service, {offer.file.reports.kind: offer.kind})
    return {
        "service_code": offer.code,
        "service_name": pick(offer.name),
        "description": pick(promise.text) or pick(offer.file.summary or offer.file.title),
        "metadata": bool(offer.attributes),
        "type": "realtime",
        "keywords": ", ".join(offer.name.values()),
        "group": pick(offer.file.title),
    }


def show_attributes(offer: Offer) -> dict[str, Any]:
    """The definition of a type: what is asked about it."""
    return {
        "service_code": offer.code,
        "attributes": [_attribute(field, order) for order, field in enumerate(offer.attributes, 1)],
    }


def _attribute(field: Field, order: int) -> dict[str, Any]:
    shown = {
        "variable": True,
        "code": field.id,
        "datatype": "multivaluelist"
        if field.many and field.choices
        else _DATATYPES.get(field.type, "string"),
        "required": field.required,
        "datatype_description": pick(field.help) or field.unit or None,
        "order": order,
        "description": pick(field.text),
    }
    choices = _YES_NO if field.type == "boolean" else field.choices
    if choices:
        shown["values"] = [{"key": one.code, "name": pick(_words(one))} for one in choices]
    return shown


def _words(choice: Any) -> Any:
    return choice.label if hasattr(choice, "label") else choice.text
