"""Rows of a batch becoming reported values: set-based, one chunk at a time."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import connection

from onedoor.exchange.intake.feeds import Feed, Row, mask
from onedoor.exchange.models import Batch, BatchRow, Correction, Partner, ReportedValue
from onedoor.exchange.queries.partners import Standings
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.storing import Kept, Names, keep_values
from onedoor.exchange.types import (
    CORRECTION_ANSWERED,
    VALUE_RECEIVED,
    CorrectionState,
    NewValue,
    Register,
    RowState,
)
from onedoor.journal import actions as journal
from onedoor.journal.types import Concerned, Draft
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.ids import new_id
from onedoor.kernel.text import Text
from onedoor.people import queries as people
from onedoor.trust import queries as trust

WAITS = timedelta(days=30)
PARKED = "exchange.parked"
_KEEP_ROWS = """
insert into exchange_batchrow (id, batch_id, partner, line, record, identifier_masked, reference, amount,
    state, codes, content_sealed, parked_until)
select id, %s, %s, line, record, masked, reference, amount, state, string_to_array(codes, ' '), content,
    case when state = 'parked' then %s::timestamptz end
from unnest(%s::uuid[], %s::int[], %s::text[], %s::text[], %s::text[], %s::numeric[], %s::text[], %s::text[],
    %s::bytea[]) as new (id, line, record, masked, reference, amount, state, codes, content)"""


@dataclass(frozen=True, slots=True)
class Statement:
    """What one row says about one person, free of its file; parked rows are kept as this."""

    identifier: str
    period: str
    receipt: str
    given_on: str
    amounts: Mapping[str, Decimal]

    def sealed_text(self) -> str:
        """As it is sealed while it waits for its person."""
        amounts = {name: str(amount) for name, amount in self.amounts.items()}
        return json.dumps([self.identifier, self.period, self.receipt, self.given_on, amounts])


def read_statement(text: str) -> Statement:
    """What ``sealed_text`` wrote."""
    identifier, period, receipt, given_on, amounts = json.loads(text)
    return Statement(identifier, period, receipt, given_on, {k: Decimal(v) for k, v in amounts.items()})


def values_of(
    feed: Feed, sender: Partner, customer: UUID, said: Statement, *, amends: bool
) -> list[NewValue]:
    """The values that a statement becomes. A zero is only worth saying when it replaces something."""
    if feed.code == "donations":
        donation = {
            "amount": said.amounts["donation"],
            "date": said.given_on,
            "receipt": said.receipt,
            "charity": sender.name["en"],
        }
        return [NewValue(customer, "donation", donation, said.period, said.receipt)]
    return [
        NewValue(customer, name, amount, said.period)
        for name, amount in said.amounts.items()
        if amount or amends or name == "gross_pay"
    ]


@dataclass(slots=True)
class _Outcome:
    row: Row
    state: str
    codes: tuple[str, ...]
    customer: UUID | None = None
    values: list[NewValue] = field(default_factory=list)


class Landing:
    """Lands chunks of one batch and counts on the batch itself."""

    def __init__(self, batch: Batch, sender: Partner, feed: Feed, *, by: Actor, at: datetime) -> None:
        self._batch, self._sender, self._feed, self._by, self._at = batch, sender, feed, by, at
        self._register = get_rulebook().registers[feed.register]
        self._standings = Standings(sender)
        self._amends = batch.indicator == "A"
        self._landed: set[UUID] = set()

    def land(self, rows: Sequence[Row]) -> None:
        """Check ``rows`` against what is known and write values, outcomes and journal entries."""
        good = [row for row in rows if not row.codes]
        customers = people.find_ids([row.identifier for row in good])
        doubles = set() if self._amends else self._known_before(good, customers)
        outcomes = [self._judge(row, customers.get(row.identifier), doubles) for row in rows]
        if self._amends:
            self._drop_parked(outcomes)
        values = [value for outcome in outcomes for value in outcome.values]
        if values:
            kept = keep_values(self._register, self._sender.code, values, at=self._at, batch=self._batch.id)
            close_corrections(kept, by=self._by, at=self._at)
        self._write_outcomes(outcomes)
        self._count(outcomes)
        tell_received(
            self._sender,
            self._register.code,
            {o.customer for o in outcomes if o.values and o.customer},
            subject=self._batch.id,
            by=self._by,
            at=self._at,
        )

    def _known_before(self, rows: Sequence[Row], customers: Mapping[str, UUID]) -> set[str]:
        """Receipts (donations) or identifiers (income) that this partner reported already."""
        live = ReportedValue.objects.filter(
            source=self._sender.code, register=self._register.code, state__in=("current", "disputed")
        )
        if self._feed.code == "donations":
            receipts = [row.receipt for row in rows]
            known = set(
                live.filter(attribute="donation", record__in=receipts).values_list("record", flat=True)
            )
            waiting = BatchRow.objects.filter(
                state=RowState.PARKED, partner=self._sender.code, reference__in=receipts
            ).exclude(batch=self._batch)
            return known | set(waiting.values_list("reference", flat=True))
        held = set(
            live.filter(
                customer__in=set(customers.values()), attribute="gross_pay", period=self._batch.period
            ).values_list("customer", flat=True)
        )
        return {identifier for identifier, customer in customers.items() if customer in held}

    def _judge(self, row: Row, customer: UUID | None, doubles: set[str]) -> _Outcome:
        codes = list(row.codes)
        fault = self._standings.fault_on(row.given_on or local(self._at).date())
        if fault and "E06" not in codes:
            codes.append(fault)
        if (row.receipt or row.identifier) in doubles:
            codes.append("E07")
        if not codes and customer in self._landed and self._feed.code == "income":
            codes.append("E07")  # one person under two of her identifiers
        if codes:
            return _Outcome(row, RowState.REJECTED, tuple(sorted(set(codes))))
        if customer is None:
            return _Outcome(row, RowState.PARKED, ("E04",))
        self._landed.add(customer)
        said = self._statement(row)
        values = values_of(self._feed, self._sender, customer, said, amends=self._amends)
        return _Outcome(row, RowState.ACCEPTED, (), customer, values)

    def _statement(self, row: Row) -> Statement:
        given_on = row.given_on.isoformat() if row.given_on else ""
        return Statement(row.identifier, self._batch.period, row.receipt, given_on, row.amounts)

    def _drop_parked(self, outcomes: Iterable[_Outcome]) -> None:
        """A row that still waits is replaced by its amendment."""
        receipts = [o.row.receipt for o in outcomes if o.row.receipt and o.state != RowState.REJECTED]
        BatchRow.objects.filter(
            state=RowState.PARKED, partner=self._sender.code, reference__in=receipts
        ).update(state=RowState.EXPIRED, content_sealed=None, parked_until=None)

    def _write_outcomes(self, outcomes: Sequence[_Outcome]) -> None:
        parked = [o for o in outcomes if o.state == RowState.PARKED]
        texts = [self._statement(o.row).sealed_text() for o in parked]
        sealed = dict(zip((o.row.line for o in parked), trust.seal_many(texts, purpose=PARKED), strict=True))
        columns: list[list[Any]] = [
            [new_id() for _ in outcomes],
            [o.row.line for o in outcomes],
            [o.row.record for o in outcomes],
            [mask(o.row.identifier) for o in outcomes],
            [o.row.receipt for o in outcomes],
            [o.row.amount if o.row.amounts else None for o in outcomes],
            [str(o.state) for o in outcomes],
            [" ".join(o.codes) for o in outcomes],
            [sealed.get(o.row.line) for o in outcomes],
        ]
        with connection.cursor() as cursor:
            cursor.execute(_KEEP_ROWS, [self._batch.id, self._sender.code, self._at + WAITS, *columns])

    def _count(self, outcomes: Sequence[_Outcome]) -> None:
        self._batch.rows += len(outcomes)
        self._batch.accepted += sum(o.state == RowState.ACCEPTED for o in outcomes)
        self._batch.rejected += sum(o.state == RowState.REJECTED for o in outcomes)
        self._batch.parked += sum(o.state == RowState.PARKED for o in outcomes)
        self._batch.amount += sum(
            (o.row.amount for o in outcomes if o.state != RowState.REJECTED), Decimal(0)
        )


def tell_received(
    sender: Partner, register: str, customers: Iterable[UUID], *, subject: UUID, by: Actor, at: datetime
) -> None:
    """One line in each person's journal: who reported data about her."""
    found = get_rulebook().registers[register]
    data = {"source": sender.name, "register": register, "attributes": found.title}
    journal.record_many(
        [
            Draft(
                event=VALUE_RECEIVED,
                subject_kind="batch",
                subject=subject,
                customer=customer,
                agency=found.agency,
                by=by,
                at=at,
                data=data,
            )
            for customer in sorted(customers)
        ]
    )


