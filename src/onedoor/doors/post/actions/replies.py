"""The answers that need nobody: each a letter to the customer, in the words that every door uses."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.contact import actions as contact
from onedoor.doors.post.actions.papers import print_form, write_letter
from onedoor.doors.post.house import POST
from onedoor.doors.post.records import Matter
from onedoor.doors.post.standing import find_answer, say_answer, say_standing
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.people import queries as people
from onedoor.services import queries as services


def reply_status(matter: Matter, *, key: str, at: datetime) -> bool:
    """How the request stands, on paper."""
    if not matter.reference or matter.customer is None:
        return False
    body: dict[str, str] = {
        language: say_standing(matter.reference, customer=matter.customer, language=language, at=at)
        for language in LANGUAGES
    }
    if not all(body.values()):
        return False
    title = _text(_("Where your request stands"))
    write_letter(matter=matter, title=title, body=body, by=POST, at=at, idempotency_key=key)
    return True


def reply_answer(matter: Matter, words: str, *, key: str, at: datetime) -> bool:
    """The answer to a question, where one answer clearly fits."""
    code = find_answer(words, at=at)
    if not code:
        return False
    body: dict[str, str] = {}
    titles: dict[str, str] = {}
    for language in LANGUAGES:
        titles[language], body[language] = say_answer(code, language=language, at=at)
    write_letter(matter=matter, title=titles, body=body, by=POST, at=at, idempotency_key=key)
    return True


def reply_form(matter: Matter, words: str, *, key: str, at: datetime) -> bool:
    """The form of the one service whose name was written, with a letter around it."""
    service = _named(words, at)
    if service is None or matter.customer is None:
        return False
    language = people.preferences(matter.customer).language
    draft = next(
        (one for one in services.list_live_drafts(matter.customer, by=POST) if one.service == service.code),
        None,
    )
    print_form(
        service=service.code, number=draft.number if draft else "", language=language, by=POST, at=at,
        customer=matter.customer,
    )  # fmt: skip
    title = _text(_("The form that you asked for"))
    body = _text(_("The form lies behind this letter. Fill it in, sign it and post or fax it to us."))
    write_letter(matter=matter, title=title, body=body, by=POST, at=at, idempotency_key=key)
    return True


def ring_back(matter: Matter, *, at: datetime) -> bool:
    """A call is owed to the number that we have of her; without one a person looks."""
    phone = people.find_default_contact(matter.customer, "phone") if matter.customer else None
    if phone is None:
        return False
    language = people.preferences(matter.customer).language if matter.customer else ""
    contact.request_call_back(
        number=phone.value,
        customer=matter.customer,
        language=language,
        reason=matter.reference,
        by=POST,
        at=at,
    )
    return True


def _named(words: str, at: datetime) -> Any:
    written = words.casefold()
    found = [
        service
        for service in services.list_services(at=at)
        if any(title.casefold() in written for title in service.title.values() if title)
    ]
    return found[0] if len(found) == 1 else None


def _text(words: Any) -> Text:
    """A lazily translated text in every language of the house."""
    text: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            text[language] = str(words)
    return text
