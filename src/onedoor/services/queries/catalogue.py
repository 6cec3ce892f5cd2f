"""The services that can be had, and what each promises, asks and holds."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from onedoor.exchange import queries as exchange
from onedoor.kernel.clock import local
from onedoor.kernel.documents import Document
from onedoor.kernel.money import to_cents
from onedoor.services.applications.drafting import find_season
from onedoor.services.applications.lookup import get_file, list_files
from onedoor.services.applications.names import public_name_of
from onedoor.services.applications.types import (
    FeeView,
    LifeEventView,
    PromiseView,
    ServiceView,
    StepView,
    WhatIsHeld,
)
from onedoor.services.decide.expressions import Unreadable, evaluate
from onedoor.services.files.events import get_event_words
from onedoor.services.files.loading import catalogue_root, service_folders
from onedoor.services.files.personas import PersonaFile, read_personas
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Fee
from onedoor.services.flow.plan import default_steps, lane_of, title_of


def list_services(*, at: datetime) -> list[ServiceView]:
    """Every service that is open to customers, by code."""
    return [_view(file, at) for file in list_files(at)]


def list_persona_files() -> Iterator[tuple[PersonaFile, Document]]:
    """The demo's people that lie beside the services, service by service. Raises Faulty."""
    for folder in service_folders(catalogue_root()):
        if (found := read_personas(folder)) is not None:
            yield found


def get_service(service: str, *, at: datetime, customer: UUID | None = None) -> ServiceView:
    """A service before applying: its promise, steps, questions, and what is never asked; for a
    ``customer`` whose number puts her in the cohort of a pilot, as the pilot has it."""
    return _view(get_file(service, at=at, customer=customer), at)


def list_life_events(*, at: datetime, kind: str = "") -> list[LifeEventView]:
    """The services (with ``kind``, those for such customers) by the event that brings people to them,
    in the order of a life; last, under no title, what belongs to no event."""
    services = [one for one in list_services(at=at) if not kind or kind in one.for_whom]
    words = get_event_words()
    found = [
        LifeEventView(
            code=code,
            title=event.title,
            for_whom=event.for_whom,
            services=tuple(one for one in services if one.life_event == code),
        )
        for code, event in words.items()
    ]
    others = tuple(one for one in services if one.life_event not in words)
    found.append(LifeEventView(code="", title={}, for_whom="person", services=others))
    return [event for event in found if event.services]


def _view(file: ServiceFile, at: datetime) -> ServiceView:
    registers = {register.code: register.title for register in exchange.list_registers()}
    season = find_season(file, local(at).date())
    promise = file.promise
    return ServiceView(
        code=file.service,
        version=file.version,
        title=file.title,
        summary=file.summary or {},
        agency=file.agency,
        agencies=(file.agency, *file.together_with),
        for_whom=file.for_whom,
        promise=PromiseView(lane="normal", answer=promise.answer, calendar=promise.calendar, text={}),
        lanes=tuple(
            PromiseView(
                lane=lane.lane,
                answer=lane.answer,
                calendar=lane.calendar or promise.calendar,
                text=lane.text or {},
            )
            for lane in promise.lanes
        ),
        steps=tuple(list_planned(file)),
        asks=tuple(page.title or file.title for page in file.ask),
        holds=tuple(
            WhatIsHeld(
                field=field.id,
                label=field.text,
                register=registers.get(field.register, {"en": field.register}),
            )
            for field in file.fields.values()
            if field.origin == "know" and field.show
        ),
        sign_level=file.assurance.sign,
        season=season.id if season else "",
        opens=season.opens if season else None,
        closes=season.closes if season else None,
        doors={str(door): way for door, way in file.doors.items()},
        life_event=file.life_event or "",
        fees=tuple(_fee(fee) for fee in file.fees),
    )


def _fee(fee: Fee) -> FeeView:
    """A fee that is the same for everybody is told as a figure."""
    try:
        amount = evaluate(fee.amount, {})
    except Unreadable:
        amount = None
    fixed = to_cents(Decimal(str(amount))) if isinstance(amount, int | float) and not fee.when else None
    return FeeView(
        title=fee.title,
        agency=fee.agency,
        amount=fixed,
        waived=(fee.waived_text or {}) if fee.waive else {},
    )


def list_planned(file: ServiceFile) -> list[StepView]:
    """Every step of the file, before anybody has begun."""
    return [
        StepView(
            id=step.id,
            title=title_of(step),
            by=lane_of(step),
            by_name=public_name_of(lane_of(step), file),
            does=step.does,
            state="later",
            you_must_act=False,
        )
        for step in default_steps(file)
    ]
