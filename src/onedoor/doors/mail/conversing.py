"""A conversation by mail: a question in one's own words is answered at once where an answer is known, and
by a person where it is not; everything else goes by the choices that the answer lists."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.cases import actions as cases
from onedoor.cases.types import CaseView
from onedoor.dialogue import actions as dialogue
from onedoor.dialogue import queries as dialogues
from onedoor.dialogue.types import Ending, Expects, Profile, Task, Then, Turn
from onedoor.doors.mail.answering import keep_reply, write_turn
from onedoor.doors.mail.keeping import HOUSE, ask_who, find_place, guess_language, keep_message, may_answer
from onedoor.doors.mail.models import Correspondence
from onedoor.doors.mail.reading import Mail
from onedoor.kernel.actors import ANONYMOUS
from onedoor.kernel.errors import NotFound, Refused
from onedoor.kernel.ids import find_number
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.look.templatetags.look import moment
from onedoor.services import queries as services
from onedoor.trust import queries as trust

PROFILE = Profile(door="mail", form=Form.LONG, choices=8)
WRITER = replace(ANONYMOUS, door="mail")
ADDRESS, ASKED = "mail-address", "mail-asked"
REFERENCE = re.compile(r"\b[A-Z]{2}-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b", re.I)
CLEAR, MOST_LINES, MOST_REFERENCES, MOST_HITS = 2, 20, 3, 3
WHOLE = ("text", "address")


def converse(mail: Mail, *, session: UUID | None, at: datetime) -> None:
    """Deal with a mail that goes on with a conversation, or begins one."""
    row = _take_up(mail, session, at)
    with override(row.language):
        turn, said = _hear(mail, row, at)
        row.heard_at = at
        row.save()
        if may_answer(mail, at):
            text = "\n\n".join([*said, *([write_turn(turn)] if turn else [])])
            keep_reply(mail, text=text, session=row.session, language=row.language, at=at)


def continue_thread(mail: Mail, *, thread: UUID, at: datetime) -> None:
    """It is put with what it answers, and somebody reads it within two working days. Nothing of the thread
    goes back: whoever sent it has proved nothing."""
    language = guess_language(mail.text)
    with override(language):
        kept, refused = keep_message(mail, thread=thread, language=language, at=at)
        case = cases.open_enquiry(
            customer=None, text=mail.text or mail.subject or "-", title=mail.subject, door="mail",
            interaction=kept.id, place=find_place(mail), by=HOUSE, at=at,
        )  # fmt: skip
        ask_who(mail, contact_of=kept.id, at=at)
        if may_answer(mail, at):
            said = "\n\n".join([*refused, _say_passed_on(case)])
            keep_reply(mail, text=said, session=None, thread=thread, language=language, at=at)


def _take_up(mail: Mail, session: UUID | None, at: datetime) -> Correspondence:
    """The conversation that is answered, as long as it goes on; else a new one."""
    if session is not None:
        row = Correspondence.objects.select_for_update().filter(session=session).first()
        if row is not None and _find_turn(row, at) is not None:
            return row
    language = guess_language(mail.text or mail.subject)
    turn = dialogue.begin(profile=PROFILE, language=language, by=WRITER, at=at)
    return Correspondence(
        address=trust.blind_index(mail.sender.lower(), ADDRESS), session=turn.session, language=language,
        heard_at=at,
    )  # fmt: skip


def _find_turn(row: Correspondence, at: datetime) -> Turn | None:
    try:
        return dialogues.get_turn(row.session, by=WRITER, at=at)
    except NotFound:
        return None


def _hear(mail: Mail, row: Correspondence, at: datetime) -> tuple[Turn | None, list[str]]:
    """The turn that is due now, if any, and what is said before it."""
    turn = _find_turn(row, at)
    assert turn is not None
    lines = [line.strip() for line in mail.text.splitlines() if line.strip()]
    if row._state.adding or not _goes_on(turn, lines):
        return _answer_freely(mail, row, turn, at)
    replies = [mail.text] if turn.kind in WHOLE else lines[:MOST_LINES]
    for place, line in enumerate(replies):
        if place and not _goes_on(turn, [line]):
            break
        turn = dialogue.reply(session=row.session, text=line, by=WRITER, at=at)
        if turn.then is not Then.LISTEN or turn.task is Task.IDENTIFY:
            break
    return _lead_on(mail, row, turn, at)


def _goes_on(turn: Turn, lines: list[str]) -> bool:
    """Whether what was written replies to what was asked. Words where a choice was asked are a question."""
    if not lines:
        return False
    if turn.expects is not Expects.CHOICE:
        return True
    first = lines[0].rstrip(".)。").casefold()
    return any(first in (option.key, option.text.casefold()) for option in turn.options)


def _lead_on(mail: Mail, row: Correspondence, turn: Turn, at: datetime) -> tuple[Turn | None, list[str]]:
    if turn.then in (Then.PERSON, Then.CALL_BACK):
        return None, _hand_over(mail, row, at)
    if turn.task is Task.IDENTIFY:
        # No PIN ever travels by mail: what needs to know who she is goes on where she can sign in.
        dialogue.end_session(session=row.session, how=Ending.DONE, by=WRITER, at=at)
        words = _(
            "For this we must know who you are, and an e-mail proves nothing. Sign in here, and you go on "
            "with what we hold already: %(address)s"
        )
        return None, [words % {"address": f"{settings.PUBLIC_URL}/services/"}]
    return turn, []


def _answer_freely(
    mail: Mail, row: Correspondence, turn: Turn, at: datetime
) -> tuple[Turn | None, list[str]]:
    """Words of her own: kept, and answered with the status of what they name, with the answer that fits, or
    by a person. Words again after an answer mean that it did not help."""
    kept, said = keep_message(mail, thread=row.message, language=row.language, at=at)
    row.asked = trust.seal(mail.text or mail.subject or "-", purpose=ASKED)
    row.message = row.message or kept.id
    found = list(_list_statuses(f"{mail.subject}\n{mail.text}", row, at)) or list(_find_answer(mail, row, at))
    if row.helped or not found:
        return None, said + _hand_over(mail, row, at, message=kept.id)
    row.helped = 1
    said += found
    said.append(_("If this does not answer you, write 0 or your question again, and a person answers you."))
    return turn, said


def _list_statuses(text: str, row: Correspondence, at: datetime) -> Iterator[str]:
    numbers = dict.fromkeys(filter(None, map(find_number, REFERENCE.findall(text[:5_000]))))
    for number in list(numbers)[:MOST_REFERENCES]:
        try:
            words = dialogues.say_status(number, form=PROFILE.form, language=row.language, by=WRITER, at=at)
        except Refused as refusal:
            words = str(refusal.message)
        yield f"{number}: {words}"


def _find_answer(mail: Mail, row: Correspondence, at: datetime) -> Iterator[str]:
    letter = f"{mail.subject}\n{mail.text}"
    hits = knowledge.find_answers_in(letter, language=row.language, by=WRITER, at=at)
    if not hits:
        return
    answer = knowledge.get_answer(
        hits[0].code, form=Form(PROFILE.form), language=row.language, by=WRITER, at=at
    )
    yield f"{answer.title}\n\n{answer.text}\n\n{_link(answer.code)}"
    others = [hit for hit in hits[1:MOST_HITS] if hit.score * CLEAR > hits[0].score]
    if others:
        yield _("Other answers that may be meant:")
        yield "\n".join(f"{hit.title}\n{_link(hit.code)}" for hit in others)


def _link(code: str) -> str:
    return f"{settings.PUBLIC_URL}/help/{code}/"


def _hand_over(mail: Mail, row: Correspondence, at: datetime, *, message: UUID | None = None) -> list[str]:
    """A person answers what was asked; without a question, what was written now is one."""
    asked = trust.unseal(bytes(row.asked), purpose=ASKED) if row.asked else mail.text or mail.subject or "-"
    case = cases.open_enquiry(
        customer=None, text=asked, title=mail.subject, door="mail", interaction=message or row.message,
        place=services.find_district_of(f"{mail.subject}\n{asked}"), by=HOUSE, at=at,
    )  # fmt: skip
    if kept := message or row.message:
        ask_who(mail, contact_of=kept, at=at)
    dialogue.end_session(session=row.session, how=Ending.HANDED_OVER, by=WRITER, at=at)
    return [_say_passed_on(case)]


def _say_passed_on(case: CaseView) -> str:
    words = _("Thank you. A person answers you by %(day)s. Your reference is %(number)s.")
    return words % {"day": moment(case.promised_at), "number": case.number}
