"""Everything about one thread in one reading, and what each button of its page does."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import MessageView, SentFile
from onedoor.doors.desk.suggesting import read_asked, suggest_for, suggest_for_letter
from onedoor.doors.desk.words import DELIVERIES
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.files.limits import LARGEST_FILE
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.people import queries as people
from onedoor.trust import queries as trust

ANSWER = "answer"  # the form in which the answer is written
T = TypeVar("T")


def read_thread(request: HttpRequest, thread: UUID, *, by: Actor, at: datetime) -> dict[str, Any]:
    """The context of the page."""
    rows = contact.list_thread(thread, by=by)
    first, news = rows[0], _find_news(rows, _seen(request))
    known = first.customer if by.may("customers.read") else None
    asked = read_asked(request)
    return {
        "thread": [(row, DELIVERIES[row.state], row in news) for row in rows],
        "first_news": news[0].id if news else None,
        "first": first, "newest": rows[-1], "said": read_said(request, by=by, at=at),
        "asked": asked, "looked_for": True, "into": ANSWER,
        "found": suggest_for(asked, by=by, at=at) if asked else _suggest(rows, by, at),
        "readers": contact.list_readers([first.id], by=by, at=at).get(first.id, []),
        "person": _unless_refused(lambda: people.get_customer(known, by=by)) if known else None,
        "preferences": people.preferences(known, by=by) if known else None,
        "case": _find_case(first, by),
        "joinable": cases.list_cases(known, by=by) if known and not first.case else [],
        "agencies": [one for one in trust.list_agencies() if one.code != first.agency],
    }  # fmt: skip


def read_said(request: HttpRequest, *, by: Actor, at: datetime) -> dict[str, str]:
    """What stands in the boxes: as typed, with the approved answer below it that was just chosen."""
    said: dict[str, str] = {code: request.POST.get(f"text-{code}", "") for code in LANGUAGES}
    if "use" not in request.POST:
        return said
    code = request.POST["use"][:60]
    texts = {
        one: knowledge.get_answer(code, form=Form.LONG, language=one, by=by, at=at).text for one in LANGUAGES
    }
    return {one: "\n\n".join(filter(None, (said[one].rstrip(), texts[one]))) for one in LANGUAGES}


def act(request: HttpRequest, thread: UUID, *, by: Actor, at: datetime) -> str:
    """Do what the pressed button says; in a sentence what came of it."""
    posted = request.POST
    if "close" in posted:
        actions.close_thread(thread=thread, by=by, at=at)
        return _("The thread is closed. If she writes again, it opens again.")
    if "agency" in posted:
        actions.hand_over_thread(thread=thread, agency=posted["agency"], by=by, at=at)
        return _("The thread is with the agency that you chose.")
    if "case" in posted:
        found = cases.get_case(posted["case"], by=by)
        actions.join_thread(thread=thread, case=found.id, by=by, at=at)
        return _("The thread belongs to case %(number)s now.") % {"number": found.number}
    files = [
        SentFile(name=sent.name or "", content=sent.read(LARGEST_FILE + 1))
        for sent in request.FILES.getlist("files")
    ]
    actions.answer_thread(
        thread=thread, body={code: posted.get(f"text-{code}", "") for code in LANGUAGES},
        seen=_seen(request), attachments=files, inbox_will_do="inbox" in posted, by=by, at=at,
    )  # fmt: skip
    return _("Your answer is on its way.")


def _seen(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("seen", ""))
    except ValueError:
        return UUID(int=0)  # nothing was read: whatever stands there is newer


def _find_news(rows: list[MessageView], seen: UUID) -> list[MessageView]:
    """What was written after what the officer had before her."""
    ids = [row.id for row in rows]
    return rows[ids.index(seen) + 1 :] if seen in ids else []


def _suggest(rows: list[MessageView], by: Actor, at: datetime) -> Any:
    """What fits the customer's own words, before anybody has looked for anything."""
    hers = next((row for row in reversed(rows) if row.direction == "in"), None)
    if hers is None or rows[-1].closed_at:
        return []
    spoken, text = next(iter(hers.body.items()))
    return suggest_for_letter(f"{hers.title.get(spoken, '')}\n{text}", spoken, by=by, at=at)


def _find_case(first: MessageView, by: Actor) -> Any:
    """The case of the thread, for whoever may open it."""
    if first.case is None or not by.may("cases.read"):
        return None
    case = first.case
    return _unless_refused(lambda: cases.get_case(case, by=by))


def _unless_refused(read: Callable[[], T]) -> T | None:
    try:
        return read()
    except Refused:
        return None
