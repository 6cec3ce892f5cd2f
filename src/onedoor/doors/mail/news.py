"""A person's answer goes back to whoever wrote: the words of an officer in an enquiry that came by mail, and
that it is finished. Once the enquiry is known to be a customer's, she hears by the door that she prefers."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.cases import queries as cases
from onedoor.cases.types import ENQUIRY, CaseView
from onedoor.contact import queries as messages
from onedoor.contact.types import Channel, MessageView
from onedoor.doors.mail.answering import answer_to, keep_word
from onedoor.doors.mail.keeping import HOUSE
from onedoor.journal.types import Entry
from onedoor.kernel.errors import NotFound
from onedoor.kernel.events import subscribe
from onedoor.kernel.scope import scoped


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    subscribe("cases.case.noted", on_noted)
    subscribe("cases.case.closed", on_closed)


def on_noted(entry: Entry) -> None:
    """An officer wrote to her. Told twice, it leaves once."""
    with scoped(HOUSE):
        if found := _find_writer(entry):
            case, message = found
            says = [
                note.text
                for note in case.notes
                if note.audience == "citizen"
                and note.written_by_name
                and note.written_at == entry.happened_at
            ]
            _write(entry, case, message, says)


def on_closed(entry: Entry) -> None:
    """What came of it, and how to say how well it went. Told twice, it leaves once."""
    with scoped(HOUSE):
        if found := _find_writer(entry):
            case, message = found
            with override(_language(message)):
                says = [
                    case.reason,
                    _("Your enquiry %(number)s is finished.") % {"number": case.number},
                    _(
                        "How well did we do it? Answer this e-mail with a number from 1 (very poor) to 5 "
                        "(very good). If something is still open, answer in your own words."
                    ),
                ]
            _write(entry, case, message, says)


def _find_writer(entry: Entry) -> tuple[CaseView, MessageView] | None:
    """The enquiry with the mail that it began with; None for every other case."""
    if entry.data.get("kind") != ENQUIRY or entry.case is None or entry.actor_kind != "officer":
        return None
    case = cases.get_case(entry.case, by=HOUSE)
    if case.customer is not None or case.arrival is None:
        return None
    try:
        message = messages.get_message(case.arrival, by=HOUSE)
    except NotFound:  # it began at another door
        return None
    return (case, message) if message.channel is Channel.EMAIL else None


def _write(entry: Entry, case: CaseView, message: MessageView, says: list[str]) -> None:
    address = messages.get_sender(message.id, by=HOUSE)
    text = "\n\n".join(filter(None, says))
    if not (address and text):
        return
    language = _language(message)
    title = answer_to(message.title.get(language, ""))
    keep_word(
        id=name_word(entry.id), to=address, subject=f"{title} [{case.number}]", text=text,
        language=language, thread=message.thread, case=case.id, at=entry.happened_at,
    )  # fmt: skip


def name_word(entry: UUID) -> UUID:
    """The id of the mail that this news becomes."""
    return uuid5(NAMESPACE_URL, f"mail-word/{entry}")


def _language(message: MessageView) -> str:
    return next(iter(message.body), "en")
