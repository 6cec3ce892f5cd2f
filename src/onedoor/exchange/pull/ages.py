"""How old what a register said is, and what waits to be asked again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings
from django.db import connection

from onedoor.exchange.models import Pull, RegisterCall, RegisterState, ReportedValue
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.storing import Key, key_of
from onedoor.exchange.types import Reported, Wanted
from onedoor.kernel.calls import read_addresses
from onedoor.kernel.ids import new_id

if TYPE_CHECKING:
    from onedoor.exchange.pull.asking import Reason

WAITS = timedelta(days=30)  # after that nobody needs the answer any more
_KEEP = """
insert into exchange_pull as kept (id, customer, register, attribute, period, answered_at, waits_since,
    agency, service, purpose, application, issue)
values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
on conflict (customer, register, attribute, period) do update set
    answered_at = coalesce(excluded.answered_at, kept.answered_at),
    waits_since = case when excluded.answered_at is null
        then coalesce(kept.waits_since, excluded.waits_since) end,
    agency = excluded.agency, service = excluded.service, purpose = excluded.purpose,
    application = excluded.application, issue = excluded.issue"""


def list_linked() -> dict[str, str]:
    """Register → address, as the operator set it; a pulled register without one is only pushed to."""
    return read_addresses(settings.REGISTER_LINKS)


def answered(keys: Iterable[Key], reason: "Reason", *, at: datetime) -> None:
    """The register answered about these: nothing waits any more."""
    _keep(keys, reason, answered_at=at, waits_since=None)


def wait_for(keys: Iterable[Key], reason: "Reason", *, at: datetime) -> None:
    """The register did not answer about these: they are asked again later."""
    _keep(keys, reason, answered_at=None, waits_since=at)


def _keep(
    keys: Iterable[Key], reason: "Reason", *, answered_at: datetime | None, waits_since: datetime | None
) -> None:
    asked = reason.asked
    told = (asked.agency, asked.service, asked.purpose, reason.application, reason.issue)
    with connection.cursor() as cursor:
        for key in keys:
            cursor.execute(_KEEP, [new_id(), reason.customer, *key, answered_at, waits_since, *told])


def answered_since(
    book: Rulebook, customers: Sequence[UUID], keys: Collection[Key]
) -> dict[tuple[UUID, Key], datetime]:
    """When the register last said something of each: by a call, or by a report of its own."""
    registers = {register for register, _, _ in keys}
    attributes = {attribute for _, attribute, _ in keys}
    found: dict[tuple[UUID, Key], datetime] = {}
    asked = Pull.objects.filter(customer__in=customers, register__in=registers, answered_at__isnull=False)
    sent = ReportedValue.objects.filter(
        customer__in=customers,
        register__in=registers,
        source__in={book.registers[register].agency for register in registers},
        attribute__in=attributes,
        state__in=LIVE,
    )
    columns = ("customer", "register", "attribute", "period")
    for customer, *key, moment in [
        *asked.values_list(*columns, "answered_at"), *sent.values_list(*columns, "received_at"),
    ]:  # fmt: skip
        place = (customer, (key[0], key[1], key[2]))
        if place[1] in keys:
            found[place] = max(moment, found.get(place, moment))
    return found


def judge(
    book: Rulebook,
    wanted: Iterable[Wanted],
    found: Mapping[UUID, dict[Key, list[Reported]]],
    at: datetime,
) -> None:
    """Take from ``found`` what a silent register said too long ago, and mark what is only old."""
    linked = list_linked()
    keys = {
        key_of(book, one)
        for one in wanted
        if one.register in linked and book.registers[one.register].is_pulled(one.attribute)
    }
    if not keys:
        return
    known = answered_since(book, list(found), keys)
    silent = {register for register, _, _ in keys if is_silent(register)}
    for customer, held in found.items():
        for key in keys & held.keys():
            held[key] = [
                judged
                for one in held[key]
                if (judged := _judge(book, key, one, known.get((customer, key)), silent, at)) is not None
            ]


def _judge(
    book: Rulebook, key: Key, one: Reported, answered_at: datetime | None, silent: set[str], at: datetime
) -> Reported | None:
    register = book.registers[key[0]]
    assert register.pulled is not None
    if one.source != register.agency or answered_at is None:
        return one
    if answered_at + register.pulled.usable_for <= at:
        return None
    old = answered_at + register.pulled.fresh_for <= at
    return one._replace(as_of=answered_at) if old and key[0] in silent else one


def is_silent(register: str) -> bool:
    """Whether it is down, or did not answer when it was asked last."""
    if RegisterState.objects.filter(register=register, down_since__isnull=False).exists():
        return True
    calls = RegisterCall.objects.filter(register=register).order_by("-called_at", "-id")
    return bool(calls.values_list("failure", flat=True).first())


def list_waiting(register: str, *, limit: int) -> list[Pull]:
    """The oldest questions that wait for a register."""
    return list(
        Pull.objects.filter(register=register, waits_since__isnull=False).order_by("waits_since")[:limit]
    )


def was_told_since(pull: Pull) -> bool:
    """Whether the register has reported this of its own accord while it was waited for."""
    told = ReportedValue.objects.filter(
        customer=pull.customer, register=pull.register, attribute=pull.attribute, period=pull.period
    )
    return told.filter(state__in=LIVE, received_at__gt=pull.waits_since).exists()


def give_up(pull: Pull) -> None:
    """Ask no more: nobody may, or nobody needs it."""
    if pull.answered_at is None:
        pull.delete()
    else:
        Pull.objects.filter(id=pull.id).update(waits_since=None)