def tell_reported(
    register: Register, source: str, customers: Collection[UUID], *, by: Actor, at: datetime
) -> None:
    """The same for a source that answers for a whole register; whoever waits for the news hears it too."""
    draft = Draft(
        event=VALUE_RECEIVED,
        subject_kind="register",
        subject=uuid5(NAMESPACE_URL, register.code),
        agency=register.agency,
        by=by,
        at=at,
    )
    data = {"source": name_of(source), "register": register.code, "attributes": register.title}
    journal.record_each(draft, (Concerned(one, draft.subject, data) for one in sorted(customers)))


def close_corrections(kept: Kept, *, by: Actor, at: datetime) -> None:
    """An amended value answers the question that was open about the old one."""
    if not kept.replaced:
        return
    questions = Correction.objects.filter(reported__in=kept.replaced.values(), state=CorrectionState.OPEN)
    for question in questions.select_related("reported"):
        question.state, question.answered_at, question.answered_by = CorrectionState.CORRECTED, at, by.account
        question.save(update_fields=["state", "answered_at", "answered_by"])
        tell_answered(question, by=by, at=at)


def tell_answered(question: Correction, *, by: Actor, at: datetime) -> None:
    """Journal the answer; services refresh the draft when they hear it."""
    value = question.reported
    attribute = get_rulebook().attribute(value.register, value.attribute)
    journal.record(
        CORRECTION_ANSWERED,
        subject_kind="correction",
        subject=question.id,
        customer=question.customer,
        agency=question.agency,
        case=question.case,
        by=by,
        at=at,
        data={
            "number": question.number,
            "source": name_of(value.source),
            "source_code": value.source,
            "register": value.register,
            "attribute": value.attribute,
            "period": value.period,
            "answer": str(question.state),
            "attributes": attribute.title if attribute else value.attribute,
            "reported": str(value.id),
            "application": str(question.application) if question.application else "",
        },
    )


def name_of(source: str) -> Text:
    """What a source is called: an agency's or a partner's name."""
    names = Names({agency.code: agency.name for agency in trust.list_agencies()})
    names.learn({source})
    return names.of(source)
