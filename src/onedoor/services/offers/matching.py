"""Whom a service is for: its ``proactive`` condition over what registers hold. No rows are written."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from onedoor.exchange.types import Reported, Wanted
from onedoor.services.applications import drafting
from onedoor.services.applications.lookup import list_files
from onedoor.services.applications.types import Stored
from onedoor.services.decide.expressions import Unreadable, evaluate, holds, read_names
from onedoor.services.decide.inputs import built_in, collect
from onedoor.services.files.schema import Proactive, ServiceFile
from onedoor.services.forms.pages import context

Found = Mapping[Wanted, Sequence[Reported]]


def list_proactive(*, register: str = "", daily: bool = False) -> list[ServiceFile]:
    """The services that want to look again after a report to ``register``, or once a day."""
    return [
        file
        for file in list_files()
        if (offer := file.proactive) is not None and ((daily and offer.daily) or register in offer.watches)
    ]


def wanted_by(file: ServiceFile, at: datetime) -> dict[str, Wanted]:
    """What the condition reads, and no more: field → what to ask for."""
    offer = proactive_of(file)
    names = {*read_names(offer.match), *read_names(offer.deadline)}
    season = drafting.season_of(file, "")
    return {field: want for field, want in drafting.wanted(file, season, at).items() if field in names}


def matches(file: ServiceFile, wants: Mapping[str, Wanted], found: Found, at: datetime) -> bool:
    """Whether the service is for the person of whom this was found."""
    return holds(proactive_of(file).match, _facts(file, values_of(file, wants, found), at))


def values_of(file: ServiceFile, wants: Mapping[str, Wanted], found: Found) -> list[Stored]:
    """What was found, with its sources."""
    return drafting.offered(file, wants, found)


def deadline_of(file: ServiceFile, values: Sequence[Stored], at: datetime) -> date | None:
    """The last day for it, where the service says how it is found and the facts are there."""
    formula = proactive_of(file).deadline
    if not formula:
        return None
    try:
        return date.fromisoformat(str(evaluate(formula, _facts(file, values, at)))[:10])
    except (Unreadable, ValueError):
        return None


def proactive_of(file: ServiceFile) -> Proactive:
    """The service's way of coming first. Only services that have one are asked."""
    assert file.proactive is not None
    return file.proactive


def _facts(file: ServiceFile, values: Sequence[Stored], at: datetime) -> dict[str, Any]:
    return {**context(file, collect(file, [item.value for item in values])), **built_in(at)}
