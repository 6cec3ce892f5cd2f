"""What a customer writes to us: the form, and the message that becomes of it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.contact import actions
from onedoor.contact.types import SentFile
from onedoor.doors.portal.me import customer_of
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, Refused
from onedoor.kernel.files.limits import LARGEST_FILE
from onedoor.kernel.text import pick
from onedoor.look.doors import take_kept_form
from onedoor.look.questions import Option, Question
from onedoor.services import queries as services

CASE, SERVICE, MOST_CASES = "case", "service", 20


def write_down(request: HttpRequest, thread: UUID | None = None) -> Refused | None:
    """Keep what she wrote; the reason where it cannot be taken."""
    actor, customer = customer_of(request)
    kind, _colon, code = ("" if thread else request.POST.get("about", "")).partition(":")
    case = cases.find_case(code, by=actor) if kind == CASE else None
    try:
        actions.receive_message(
            customer=customer, title=request.POST.get("title", ""), text=request.POST.get("text", ""),
            thread=thread, case=case.id if case else None, service=code if kind == SERVICE else "",
            language=request.LANGUAGE_CODE,
            attachments=[
                SentFile(name=sent.name or "", content=sent.read(LARGEST_FILE + 1))
                for sent in request.FILES.getlist("files")
            ],
            by=actor, at=clock.now(),
        )  # fmt: skip
    except Invalid as refusal:
        return refusal
    messages.success(request, _("Your message has reached us."))
    return None


def make_form(request: HttpRequest, refusal: Refused | None, *, new: bool = False) -> dict[str, Any]:
    """The boxes, filled in as they were; a ``new`` message also says what it is about."""
    posted: Any = request.POST if request.method == "POST" else (take_kept_form(request) or {})
    said = {refusal.field or "text": str(refusal.message)} if refusal else {}
    questions = [
        *(_begin(request, posted, said) if new else ()),
        Question(
            name="text", kind="long", label=_("Your message"), value=posted.get("text", ""),
            error=said.get("text", ""),
        ),
    ]  # fmt: skip
    return {
        "questions": questions, "file_error": said.get("files", ""),
        "send_words": _("Send your message") if new else _("Answer"),
        "faults": [one for one in questions if one.error],
    }  # fmt: skip


def _begin(request: HttpRequest, posted: Mapping[str, Any], said: Mapping[str, str]) -> list[Question]:
    """What it is about, if she can say: then it is with the right agency at once."""
    actor, customer = customer_of(request)
    hers = [
        Option(f"{CASE}:{one.number}", f"{pick(one.subject)} · {one.number}")
        for one in cases.list_cases(customer, by=actor, limit=MOST_CASES)
    ]
    offered = [
        Option(f"{SERVICE}:{one.code}", pick(one.title)) for one in services.list_services(at=clock.now())
    ]
    return [
        Question(
            name="about", kind="select", label=_("What is it about?"), required=False,
            hint=_("If you know, it is with the right agency at once. If not, we find out who answers."),
            value=posted.get("about", ""),
            options=[Option("", _("I am not sure, or something else")), *hers, *offered],
        ),
        Question(
            name="title", kind="text", label=_("Subject"), required=False, value=posted.get("title", ""),
            error=said.get("title", ""),
        ),
    ]  # fmt: skip
