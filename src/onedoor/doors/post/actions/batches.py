"""Batches for the print house: one PDF, one manifest, control figures that both sides compare."""

import csv
import hashlib
import io
import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from onedoor.contact import queries as contact
from onedoor.doors.post.actions.waiting import queue_messages, say_printed
from onedoor.doors.post.house import POST, SEND, seal_bytes, sign, unseal, unseal_bytes
from onedoor.doors.post.models import Batch, Paper
from onedoor.doors.post.paper.letters import LetterText, Printed, count_pages, join_pdfs, print_letters
from onedoor.doors.post.records import to_batch
from onedoor.doors.post.types import (
    BATCH_MADE,
    BATCH_PRINTED,
    POSTED,
    BatchState,
    BatchView,
    PaperState,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import pick
from onedoor.people import queries as people
from onedoor.trust import queries as trust

NO_ADDRESS = "no-address"
COLUMNS = ("envelope", "letter", "kind", "language", "first_page", "pages", "sheets", "duplex", "sha256")


@action(may=SEND)
def make_batch(*, by: Actor, at: datetime, limit: int = 500) -> BatchView | None:
    """Everything that waits to be posted, as one batch; None where nothing does. What goes to one
    customer goes into one envelope. Whoever has no postal address is left out and shown to officers."""
    queue_messages(by=by, at=at, limit=limit)
    rows = list(
        Paper.objects.select_for_update(of=("self",))
        .filter(state=PaperState.MADE, batch=None)
        .order_by("customer", "-kind", "made_at")[:limit]
    )
    addressed = [(row, address) for row in rows if (address := _address_of(row))]
    if not addressed:
        return None
    _print(addressed, at)
    papers = [row for row, _address in addressed]
    whole = join_pdfs([unseal_bytes(row.pdf) for row in papers])
    batch = Batch.objects.create(
        number=new_number("PB"), state=BatchState.MADE, letters=len({row.customer for row in papers}),
        pages=sum(row.pages for row in papers), sheets=sum(_sheets(row) for row in papers),
        sha256=hashlib.sha256(whole).hexdigest(), made_at=at,
    )  # fmt: skip
    _place(papers, batch)
    _record(BATCH_MADE, batch, by=by, at=at)
    return to_batch(batch)


@action(may=SEND)
def reprint(*, number: str, by: Actor, at: datetime) -> BatchView:
    """The same sheets once more, as a batch of its own: for what the print house spoiled or lost."""
    row = Paper.objects.select_for_update().filter(number=number).exclude(pdf=None).first()
    if row is None:
        raise NotFound(
            "post.paper_unknown", _("We posted no letter of this number. Check it."), field="number"
        )
    if row.state == PaperState.MADE:
        raise Conflict("post.not_printed", _("This letter is still with the print house."), field="number")
    whole = join_pdfs([unseal_bytes(row.pdf)])
    batch = Batch.objects.create(
        number=new_number("PB"), state=BatchState.MADE, letters=1, pages=row.pages, sheets=_sheets(row),
        sha256=hashlib.sha256(whole).hexdigest(), made_at=at,
    )  # fmt: skip
    _place([row], batch)
    _record(BATCH_MADE, batch, by=by, at=at)
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
        say_printed([row.message for row in papers], by=by, at=at)
        _record(BATCH_PRINTED, batch, by=by, at=at)
    if state is BatchState.POSTED and batch.posted_at is None:
        batch.posted_at, batch.state = at, BatchState.POSTED
        for row in papers.exclude(state=PaperState.RETURNED):
            row.state, row.posted_at = PaperState.POSTED, at
            row.save(update_fields=["state", "posted_at"])
            journal.record(
                POSTED, subject_kind="paper", subject=row.id, customer=row.customer, agency=row.agency,
                by=by, at=at, case=row.case, data={"number": row.number},
            )  # fmt: skip
    batch.save(update_fields=["state", "printed_at", "posted_at"])
    return to_batch(batch)


def write_files(batch: Batch) -> dict[str, bytes]:
    """What the print house gets: the PDF, and its manifest as a table and as JSON."""
    papers = list(batch.papers.order_by("envelope", "position"))
    pdf = join_pdfs([unseal_bytes(row.pdf) for row in papers])
    page = 1
    lines: list[dict[str, Any]] = []
    for row in papers:
        values = (
            row.envelope,
            row.number,
            row.kind,
            row.language,
            page,
            row.pages,
            _sheets(row),
            "yes",
            row.sha256,
        )
        lines.append(dict(zip(COLUMNS, values, strict=True)))
        page += row.pages
    table = io.StringIO()
    writer = csv.DictWriter(table, COLUMNS)
    writer.writeheader()
    writer.writerows(lines)
    digest = hashlib.sha256(pdf).hexdigest()
    control: dict[str, Any] = {
        "batch": batch.number, "file": "letters.pdf", "sha256": digest, "envelopes": batch.letters,
        "letters": len(lines), "pages": page - 1, "sheets": sum(int(line["sheets"]) for line in lines),
        "window": settings.POST_WINDOW, "paper": "A4", "rows": lines,
    }  # fmt: skip
    return {
        "letters.pdf": pdf,
        "manifest.csv": table.getvalue().encode(),
        "manifest.json": json.dumps(control, indent=1).encode(),
    }


def _print(addressed: Sequence[tuple[Paper, list[str]]], at: datetime) -> None:
    """Set every letter that has no PDF yet, all in one run."""
    new = [(row, address) for row, address in addressed if row.pdf is None]
    texts = [_text(row, address, at) for row, address in new]
    for (row, _address), printed in zip(
        new, print_letters(texts, window=settings.POST_WINDOW, sign=sign), strict=True
    ):
        _keep(row, printed)


def _keep(row: Paper, printed: Printed) -> None:
    pdf, pages = printed.pdf, printed.pages
    if issued := unseal(row.content).get("letter"):  # the signed letter itself lies behind
        behind = contact.find_pdf(UUID(issued), row.language, by=POST)
        if behind is not None:
            pdf, pages = join_pdfs([pdf, behind]), pages + count_pages(behind)
    row.pdf, row.pages = seal_bytes(pdf), pages
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    row.layout = [sheet.to_json() for sheet in printed.layout]
    row.save(update_fields=["pdf", "pages", "sha256", "layout"])


def _text(row: Paper, address: list[str], at: datetime) -> LetterText:
    content = unseal(row.content)
    with override(row.language):
        day = local(at).strftime("%Y-%m-%d")
        sender = (
            pick(trust.get_agency(row.agency).name, row.language) if row.agency else gettext("Harbour City")
        )
    return LetterText(
        number=row.number, language=row.language, address=address, sender=sender,
        return_address=settings.POST_RETURN_ADDRESS, day=day, reference=row.application,
        title=content["title"], paragraphs=[part for part in content["body"].split("\n\n") if part.strip()],
    )  # fmt: skip


def _address_of(row: Paper) -> list[str]:
    """Name and address as they stand in the window. Contact says whose and which where it asked for the
    letter; else it is the customer's own."""
    content = unseal(row.content) or {}
    name, address = content.get("name", ""), content.get("address", "")
    if not name and row.customer is not None:
        point = people.find_default_contact(row.customer, "post")
        name = people.get_customer(row.customer, by=POST).named(row.language)
        address = point.value if point else ""
    lines = [line.strip() for line in address.replace("\n", ",").split(",") if line.strip()]
    if not lines and row.returned_why != NO_ADDRESS:
        row.returned_why = NO_ADDRESS
        row.save(update_fields=["returned_why"])
    return [name, *lines] if lines else []


def _place(papers: Sequence[Paper], batch: Batch) -> None:
    envelopes: dict[Any, int] = {}
    for position, row in enumerate(papers, 1):
        row.batch, row.position, row.returned_why = batch, position, ""
        row.envelope = envelopes.setdefault(row.customer, len(envelopes) + 1)
        row.save(update_fields=["batch", "position", "envelope", "returned_why"])


def _sheets(row: Paper) -> int:
    return (row.pages + 1) // 2


def _record(event: Any, batch: Batch, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="batch", subject=batch.id, by=by, at=at,
        data={"number": batch.number, "letters": batch.letters, "pages": batch.pages},
    )  # fmt: skip
