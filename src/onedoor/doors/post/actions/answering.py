"""What a letter asks is done where that is certain: how a request stands, an answer, a form, a rating.

Answers leave on paper to the address that we have of the customer, whoever wrote. Whatever is not clear,
and every form, waits for a person, with the clock that runs at every door.
"""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext, override

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.contact.types import Channel, SentFile
from onedoor.doors.post.actions.asked import Asked, read_asked
from onedoor.doors.post.actions.replies import reply_answer, reply_form, reply_status, ring_back
from onedoor.doors.post.house import POST, unseal, unseal_bytes
from onedoor.doors.post.models import Letter, Paper
from onedoor.doors.post.reading.opening import bind_pages
from onedoor.doors.post.records import Matter, find_matter, matter_of, to_letter
from onedoor.doors.post.types import (
    ANSWER_WITHIN,
    CALENDAR,
    FILED,
    LetterState,
    LetterView,
    PaperKind,
)
from onedoor.feedback import actions as feedback
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import LANGUAGES, as_language
from onedoor.people import queries as people
from onedoor.trust.types import CONTACT_CENTRE

LETTER_CASE = "letter"


@action()
def answer(*, letter: UUID, by: Actor, at: datetime) -> LetterView:
    """File a letter whose matter is known and do what it asks. Repeating it changes nothing."""
    row = Letter.objects.select_for_update(of=("self",)).select_related("paper", "scan").get(pk=letter)
    if row.state != LetterState.WAITING or row.customer is None:
        return to_letter(row)
    if row.paper is not None and row.paper.kind == PaperKind.FORM:
        row.why = "verify"
        row.save(update_fields=["why"])
        return to_letter(row)
    asked = read_asked(unseal(row.text), unseal(row.readings) or [])
    if asked.is_rating_unsure or _says_another(row, asked):
        row.why = "check"
        row.save(update_fields=["why"])
        return to_letter(row)
    return do_asked(row, asked, by=by, at=at)


def do_asked(row: Letter, asked: Asked, *, by: Actor, at: datetime) -> LetterView:
    """File the letter, do what is certain of what it asks, and leave the rest to a person."""
    matter = _matter(row)
    file_message(row, matter, asked, by=by, at=at)
    unclear = [ask for ask in asked.asks if not _do(ask, asked, row, matter, at=at)]
    if asked.stars and not _rate(row, matter, asked, at=at):
        unclear.append("rate")
    row.asks = list(asked.asks)
    is_read = bool(asked.asks) or (bool(asked.stars) and asked.words in ("", asked.comment))
    settled = is_read and not unclear and not asked.is_unsure
    if settled:
        settle(row, LetterState.ANSWERED, by=by, at=at)
    else:
        leave_to_person(row, matter, by=by, at=at)
    return to_letter(row)


def file_message(row: Letter, matter: Matter, asked: Asked, *, by: Actor, at: datetime) -> None:
    """The letter as a message of the customer's, in its case: where everything she wrote is read. From now on
    it is its agency's, or the contact centre's where it is none's."""
    row.agency = matter.agency or row.agency or CONTACT_CENTRE
    if row.message is not None or row.customer is None:
        return
    with override(as_language(people.preferences(row.customer).language)):  # it lies in her inbox too
        title = gettext("Letter %(number)s") % {"number": row.number}
        words = asked.words or gettext("Nothing in this letter can be read by machine. See its pages.")
    pages = [unseal_bytes(picture.image) for picture in row.pictures.all()]
    message = contact.receive_message(
        customer=row.customer, text=words[:19_000], title=title, channel=Channel.POST, case=matter.case,
        agency=row.agency, external_id=row.number, by=by, at=at,
        attachments=[SentFile(name=f"{row.number}.pdf", content=bind_pages(pages))],
    )  # fmt: skip
    row.message = message.id
    row.save(update_fields=["message", "agency"])


def leave_to_person(row: Letter, matter: Matter, *, by: Actor, at: datetime) -> None:
    """An open case is whose officer reads it; else a case of its own with the clock of every door."""
    if not matter.is_open:
        subject: dict[str, str] = {
            language: _say(language, "Letter %(number)s", number=row.number) for language in LANGUAGES
        }
        opened = cases.open_case(
            kind=LETTER_CASE, customer=row.customer, agency=row.agency, service="",
            subject=subject, promise=ANSWER_WITHIN, calendar=CALENDAR, by=POST,
            at=row.received_at,
        )  # fmt: skip  # the promise counts from the day on which the letter came
        row.case = opened.id
    row.save(update_fields=["case"])
    settle(row, LetterState.FILED, by=by, at=at)


def settle(row: Letter, state: LetterState, *, by: Actor, at: datetime) -> None:
    """The letter no longer waits in the post room."""
    row.state, row.settled_at, row.why = state, at, ""
    row.settled_by, row.settled_by_name = (by.account, by.name) if by.name else (None, "")
    row.save()
    journal.record(
        FILED, subject_kind="letter-in", subject=row.id, customer=row.customer, agency=row.agency, by=by,
        at=at, case=row.case, data={"number": row.number},
    )  # fmt: skip


def _say(language: str, words: str, **facts: str) -> str:
    with override(language):
        return gettext(words) % facts


def _matter(row: Letter) -> Matter:
    found = find_matter(row.reference) if row.reference else None
    if found is None and row.paper is not None:
        found = matter_of(row.paper)
    return found or Matter(
        reference="", customer=row.customer, agency=row.agency, case=row.case, is_open=False
    )


def _do(ask: str, asked: Asked, row: Letter, matter: Matter, *, at: datetime) -> bool:
    """Whether it could be done without a person."""
    key = f"post-{row.id}-{ask}"
    if ask == "status":
        return reply_status(matter, key=key, at=at)
    if ask == "answer":
        return reply_answer(matter, asked.words, key=key, at=at)
    if ask == "form":
        return reply_form(matter, asked.words, key=key, at=at)
    if ask == "call":
        return ring_back(matter, at=at)
    return False


def _says_another(row: Letter, asked: Asked) -> bool:
    """A sheet that was read before and says another thing now: a second look, or somebody else's cross."""
    rated = row.paper.rated if row.paper is not None else 0
    return bool(rated and asked.stars) and rated != asked.stars


def _rate(row: Letter, matter: Matter, asked: Asked, *, at: datetime) -> bool:
    """A sheet that comes twice, by fax and by post, has said it once: it takes no later word's place."""
    paper = Paper.objects.select_for_update().get(pk=row.paper_id) if row.paper_id else None
    if paper is not None and paper.rated == asked.stars:
        return True
    try:
        feedback.rate(
            number=matter.reference, stars=asked.stars, door="post", comment=asked.comment, by=POST, at=at
        )
    except Refused:  # too early, too late, nothing to rate: a person reads what she wrote
        return False
    if paper is not None:
        paper.rated = asked.stars
        paper.save(update_fields=["rated"])
    return True
