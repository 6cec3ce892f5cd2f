"""What customers wrote: the list of what waits, and a thread to answer, to close and to hand over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import SentFile
from onedoor.doors.desk.frame import show
from onedoor.doors.desk.looks import look_for_message
from onedoor.doors.desk.words import DELIVERIES
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, Refused
from onedoor.kernel.files.kinds import MEDIA_TYPES
from onedoor.kernel.files.limits import LARGEST_FILE
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.trust import queries as trust


@door(audience="officer", level=3, may="contact.send")
def list_threads(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first."""
    return show(request, "desk/threads.html", {"waiting": contact.list_unanswered(by=actor_of(request))})


@sensitive_post_parameters()
@door(audience="officer", level=3, may="contact.send")
def show_thread(request: HttpRequest, thread: UUID) -> HttpResponse:
    """A thread; each button is a form that comes back here. An answer that cannot leave stays in its box,
    under what was written meanwhile."""
    by, at = actor_of(request), clock.now()
    asked = contact.get_message(thread, by=by)
    look_for_message(request, asked, by, at)
    refusal: Refused | None = None
    if request.method == "POST" and not {"use", "find"} & set(request.POST):
        try:
            messages.success(request, _act(request, asked.thread))
            return redirect("desk:threads")
        except (Invalid, Conflict) as told:
            refusal = told
    context = _read(request, asked.thread, by) | {"refusal": refusal}
    return show(request, "desk/thread.html", context, status=refusal.status if refusal else 200)


@door(audience="officer", level=3, may="contact.send")
def open_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """A file of a message, to keep."""
    view, content = contact.get_file(file, by=actor_of(request))
    response = HttpResponse(content, content_type=MEDIA_TYPES.get(view.kind, "text/calendar"))
    response.headers["Content-Disposition"] = f'attachment; filename="file.{view.name.rpartition(".")[2]}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _act(request: HttpRequest, thread: UUID) -> str:
    by, at, posted = actor_of(request), clock.now(), request.POST
    if "close" in posted:
        actions.close_thread(thread=thread, by=by, at=at)
        return _("The thread is closed. If she writes again, it opens again.")
    if "agency" in posted:
        actions.hand_over_thread(thread=thread, agency=posted["agency"], by=by, at=at)
        return _("The thread is with the agency that you chose.")
    files = [
        SentFile(name=sent.name or "", content=sent.read(LARGEST_FILE + 1))
        for sent in request.FILES.getlist("files")
    ]
    actions.answer_thread(
        thread=thread, body={code: posted.get(f"text-{code}", "") for code in LANGUAGES},
        seen=_seen(posted.get("seen", "")), attachments=files, inbox_will_do="inbox" in posted, by=by, at=at,
    )  # fmt: skip
    return _("Your answer is on its way.")


def _seen(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nothing was read: whatever stands there is newer


def _read(request: HttpRequest, thread: UUID, by: Actor) -> dict[str, Any]:
    rows = contact.list_thread(thread, by=by)
    first, posted = rows[0], request.POST
    known = first.customer is not None and by.may("customers.read")
    said: dict[str, str] = {code: posted.get(f"text-{code}", "") for code in LANGUAGES}
    if "use" in posted:
        said = _take_over(posted["use"][:60], said, by)
    wanted = posted.get("asked", "")[:200].strip()
    language, at = get_language() or "en", clock.now()
    return {
        "thread": [(row, DELIVERIES[row.state]) for row in rows],
        "first": first, "newest": rows[-1], "said": said, "asked": wanted,
        "person": people.get_customer(first.customer, by=by) if known and first.customer else None,
        "preferences": people.preferences(first.customer, by=by) if known and first.customer else None,
        "found": knowledge.find_answers(wanted, language=language, by=by, at=at) if wanted else [],
        "agencies": [one for one in trust.list_agencies() if one.code != first.agency],
    }  # fmt: skip


def _take_over(code: str, said: dict[str, str], by: Actor) -> dict[str, str]:
    """The approved answer in both languages, below what was typed."""
    at = clock.now()
    texts = {
        one: knowledge.get_answer(code, form=Form.LONG, language=one, by=by, at=at).text for one in LANGUAGES
    }
    return {one: "\n\n".join(filter(None, (said[one], texts[one]))) for one in LANGUAGES}
