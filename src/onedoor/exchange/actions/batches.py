"""Files of partners: taken in whole or refused whole, with a receipt either way."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import BinaryIO

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.feeds import FEEDS, Feed, Row
from onedoor.exchange.intake.files import as_stream, fingerprint
from onedoor.exchange.intake.reading import Reading, read_file
from onedoor.exchange.landing import Landing
from onedoor.exchange.models import Batch, Partner
from onedoor.exchange.queries.batches import view_receipt
from onedoor.exchange.queries.partners import names_organisation
from onedoor.exchange.types import BATCH_RECEIVED, BATCH_REFUSED, BatchState, Receipt
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.ids import new_id, new_number
from onedoor.kernel.scope import scoped
from onedoor.people.rules import check_identifier

CHUNK = 5_000


@action(may="partner.push")
def receive_batch(
    *, partner: str, feed: str, file: bytes | BinaryIO, filename: str, by: Actor, at: datetime
) -> Receipt:
    """Take in a partner's file and give its receipt.

    Good rows become reported values, each bad row keeps its codes, rows of unknown people wait 30
    days. A file that cannot be trusted as a whole (E08, E09, F01-F09) leaves nothing but a refused
    receipt. The same file again gives the first receipt again. ``file`` may be an open binary file
    and is read in pieces.
    """
    if by.kind != "system" and by.partner != partner:
        raise NotAllowed("exchange.batch.not_yours", _("You can send data of your own organisation only."))
    if feed not in FEEDS:
        raise NotFound("exchange.feed.unknown", _("There is no such feed."))
    with scoped(SYSTEM):
        sender = Partner.objects.filter(code=partner).first()
        if sender is None:
            raise NotFound("exchange.partner.unknown", _("There is no such partner."))
        return _receive(sender, FEEDS[feed], as_stream(file), filename, by, at)


def _receive(sender: Partner, feed: Feed, file: BinaryIO, filename: str, by: Actor, at: datetime) -> Receipt:
    batch = Batch(
        id=new_id(),
        number=new_number("B"),
        partner=sender.code,
        feed=feed.code,
        filename=_file_name(filename),
        state=BatchState.RECEIVED,
        received_at=at,
        received_by=by.account,
    )
    try:
        batch.sha256, _size = fingerprint(file)
        known = _first_receipt(batch)
        if known is not None:
            return replace(view_receipt(known), repeated=True)
        with transaction.atomic():
            _take_in(batch, sender, feed, file, by, at)
    except FileRefused as refusal:
        return _refuse(batch, refusal, by, at)
    journal.record(
        BATCH_RECEIVED,
        subject_kind="batch",
        subject=batch.id,
        by=by,
        at=at,
        data={
            "number": batch.number,
            "partner": batch.partner,
            "feed": batch.feed,
            "period": batch.period,
            "rows": batch.rows,
            "accepted": batch.accepted,
            "rejected": batch.rejected,
            "parked": batch.parked,
        },
    )
    return view_receipt(batch)


def _first_receipt(batch: Batch) -> Batch | None:
    """The receipt of the very same file; two arriving at once wait for each other here."""
    key = f"{batch.partner}/{batch.feed}/{batch.sha256}"
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    return Batch.objects.filter(
        partner=batch.partner, feed=batch.feed, sha256=batch.sha256, state=BatchState.RECEIVED
    ).first()


def _take_in(batch: Batch, sender: Partner, feed: Feed, file: BinaryIO, by: Actor, at: datetime) -> None:
    if feed.partner_kind != sender.kind:
        raise FileRefused("F09")
    parts = read_file(feed, file, is_id=check_identifier, latest_year=local(at).year)
    reading = next(parts)
    assert isinstance(reading, Reading)
    batch.period, batch.indicator = reading.header.period, reading.header.indicator
    if not names_organisation(sender, reading.header.organisation):
        raise FileRefused("F07", detail="organisationIDNo")
    if reading.header.amends and not _has_original(batch):
        raise FileRefused("E09")
    batch.save(force_insert=True)
    landing = Landing(batch, sender, feed, by=by, at=at)
    rows = (part for part in parts if isinstance(part, Row))
    for chunk in _chunks(rows):
        landing.land(chunk)
    batch.save()


def _has_original(batch: Batch) -> bool:
    return Batch.objects.filter(
        partner=batch.partner, feed=batch.feed, period=batch.period, indicator="O", state=BatchState.RECEIVED
    ).exists()


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while chunk := list(islice(rows, CHUNK)):
        yield chunk


def _refuse(batch: Batch, refusal: FileRefused, by: Actor, at: datetime) -> Receipt:
    """Nothing of the file stays but this row."""
    batch.state, batch.code, batch.line = BatchState.REFUSED, refusal.code, refusal.line
    batch.rows = batch.accepted = batch.rejected = batch.parked = 0
    batch.amount = batch.amount * 0
    batch.detail = refusal.detail[:200]
    batch.save(force_insert=True)
    journal.record(
        BATCH_REFUSED,
        subject_kind="batch",
        subject=batch.id,
        by=by,
        at=at,
        data={"number": batch.number, "partner": batch.partner, "feed": batch.feed, "code": refusal.code},
    )
    return view_receipt(batch)


def _file_name(text: str) -> str:
    """The file's own name without folders and control characters."""
    name = text.replace("\\", "/").rpartition("/")[2]
    return "".join(c for c in name if c.isprintable())[:120] or "file"
