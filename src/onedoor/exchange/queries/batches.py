"""Reads about batches: receipts and what became of each row."""

from collections.abc import Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.intake.codes import FILE_CODES, ROW_CODES, explain
from onedoor.exchange.intake.examples import EXAMPLES
from onedoor.exchange.intake.feeds import FEEDS
from onedoor.exchange.models import Batch, BatchRow
from onedoor.exchange.types import Receipt, RowOutcome
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.ids import find_number


def list_batches(partner: str, *, by: Actor, limit: int = 50) -> list[Receipt]:
    """The partner's receipts, newest first."""
    return [
        view_receipt(batch) for batch in _visible(by).filter(partner=partner).order_by("-received_at")[:limit]
    ]


def get_receipt(number: str, *, by: Actor) -> Receipt:
    """The receipt of that number. Raises NotFound, also for another partner's."""
    batch = _visible(by).filter(number=find_number(number) or "").first()
    if batch is None:
        raise NotFound("exchange.batch.unknown", _("There is no such batch among yours."))
    return view_receipt(batch)


def list_rows(number: str, *, by: Actor, limit: int = 200, faulty: bool = False) -> list[RowOutcome]:
    """What became of the first rows of a batch, in the file's order; ``faulty`` leaves out accepted ones."""
    rows = _rows(number, by)
    return [_view_row(row) for row in (rows.exclude(codes=[]) if faulty else rows)[:limit]]


def iter_rows(number: str, *, by: Actor) -> Iterator[RowOutcome]:
    """Every row of a batch, however many."""
    return (_view_row(row) for row in _rows(number, by).iterator(chunk_size=5_000))


def find_feed(kind: str) -> str:
    """The feed that partners of ``kind`` send; empty when there is none."""
    return next((feed.code for feed in FEEDS.values() if feed.partner_kind == kind), "")


def explain_code(code: str) -> str:
    """What a row's or a file's code means and what to do, in the reader's language."""
    return str(explain(code))


def list_codes() -> list[tuple[str, str]]:
    """Every code with its meaning, in the reader's language."""
    return [(code, str(text)) for code, text in (ROW_CODES | FILE_CODES).items()]


def example_file(feed: str) -> str:
    """A small right file of the feed, about an invented person; empty for no feed."""
    return EXAMPLES.get(feed, "")


def _rows(number: str, by: Actor) -> QuerySet[BatchRow]:
    return BatchRow.objects.filter(batch_id=get_receipt(number, by=by).id).order_by("line")


def _visible(by: Actor) -> QuerySet[Batch]:
    if by.kind == "system":
        return Batch.objects.all()
    if by.kind != "partner" or not by.partner:
        raise NotAllowed("exchange.batch.not_yours", _("Batches are for the organisation that sent them."))
    return Batch.objects.filter(partner=by.partner)


def view_receipt(batch: Batch) -> Receipt:
    """The row as others see it."""
    return Receipt(
        id=batch.id,
        number=batch.number,
        partner=batch.partner,
        feed=batch.feed,
        period=batch.period,
        indicator=batch.indicator,
        filename=batch.filename,
        state=str(batch.state),
        received_at=batch.received_at,
        rows=batch.rows,
        accepted=batch.accepted,
        rejected=batch.rejected,
        parked=batch.parked,
        amount=batch.amount,
        code=batch.code,
        detail=batch.detail,
        line=batch.line,
    )


def _view_row(row: BatchRow) -> RowOutcome:
    return RowOutcome(
        line=row.line,
        record=row.record,
        identifier=row.identifier_masked,
        reference=row.reference,
        amount=row.amount,
        state=row.state,
        codes=tuple(row.codes),
    )
