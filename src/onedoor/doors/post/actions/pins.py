"""Letters with a PIN: ordered elsewhere, printed in batches of their own, seen by nobody but who opens one.

A PIN is drawn while its sheet is set. It stands on that sheet and nowhere else, and the sheet is gone from
here when the print house has posted it.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.doors.post.actions.batches import place, record_batch
from onedoor.doors.post.actions.manifest import count_sheets
from onedoor.doors.post.actions.setting import find_address
from onedoor.doors.post.house import POST, SEND, as_door, require, seal_bytes, sign
from onedoor.doors.post.models import Batch, Paper, PinSheet
from onedoor.doors.post.paper.letters import LetterText, join_pdfs, print_letters
from onedoor.doors.post.records import to_batch
from onedoor.doors.post.types import BATCH_MADE, BatchState, BatchView, PaperKind, PaperState
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_number
from onedoor.people import queries as people
from onedoor.trust import actions as trust


@action()
def queue_pin_letter(*, order: UUID, customer: UUID, by: Actor, at: datetime) -> None:
    """The letter of an order waits for the next batch; told twice, there is one. For the house."""
    if by.kind != "system":
        raise NotAllowed("post.house_only", say("Only the house does this."))
    Paper.objects.get_or_create(
        message=order,
        defaults={
            "number": new_number("PL"), "kind": PaperKind.PIN, "state": PaperState.MADE,
            "customer": customer, "language": people.preferences(customer).language, "made_at": at,
        },
    )  # fmt: skip


@action(may=SEND)
def make_pin_batch(*, by: Actor, at: datetime, limit: int = 100) -> BatchView | None:
    """Every letter with a PIN that waits, as a batch that nobody opens; None where none does. A letter whose
    order ended, or whose address was changed or taken away since, is not printed."""
    require(by, SEND)
    with as_door(by):
        rows = Paper.objects.select_for_update(of=("self",)).filter(
            kind=PaperKind.PIN, state=PaperState.MADE, batch=None
        )
        drawn = [one for row in rows.order_by("made_at")[:limit] if (one := _draw(row, at))]
        return _print(drawn, by=by, at=at) if drawn else None


def _draw(row: Paper, at: datetime) -> tuple[Paper, LetterText] | None:
    assert row.message is not None  # its order
    address = find_address(row)
    if not address:
        trust.end_door_pin_order(order=row.message, by=POST, at=at)
    pin = trust.draw_door_pin(order=row.message, by=POST, at=at) if address else ""
    if not pin:
        row.delete()
        return None
    return row, _text(row, address, pin, at)


def _print(drawn: Sequence[tuple[Paper, LetterText]], *, by: Actor, at: datetime) -> BatchView:
    papers = [row for row, _text in drawn]
    printed = print_letters([text for _row, text in drawn], window=settings.POST_WINDOW, sign=sign)
    for row, one in zip(papers, printed, strict=True):
        row.pages, row.sha256 = one.pages, hashlib.sha256(one.pdf).hexdigest()
        row.layout = [sheet.to_json() for sheet in one.layout]
        row.save(update_fields=["pages", "sha256", "layout"])
        PinSheet.objects.create(paper=row, pdf=seal_bytes(one.pdf))
    batch = Batch.objects.create(
        number=new_number("PB"), state=BatchState.MADE, letters=len(papers), is_secret=True, made_at=at,
        pages=sum(row.pages for row in papers), sheets=sum(count_sheets(row) for row in papers),
        sha256=hashlib.sha256(join_pdfs([one.pdf for one in printed])).hexdigest(),
    )  # fmt: skip
    place(papers, batch)
    record_batch(BATCH_MADE, batch, by=by, at=at)
    return to_batch(batch)


def _text(row: Paper, address: Sequence[str], pin: str, at: datetime) -> LetterText:
    with override(row.language):
        return LetterText(
            number=row.number, language=row.language, address=address, sender=say("Harbour City"),
            return_address=settings.POST_RETURN_ADDRESS,
            day=local(at).strftime("%Y-%m-%d"), reference="", title=say("Your PIN for the telephone"),
            pin=pin,
            paragraphs=[
                say(
                    "With this PIN you say who you are when you call us. The automatic voice asks for your "
                    "customer number and then for the PIN: press its six digits."
                ),
                say(
                    "Only the automatic voice, and our own kiosks, text line and TV page, ask for it. None "
                    "of us does: no officer, no caller, no visitor, no message. Whoever asks you for it is "
                    "cheating. Hang up and call us."
                ),
                say(
                    "A machine drew this PIN while this letter was printed, and nobody here knows it. Any "
                    "PIN that you had before has ended. Learn it by heart, then tear up this letter. If you "
                    "forget it, order another."
                ),
                say(
                    "If you did not order this letter, call us at once or come to any counter: we see to it "
                    "that the PIN opens nothing, and look at who ordered it."
                ),
            ],
        )  # fmt: skip
