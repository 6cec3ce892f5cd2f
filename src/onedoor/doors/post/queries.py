"""Reads of the post door, for officers who work with letters and for the house."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.access import get_visible, is_mail_room, visible_letters
from onedoor.doors.post.actions.manifest import write_files
from onedoor.doors.post.actions.setting import NO_ADDRESS
from onedoor.doors.post.house import READ, SEND, require, unseal_bytes
from onedoor.doors.post.models import Batch, Paper, Picture, Scan
from onedoor.doors.post.reading.senders import read_sender
from onedoor.doors.post.records import to_batch, to_letter, to_paper
from onedoor.doors.post.types import BatchView, LetterState, LetterView, PaperState, PaperView, Sender
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.people import queries as people
from onedoor.people.types import Candidate

MOST_SENDERS = 5


def list_waiting_letters(*, by: Actor, limit: int = 200) -> list[LetterView]:
    """Letters that wait for a person, those due first."""
    rows = visible_letters(by).filter(state=LetterState.WAITING)
    return [to_letter(row) for row in rows.order_by("due_at", "id")[:limit]]


def list_settled_letters(*, by: Actor, limit: int = 20) -> list[LetterView]:
    """What was filed, answered or set aside last."""
    rows = visible_letters(by).exclude(state=LetterState.WAITING)
    return [to_letter(row) for row in rows.order_by("-settled_at", "-id")[:limit]]


def list_refused_scans(*, by: Actor, since: datetime) -> list[tuple[datetime, str, str]]:
    """Files that could not be read: when, from where, why. Somebody scans these letters again. They may be
    anybody's, so the mail room alone is told."""
    require(by, READ)
    if not is_mail_room(by):
        return []
    rows = Scan.objects.filter(state="refused", taken_at__gte=since).order_by("-taken_at")[:20]
    return [(row.taken_at, row.source, row.fault) for row in rows]


def get_letter(letter: UUID, *, by: Actor) -> LetterView:
    """The letter with its words and readings. Raises NotFound."""
    return to_letter(get_visible(letter, by), opened=True)


def get_picture(letter: UUID, position: int, *, by: Actor) -> bytes:
    """A page of a letter as a JPEG. Raises NotFound."""
    row = Picture.objects.filter(letter=get_visible(letter, by), position=position).first()
    if row is None:
        raise NotFound("post.letter_unknown", _("There is no such letter."))
    return unseal_bytes(row.image)


def list_senders(letter: UUID, *, by: Actor, at: datetime) -> list[Sender]:
    """Who among those known may have written a letter that nobody is sure of, the likeliest first; only for a
    role that finds customers. Nothing is filed by this: what was only written is a person's to judge."""
    found = get_letter(letter, by=by)
    if found.state != LetterState.WAITING or found.customer is not None or not by.may("customers.find"):
        return []
    likely = people.resolve(read_sender(found.text), by=by, at=at)
    return [_sender(one, by) for one in likely.candidates[:MOST_SENDERS]]


def _sender(candidate: Candidate, by: Actor) -> Sender:
    person = people.get_customer(candidate.customer, by=by)
    return Sender(
        customer=candidate.customer, name=person.name, name_zh=person.name_zh, birth_date=person.birth_date,
        identifier=people.masked_identifier(candidate.customer), share=round(100 * candidate.chance),
        agrees=tuple(one.field for one in candidate.reasons if one.weight > 0),
        differs=tuple(one.field for one in candidate.reasons if one.weight < 0),
    )  # fmt: skip


def list_letters_of(customer: UUID, *, by: Actor, limit: int = 20) -> list[LetterView]:
    """The letters that a customer sent us and ``by`` may read, newest first."""
    rows = visible_letters(by).filter(customer=customer).order_by("-received_at")
    return [to_letter(row) for row in rows[:limit]]


def list_batches(*, by: Actor, limit: int = 20) -> list[BatchView]:
    """The latest batches."""
    require(by, SEND)
    return [to_batch(row) for row in Batch.objects.order_by("-made_at")[:limit]]


def get_batch_files(number: str, *, by: Actor) -> dict[str, bytes]:
    """The PDF and the manifests of a batch, by file name. All agencies' letters lie in it, so only the mail
    room opens it; those of a batch with PINs are given to the print house alone, and to it until it posted
    them. Raises NotFound."""
    require(by, SEND)
    row = Batch.objects.filter(number=number).first() if is_mail_room(by) else None
    if row is None or (row.is_secret and row.posted_at is not None):
        raise NotFound("post.batch_unknown", _("There is no such batch."))
    if row.is_secret and by.kind != "system":
        raise NotAllowed("post.pins_unseen", _("Nobody here opens a batch of letters with PINs."))
    return write_files(row)


def list_unsent(*, by: Actor) -> list[BatchView]:
    """Batches that the print house has not yet said to have printed."""
    require(by, SEND)
    return [to_batch(row) for row in Batch.objects.filter(posted_at=None).order_by("made_at")]


def list_spent(*, by: Actor, since: datetime) -> list[str]:
    """Numbers of batches with PINs that were posted since then: their PDFs are to be nowhere any more."""
    require(by, SEND)
    rows = Batch.objects.filter(is_secret=True, posted_at__gte=since)
    return list(rows.values_list("number", flat=True))


def list_undeliverable(*, by: Actor, limit: int = 50) -> list[PaperView]:
    """Letters that came back, and those that cannot leave since no postal address is known: an agency's
    own, the mail room's all."""
    require(by, SEND)
    back = Paper.objects.filter(state=PaperState.RETURNED) | Paper.objects.filter(returned_why=NO_ADDRESS)
    back = back if is_mail_room(by) else back.filter(agency=by.agency)
    return [to_paper(row) for row in back.order_by("-made_at")[:limit]]


def get_pdf(number: str, *, by: Actor) -> bytes:
    """A printed letter or form. Raises NotFound."""
    require(by, SEND)
    row = Paper.objects.filter(number=number).exclude(pdf=None).first()
    if row is None:
        raise NotFound("post.paper_unknown", _("We posted no letter of this number. Check it."))
    return unseal_bytes(row.pdf)
