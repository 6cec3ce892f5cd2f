"""What a service would ask and promise for given answers, before anything is begun."""

from collections.abc import Mapping
from typing import Any

from onedoor.kernel.text import as_language
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.reckoning import Reckoning, promise_of
from onedoor.services.applications.types import PromiseView
from onedoor.services.decide.expressions import holds
from onedoor.services.forms.pages import context
from onedoor.services.places import streets
from onedoor.services.reports.naming import web_address
from onedoor.services.types import Field


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


def is_web_address(text: str) -> bool:
    """Whether a link to it may be shown: an address of the web, and nothing else."""
    return bool(web_address(text))
