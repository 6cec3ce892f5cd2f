"""What customers wrote: the list of what waits, and a thread to answer, close, join and hand over."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onedoor.contact import actions
from onedoor.contact import queries as contact
from onedoor.contact.types import ThreadState
from onedoor.doors.desk.frame import show, wants_part
from onedoor.doors.desk.looks import look_for_message
from onedoor.doors.desk.suggesting import read_asked, suggest_for
from onedoor.doors.desk.thread_page import ANSWER, act, read_said, read_thread
from onedoor.doors.desk.words import THREADS
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound, Refused
from onedoor.kernel.files.kinds import MEDIA_TYPES
from onedoor.look.doors import actor_of, door

DRAFTING = {"use", "find"}  # buttons that send nothing


@door(audience="officer", level=3, may="contact.send")
def list_threads(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the oldest first; what was answered and closed, the newest first."""
    by, at = actor_of(request), clock.now()
    wanted = request.GET.get("state", "")
    state = ThreadState(wanted) if wanted in list(ThreadState) else ThreadState.WAITING
    threads = contact.list_threads(state, by=by)
    readers = contact.list_readers([one.id for one in threads], by=by, at=at)
    counts = contact.count_threads(by=by)
    context = {
        "threads": [(one, readers.get(one.id, [])) for one in threads],
        "state": state,
        "states": [(one, THREADS[one], counts[one]) for one in ThreadState],
    }
    return show(request, "desk/threads.html", context)


@sensitive_post_parameters()
@door(audience="officer", level=3, may="contact.send")
def show_thread(request: HttpRequest, thread: UUID) -> HttpResponse:
    """A thread; each button is a form that comes back here. An answer that cannot leave stays in its box,
    under what was written meanwhile."""
    by, at = actor_of(request), clock.now()
    asked = contact.get_message(thread, by=by)
    look_for_message(request, asked, by, at)
    drafts = bool(DRAFTING & set(request.POST))
    if drafts and wants_part(request):
        return show(request, "desk/parts/said.html", {"said": read_said(request, by=by, at=at)})
    refusal: Refused | None = None
    if request.method == "POST" and not drafts:
        try:
            messages.success(request, act(request, asked.thread, by=by, at=at))
            return _after(request, asked.thread)
        except (Invalid, Conflict) as told:
            refusal = told
    context = read_thread(request, asked.thread, by=by, at=at) | {"refusal": refusal}
    actions.note_reading(
        thread=asked.thread, writing=any(text.strip() for text in context["said"].values()), by=by, at=at
    )
    return show(request, "desk/thread.html", context, status=refusal.status if refusal else 200)


@require_POST
@door(audience="officer", level=3, may="contact.send")
def note_reading(request: HttpRequest, thread: UUID) -> HttpResponse:
    """An open page says that it still is, and is told who else is there."""
    by, at = actor_of(request), clock.now()
    actions.note_reading(thread=thread, writing="writing" in request.POST, again=True, by=by, at=at)
    first = contact.get_message(thread, by=by).thread
    newest = contact.list_thread(first, by=by)[-1]
    context = {
        "readers": contact.list_readers([first], by=by, at=at).get(first, []),
        "moved_on": request.POST.get("seen", str(newest.id)) != str(newest.id),
    }
    response = show(request, "desk/parts/readers.html", context)
    response["Cache-Control"] = "no-store"
    return response


@require_POST
@door(audience="officer", level=3, may="contact.send")
def suggest(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Answers while the officer types what to look for; the same list stands on the page without
    JavaScript."""
    by, at = actor_of(request), clock.now()
    first = contact.get_message(thread, by=by).thread
    asked = read_asked(request)
    context = {
        "found": suggest_for(asked, by=by, at=at), "looked_for": bool(asked), "into": ANSWER, "first": first,
    }  # fmt: skip
    return show(request, "desk/parts/suggested_for_thread.html", context)


@door(audience="officer", level=3, may="contact.send")
def open_file(request: HttpRequest, file: UUID) -> HttpResponse:
    """A file of a message, to keep."""
    view, content = contact.get_file(file, by=actor_of(request))
    response = HttpResponse(content, content_type=MEDIA_TYPES.get(view.kind, "text/calendar"))
    response.headers["Content-Disposition"] = f'attachment; filename="file.{view.name.rpartition(".")[2]}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _after(request: HttpRequest, thread: UUID) -> HttpResponse:
    """Back to the thread where only its case changed and it is still hers to read, else to the list."""
    if "case" in request.POST:
        try:
            contact.get_message(thread, by=actor_of(request))
            return redirect("desk:thread", thread=thread)
        except NotFound:
            pass
    return redirect("desk:threads")
