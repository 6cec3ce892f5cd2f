"""What a service would ask and promise for given answers, before anything is begun."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from onedoor.kernel.text import Text, as_language
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.reckoning import Reckoning, promise_of
from onedoor.services.applications.types import PromiseView
from onedoor.services.decide.expressions import holds
from onedoor.services.files.answers_schema import answers_schema
from onedoor.services.files.export import questionnaire
from onedoor.services.forms.pages import context
from onedoor.services.places import streets
from onedoor.services.reports.naming import web_address
from onedoor.services.types import Field


@dataclass(frozen=True, slots=True)
class PageSchema:
    """A page of questions for a system: the questions, and the shape of their answers."""

    id: str
    title: Text
    questionnaire: Mapping[str, Any]
    answers: Mapping[str, Any]


def list_questions_for(service: str, values: Mapping[str, Any]) -> list[Field]:
    """The questions that are asked of somebody who has given these answers, in their order."""
    file = get_file(service)
    seen = context(file, values)
    return [
        field for field in file.fields.values() if field.origin == "ask" and holds(field.enable_when, seen)
    ]


def get_promise_for(service: str, values: Mapping[str, Any]) -> PromiseView:
    """The promise for these answers, as far as they decide it."""
    file = get_file(service)
    facts = context(file, values)
    return promise_of(file, Reckoning(values=values, decision=None, facts=facts))


def find_address_id(id: str, *, language: str = "en") -> dict[str, Any] | None:
    """The place that an address of the city's map stands for, as an answer of type location."""
    spot = streets.find_address_id(id)
    if spot is None:
        return None
    return {"lat": str(spot.lat), "long": str(spot.long), "address": spot.address[as_language(language)]}


def find_district_of(text: str) -> str:
    """The code of the district of an address or a landmark that is named in these words; empty where none
    is, or where the city has no map."""
    spot = streets.find_address(text) if streets.has_city() else None
    return streets.find_district(spot.lat, spot.long) if spot else ""


def list_districts() -> dict[str, Text]:
    """The districts of the city's map and their names."""
    if not streets.has_city():
        return {}
    return {code: district.name for code, district in streets.get_city().districts.items()}


def is_web_address(text: str) -> bool:
    """Whether a link to it may be shown: an address of the web, and nothing else."""
    return bool(web_address(text))


def list_page_schemas(service: str, *, language: str | None = None) -> list[PageSchema]:
    """The pages of a service with what may be answered on each, as FHIR Questionnaire and JSON Schema."""
    file, spoken = get_file(service), as_language(language or get_language())
    forms = {item["linkId"]: item for item in questionnaire(file, spoken)["item"]}
    return [
        PageSchema(
            id=page.page,
            title=page.title or file.title,
            questionnaire=forms[page.page],
            answers=answers_schema(file, page, spoken),
        )
        for page in file.ask
    ]
