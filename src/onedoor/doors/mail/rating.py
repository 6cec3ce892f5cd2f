"""How well it went, said by a mail about something finished: a number or stars, and a word."""

import re
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.cases import queries as cases
from onedoor.contact import queries as messages
from onedoor.doors.mail.answering import keep_reply
from onedoor.doors.mail.conversing import REFERENCE, WRITER
from onedoor.doors.mail.keeping import HOUSE, guess_language, keep_message, may_answer
from onedoor.doors.mail.reading import Mail
from onedoor.feedback import actions as feedback
from onedoor.kernel.errors import Refused
from onedoor.kernel.ids import find_number

LINE = re.compile(r"(?:([1-5])\s*(?:/\s*5|stars?|颗星|星|分)?|(★{1,5})☆{0,4}|(\*{1,5}))\s*[.!。！]?", re.I)


def read_stars(text: str) -> tuple[int, str] | None:
    """The stars that a mail gives in its first line, and what it says below; None where it gives none."""
    first, _break, rest = text.strip().partition("\n")
    found = LINE.fullmatch(first.strip())
    if found is None:
        return None
    digit, stars, asterisks = found.groups()
    return int(digit) if digit else len(stars or asterisks), rest.strip()


def rate_by_mail(mail: Mail, *, thread: UUID | None, at: datetime) -> bool:
    """Whether it was a rating of something finished, and was taken. What was finished is told by the
    reference in the subject, else by the thread that it answers; whoever holds either may rate, and
    reads nothing of it."""
    given = read_stars(mail.text)
    number = _find_finished(mail, thread) if given else None
    if given is None or number is None:
        return False
    stars, comment = given
    try:
        said = feedback.rate(number=number, stars=stars, comment=comment, door="mail", by=WRITER, at=at)
    except Refused:  # too late, or rated by herself before: a person reads it
        return False
    language = guess_language(comment or mail.subject)
    with override(language):
        keep_message(mail, thread=thread, language=language, at=at)
        words = _("Thank you. You can change your rating within seven days.")
        if said.follow_up:
            words = _("Thank you. We look into what went wrong.")
        if may_answer(mail, at):
            keep_reply(mail, text=words, session=None, thread=thread, language=language, at=at)
    return True


def _find_finished(mail: Mail, thread: UUID | None) -> str | None:
    try:
        named = REFERENCE.search(mail.subject)
        number = find_number(named.group()) if named else None
        case = cases.find_case(number, by=HOUSE) if number else None
        if case is None and thread is not None:
            held = messages.get_message(thread, by=HOUSE).case
            case = cases.get_case(held, by=HOUSE) if held else None
    except Refused:
        return None
    return case.number if case is not None and not case.is_open else None
