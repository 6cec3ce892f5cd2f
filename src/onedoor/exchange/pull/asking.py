"""Asking registers while a form waits: side by side, within one time, and what they say is kept.

Called by ``actions.values`` once an agreement was found: it prepares the calls, writes the use of the data
down for good, and only then sends them.
"""

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings

from onedoor.exchange import rules
from onedoor.exchange.landing import tell_reported
from onedoor.exchange.models import ReportedValue
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.pull import ages, breaker, protocol, reading
from onedoor.exchange.pull.protocol import Inquiry, NoAnswer
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.storing import Key, keep_values, key_of
from onedoor.exchange.types import Agreement, NewValue, Pulled, Register, Repeats, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.postgres.aside import commit_aside
from onedoor.people import actions as people
from onedoor.trust import queries as trust

TOGETHER = 4.0  # seconds that a form waits for all its registers
GRACE = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """For whom, why and by which right it is asked; ``issue`` is the application's number."""

    customer: UUID
    asked: rules.Asked
    agreements: Sequence[Agreement]
    application: UUID
    issue: str


@dataclass(frozen=True, slots=True)
class Call:
    """One question to one register, ready to be sent: about these ``keys``."""

    register: Register
    pulled: Pulled
    keys: tuple[Key, ...]
    inquiry: Inquiry
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Heard:
    values: Sequence[NewValue]
    failure: str
    milliseconds: int


def prepare(
    book: Rulebook, wanted: Sequence[Wanted], reason: Reason, *, by: Actor, at: datetime
) -> list[Call]:
    """A call to every register that may be asked for what is not fresh. What may not be asked now waits for
    the worker. Nothing is sent yet; but where a register knows her by her number, that it was read is
    written down for good."""
    calls: list[Call] = []
    for register, keys in _due(book, wanted, reason.customer, at).items():
        if not breaker.may_call(book.registers[register], at):
            ages.wait_for(keys, reason, at=at)
        elif (call := _prepare(book.registers[register], keys, reason, by=by, at=at)) is not None:
            calls.append(call)
    return calls


def send(calls: Sequence[Call], reason: Reason, *, at: datetime) -> None:
    """Ask, side by side, and keep what is said. What does not answer is asked again later by the worker."""
    for call, heard in zip(calls, _hear(calls, reason.customer), strict=True):
        breaker.note(call.register, heard.failure, milliseconds=heard.milliseconds, by=SYSTEM, at=at)
        if heard.failure:
            ages.wait_for(call.keys, reason, at=at)
        else:
            _land(call, heard.values, reason.customer, at=at)
            ages.answered(call.keys, reason, at=at)


def _due(
    book: Rulebook, wanted: Sequence[Wanted], customer: UUID, at: datetime
) -> dict[str, tuple[Key, ...]]:
    """What is to be asked, by register: the pulled attributes of linked registers that are not fresh."""
    linked = ages.list_linked()
    keys = {
        key_of(book, one)
        for one in wanted
        if one.register in linked and book.registers[one.register].is_pulled(one.attribute)
    }
    if not keys:
        return {}
    known = ages.answered_since(book, [customer], keys)
    due: dict[str, list[Key]] = {}
    for key in sorted(keys):
        pulled = book.registers[key[0]].pulled
        assert pulled is not None
        answered_at = known.get((customer, key))
        if answered_at is None or answered_at + pulled.fresh_for <= at:
            due.setdefault(key[0], []).append(key)
    return {register: tuple(found) for register, found in due.items()}


def _prepare(
    register: Register, keys: tuple[Key, ...], reason: Reason, *, by: Actor, at: datetime
) -> Call | None:
    pulled = register.pulled
    assert pulled is not None
    try:
        person = _name_of(reason.customer, register, pulled, reason.asked.purpose, at=at)
    except NotFound:  # she has no number that this register could know
        return None
    inquiry = Inquiry(
        address=ages.list_linked()[register.code],
        service=pulled.service,
        client=settings.XROAD_CLIENT,
        id=new_id(),
        user=trust.pseudonym(by.account, register.agency),
        issue=reason.issue,
        represented=f"GOV/{reason.asked.agency}",
        person=person,
        attributes=[(attribute, period) for _, attribute, period in keys],
        agreements=[agreement.id for agreement in reason.agreements if register.code in agreement.shares],
        purpose=reason.asked.purpose,
        sent_at=at,
    )
    return Call(register, pulled, keys, inquiry, protocol.headers_of(inquiry, trust.sign_header))


def _name_of(
    customer: UUID, register: Register, pulled: Pulled, purpose: str, *, at: datetime
) -> dict[protocol.Name, str]:
    if pulled.known_by == "pseudonym":
        return {"pseudonym": trust.pseudonym(customer, register.agency)}
    read = partial(people.reveal_identifier, customer=customer, purpose=purpose, by=SYSTEM, at=at)
    return {"identifier": commit_aside(read)}


def _hear(calls: Sequence[Call], customer: UUID) -> list[_Heard]:
    """What each register said, all within TOGETHER. The threads touch no table."""
    if not calls:
        return []
    pool = ThreadPoolExecutor(max_workers=len(calls), thread_name_prefix="pull")
    begun = time.monotonic()
    futures = [pool.submit(_ask, call, customer) for call in calls]
    wait(futures, timeout=min(TOGETHER, max(call.pulled.answer_within for call in calls)) + GRACE)
    spent = round(1000 * (time.monotonic() - begun))
    pool.shutdown(wait=False, cancel_futures=True)
    return [future.result() if future.done() else _Heard((), "timeout", spent) for future in futures]


def _ask(call: Call, customer: UUID) -> _Heard:
    begun = time.monotonic()
    asked = [(attribute, period) for _, attribute, period in call.keys]
    values: Sequence[NewValue] = ()
    failure = ""
    try:
        said = protocol.ask(
            call.inquiry,
            call.headers,
            seconds=min(call.pulled.answer_within, TOGETHER),
            check_hash=call.pulled.request_hash == "checked",
        )
        values = reading.read_statements(call.register, customer, asked, said)
    except NoAnswer as no:
        failure = no.code
    return _Heard(values, failure, round(1000 * (time.monotonic() - begun)))


def _land(call: Call, values: Sequence[NewValue], customer: UUID, *, at: datetime) -> None:
    """Keep what is new; what the register does not say any more no longer holds."""
    register = call.register
    rows = ReportedValue.objects.filter(
        customer=customer, register=register.code, source=register.agency, state__in=LIVE,
        attribute__in={attribute for _, attribute, _ in call.keys},
    )  # fmt: skip
    live = {
        (row.attribute, row.period, row.record): row
        for row in rows
        if (row.register, row.attribute, row.period) in call.keys
    }
    said = {(one.attribute, one.period, _record(register, one)): one for one in values}
    fresh = [
        one
        for key, one in said.items()
        if key not in live or not reading.same(register.attributes[one.attribute], one.value, live[key].value)
    ]
    gone = [row.id for key, row in live.items() if key not in said]
    if gone:
        ReportedValue.objects.filter(id__in=gone).update(state="withdrawn")
    if fresh:
        keep_values(register, register.agency, fresh, at=at)
    if fresh or gone:
        tell_reported(register, register.agency, {customer}, by=SYSTEM, at=at)


def _record(register: Register, one: NewValue) -> str:
    return one.reference if register.attributes[one.attribute].repeats is Repeats.RECORD else ""
