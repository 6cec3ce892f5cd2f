"""From what registers answer to the values of a draft."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from onedoor.exchange.types import Reported, Wanted
from onedoor.kernel.clock import local
from onedoor.services.applications.document import typed
from onedoor.services.applications.types import Stored
from onedoor.services.files.schema import Season
from onedoor.services.types import Field, Grade, OtherValue, ServiceFile, SourceKind, Value, ValueState


def find_season(service: ServiceFile, day: date) -> Season | None:
    """The round that is open on ``day``, else the last one that has opened."""
    opened = [season for season in service.seasons if season.opens <= day]
    return max(opened, key=lambda season: season.opens, default=None)


def season_of(service: ServiceFile, id: str) -> Season | None:
    """The round an application belongs to, if its service has rounds."""
    return next((season for season in service.seasons if season.id == id), None)


def period_of(field: Field, season: Season | None, day: date) -> str:
    """The period to ask a register for; empty for attributes that stand until changed."""
    year = int(season.period) if season and season.period.isdigit() else day.year - 1
    return {
        "season": season.period if season else str(day.year - 1),
        "season-before": str(year - 1),
        "this-year": str(day.year),
        "last-year": str(day.year - 1),
    }.get(field.period, "")


def wanted(service: ServiceFile, season: Season | None, at: datetime) -> dict[str, Wanted]:
    """What to ask of the registers for each field that government may know."""
    day = local(at).date()
    return {
        field.id: Wanted(
            field.register,
            field.attribute,
            period_of(field, season, day),
            field.many or field.combine != "latest",
            field.asks,
        )
        for field in service.fields.values()
        if field.origin == "know"
    }


def offered(
    service: ServiceFile, wanted: Mapping[str, Wanted], found: Mapping[Wanted, Sequence[Reported]]
) -> list[Stored]:
    """The values of a draft, each as its reporter gave it."""
    fields = service.fields
    stored: list[Stored] = []
    for id, want in wanted.items():
        entries = entries_of(fields[id], found.get(want, ()))
        stored += [_stored(id, index, value, reported) for index, (value, reported) in enumerate(entries)]
    return stored


def entries_of(field: Field, found: Iterable[Reported]) -> list[tuple[Any, Reported]]:
    """The entries that reports of one field make: one each, or one for each record of a list."""
    if field.take == "received_date":
        return [(local(reported.received_at).date(), reported) for reported in found][:1]
    entries = [
        (typed(field, part), reported)
        for reported in found
        for part in (reported.value if field.many and isinstance(reported.value, list) else [reported.value])
    ]
    if field.parts:
        known = {part.id for part in field.parts}
        entries = [(_only(value, known), reported) for value, reported in entries]
    return entries if field.many or field.combine == "sum" else entries[:1]


def _only(value: object, known: set[str]) -> object:
    return {key: part for key, part in value.items() if key in known} if isinstance(value, Mapping) else value


def _stored(field: str, index: int, value: object, reported: Reported) -> Stored:
    disputed = reported.state == "disputed"
    return Stored(
        value=Value(
            field=field,
            index=index,
            value=value,
            source_kind=SourceKind.REGISTER,
            source=reported.source,
            source_name=reported.source_name,
            received_at=reported.received_at,
            grade=Grade(str(reported.grade)),
            reference=reported.reference,
            state=ValueState.DISPUTED if disputed else ValueState.OFFERED,
            reported=reported.reported,
            others=others_of(reported),
            weighed=reported.weighed,
            as_of=reported.as_of,
        )
    )


def others_of(reported: Reported) -> tuple[OtherValue, ...]:
    """What other sources say instead of a report."""
    return tuple(
        OtherValue(
            value=other.value,
            source=other.source,
            source_name=other.source_name,
            received_at=other.received_at,
            grade=Grade(str(other.grade)),
            reported=other.reported,
        )
        for other in reported.conflicts
    )


def declared(
    field: Field, *, index: int, value: object, customer: UUID, at: datetime, state: ValueState
) -> Value:
    """A person's own value: under promise (grade D), or read from a document she has (C)."""
    return Value(
        field=field.id,
        index=index,
        value=value,
        source_kind=SourceKind.CUSTOMER,
        source=str(customer),
        source_name={"en": "You", "zh-hans": "您本人"},
        received_at=at,
        grade=Grade(field.grade),
        state=state,
    )
