"""Batches for the print house: one PDF, one manifest, control figures that both sides compare."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.actions.manifest import count_sheets
from onedoor.doors.post.actions.setting import find_address, print_papers
from onedoor.doors.post.actions.waiting import queue_messages, say_printed
from onedoor.doors.post.house import SEND, as_door, unseal_bytes
from onedoor.doors.post.models import Batch, Paper, PinSheet
from onedoor.doors.post.paper.letters import join_pdfs
from onedoor.doors.post.records import to_batch
from onedoor.doors.post.types import (
    BATCH_MADE,
    BATCH_PRINTED,
    POSTED,
    BatchState,
    BatchView,
    PaperKind,
    PaperState,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.ids import new_number


@action(may=SEND)
def make_batch(*, by: Actor, at: datetime, limit: int = 500) -> BatchView | None:
    """Everything that waits to be posted, as one batch; None where nothing does. What goes to one
    customer goes into one envelope, but for alerts to an old address. Whoever has no postal address is left
    out and shown to officers."""
    with as_door(by):
        return _make_batch(by=by, at=at, limit=limit)


def _make_batch(*, by: Actor, at: datetime, limit: int) -> BatchView | None:
    queue_messages(by=by, at=at, limit=limit)
    rows = list(
        Paper.objects.select_for_update(of=("self",))
        .filter(state=PaperState.MADE, batch=None)
        .exclude(kind=PaperKind.PIN)
        .order_by("customer", "-kind", "made_at")[:limit]
    )
    addressed = [(row, address) for row in rows if (address := find_address(row))]
    if not addressed:
        return None
    print_papers(addressed, at)
    papers = [row for row, _address in addressed]
    whole = join_pdfs([unseal_bytes(row.pdf) for row in papers])
    batch = Batch.objects.create(
        number=new_number("PB"), state=BatchState.MADE, letters=len({_envelope_of(row) for row in papers}),
        pages=sum(row.pages for row in papers), sheets=sum(count_sheets(row) for row in papers),
        sha256=hashlib.sha256(whole).hexdigest(), made_at=at,
    )  # fmt: skip
    place(papers, batch)
    record_batch(BATCH_MADE, batch, by=by, at=at)
    return to_batch(batch)


@action(may=SEND)
def reprint(*, number: str, by: Actor, at: datetime) -> BatchView:
    """The same sheets once more, as a batch of its own: for what the print house spoiled or lost. Not a
    letter with a PIN: nobody knows it, so another is ordered."""
    row = Paper.objects.select_for_update().filter(number=number).first()
    if row is not None and row.kind == PaperKind.PIN:
        raise Conflict(
            "post.pin_once",
            _("A letter with a PIN is printed once. The customer orders another, and its PIN is a new one."),
            field="number",
        )
    if row is None or row.pdf is None:
        raise NotFound(
            "post.paper_unknown", _("We posted no letter of this number. Check it."), field="number"
        )
    if row.state == PaperState.MADE:
        raise Conflict("post.not_printed", _("This letter is still with the print house."), field="number")
    whole = join_pdfs([unseal_bytes(row.pdf)])
    batch = Batch.objects.create(
        number=new_number("PB"), state=BatchState.MADE, letters=1, pages=row.pages, sheets=count_sheets(row),
        sha256=hashlib.sha256(whole).hexdigest(), made_at=at,
    )  # fmt: skip
    place([row], batch)
    record_batch(BATCH_MADE, batch, by=by, at=at)
    return to_batch(batch)


@action(may=SEND)
def note_batch(*, number: str, state: BatchState, sha256: str, by: Actor, at: datetime) -> BatchView:
    """The print house says that it printed or posted a batch; its checksum must be that of what we sent."""
    batch = Batch.objects.select_for_update().filter(number=number).first()
    if batch is None:
        raise NotFound("post.batch_unknown", _("There is no such batch."))
    if sha256 != batch.sha256:
        raise Conflict("post.batch_differs", _("The print house had another file than the one we sent."))
    papers = batch.papers.all()
    if batch.printed_at is None:
        batch.printed_at, batch.state = at, BatchState.PRINTED
        papers.filter(state=PaperState.MADE).update(state=PaperState.PRINTED)
        if not batch.is_secret:
            say_printed([row.message for row in papers], by=by, at=at)
        record_batch(BATCH_PRINTED, batch, by=by, at=at)
    if state is BatchState.POSTED and batch.posted_at is None:
        batch.posted_at, batch.state = at, BatchState.POSTED
        with as_door(by):
            PinSheet.objects.filter(paper__batch=batch).delete()
        for row in papers.exclude(state=PaperState.RETURNED):
            row.state, row.posted_at = PaperState.POSTED, at
            row.save(update_fields=["state", "posted_at"])
            journal.record(
                POSTED, subject_kind="paper", subject=row.id, customer=row.customer, agency=row.agency,
                by=by, at=at, case=row.case, data={"number": row.number},
            )  # fmt: skip
    batch.save(update_fields=["state", "printed_at", "posted_at"])
    return to_batch(batch)


def place(papers: Sequence[Paper], batch: Batch) -> None:
    """Put the letters into the batch's envelopes, in this order."""
    envelopes: dict[Any, int] = {}
    for position, row in enumerate(papers, 1):
        row.batch, row.position, row.returned_why = batch, position, ""
        row.envelope = envelopes.setdefault(_envelope_of(row), len(envelopes) + 1)
        row.save(update_fields=["batch", "position", "envelope", "returned_why"])


def _envelope_of(row: Paper) -> tuple[Any, str]:
    """What goes together: an alert goes alone, since it goes to an old address, and so does a PIN."""
    return row.customer, str(row.id) if row.kind in (PaperKind.ALERT, PaperKind.PIN) else ""


def record_batch(event: Any, batch: Batch, *, by: Actor, at: datetime) -> None:
    """Write it to the journal with the batch's figures."""
    journal.record(
        event, subject_kind="batch", subject=batch.id, by=by, at=at,
        data={"number": batch.number, "letters": batch.letters, "pages": batch.pages},
    )  # fmt: skip
