"""The services that can be had, and what each promises, asks and holds."""

from datetime import datetime
from decimal import Decimal

from onedoor.exchange import queries as exchange
from onedoor.kernel.clock import local
from onedoor.kernel.money import to_cents
from onedoor.services.applications.drafting import find_season
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.types import FeeView, PromiseView, ServiceView, StepView, WhatIsHeld
from onedoor.services.decide.expressions import Unreadable, evaluate
from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Fee
from onedoor.services.flow.plan import default_steps, lane_of, title_of
from onedoor.trust import queries as trust

YOU = {"en": "You", "zh-hans": "您"}


def list_services(*, at: datetime) -> list[ServiceView]:
    """Every service that is open to customers, by code."""
    return [_view(file, at) for _, file in sorted(get_catalogue().services.items())]


def get_service(service: str, *, at: datetime) -> ServiceView:
    """A service before applying: its promise, steps, questions, and what is never asked."""
    return _view(get_file(service), at)


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
        steps=tuple(_steps(file)),
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


def _steps(file: ServiceFile) -> list[StepView]:
    names = {agency.code: agency.name for agency in trust.list_agencies()} | {"customer": YOU}
    return [
        StepView(
            id=step.id,
            title=title_of(step),
            by=lane_of(step),
            by_name=names.get(lane_of(step), {"en": lane_of(step)}),
            does=step.does,
            state="later",
            you_must_act=False,
        )
        for step in default_steps(file)
    ]
