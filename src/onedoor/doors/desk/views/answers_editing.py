"""Writing answers: drafts and their approval, what to read again, what helped, what is missing."""

from datetime import datetime, time
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.desk.answer_forms import ApproveForm, WordingForm, fill_in, find_field, list_texts
from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from onedoor.kernel.text import as_language
from onedoor.knowledge import actions
from onedoor.knowledge import queries as knowledge
from onedoor.look.doors import actor_of, door


@door(audience="officer", level=3)
def home(request: HttpRequest) -> HttpResponse:
    """All that waits for those who write answers."""
    by, at = actor_of(request), clock.now()
    context = {
        "drafts": knowledge.list_drafts(by=by),
        "stale": knowledge.list_stale(by=by, at=at),
        "helpful": knowledge.list_helpfulness(by=by, at=at),
        "unanswered": knowledge.list_unanswered(by=by),
        "may_write": by.may("knowledge.write"),
    }
    return show(request, "desk/answers_editors.html", context)


@door(audience="officer", level=3)
def parity(request: HttpRequest) -> HttpResponse:
    """Whether every door says the same."""
    report = knowledge.check_parity(by=actor_of(request), at=clock.now())
    return show(request, "desk/answers_parity.html", {"report": report})


@door(audience="officer", level=3)
def write(request: HttpRequest, code: str = "") -> HttpResponse:
    """A new wording, or a new answer; out of a solved case only its service comes along."""
    by, at = actor_of(request), clock.now()
    number = request.GET.get("case", "")
    latest = knowledge.list_versions(code, by=by) if code else []
    service = latest[0].service if latest else _service_of_case(number, by)
    form = WordingForm(
        typed(request), code=code, initial=fill_in(latest[0]) if latest else {"service": service}
    )
    if form.is_valid():
        save = actions.propose_answer if number or not by.may("knowledge.write") else actions.draft_answer
        try:
            made = save(
                code=code or form.cleaned_data["code"], wording=form.wording(),
                note=form.cleaned_data["note"],
                service=service if code else form.cleaned_data["service"], by=by, at=at,
            )  # fmt: skip
            return redirect("desk:answer-version", made.id)
        except Refused as refusal:
            form.add_error(find_field(refusal, form), str(refusal.message))
    facts = knowledge.list_fact_names(form.data.get("service", service) or service, at=at)
    context = {"form": form, "code": code, "facts": facts, "case": number}
    return show(request, "desk/answer_write.html", context, status=422 if form.errors else 200)


@door(audience="officer", level=3)
def show_version(request: HttpRequest, version: UUID) -> HttpResponse:
    """One wording with what may be done with it, and those before it."""
    return _show_version(request, version)


@require_POST
@door(audience="officer", level=3)
def act(request: HttpRequest, version: UUID, act: str) -> HttpResponse:
    """Offer, approve or throw away a draft."""
    by, at = actor_of(request), clock.now()
    try:
        if act == "offer":
            actions.offer_draft(version=version, by=by, at=at)
        elif act == "discard":
            actions.discard_draft(version=version, by=by, at=at)
        elif act == "approve":
            begins = _read_begins(request, at)
            actions.approve_draft(version=version, by=by, at=at, effective_from=begins)
        else:
            raise NotFound("answer.act", _("There is no such step."))
    except (Invalid, NotAllowed) as refusal:
        return _show_version(request, version, refused=refusal.message, status=refusal.status)
    messages.success(request, _t("Done."))
    return redirect("desk:answer-version", version)


@require_POST
@door(audience="officer", level=3)
def review(request: HttpRequest, code: str) -> HttpResponse:
    """It was read again and still holds."""
    actions.review_answer(code=code, by=actor_of(request), at=clock.now())
    messages.success(request, _t("Noted: this answer still holds."))
    return redirect("desk:answers-editors")


def _show_version(
    request: HttpRequest, version: UUID, *, refused: object = "", status: int = 200
) -> HttpResponse:
    by = actor_of(request)
    row = knowledge.get_version(version, by=by)
    language = as_language(get_language())
    context = {
        "version": row,
        "texts": [(name, text) for name, text in list_texts(row) if any(text.values())],
        "language": language,
        "before": [one for one in knowledge.list_versions(row.code, by=by) if one.id != row.id],
        "refused": refused,
        "form": ApproveForm(),
        "may_write": by.may("knowledge.write"),
        "may_approve": by.may("knowledge.approve") and row.written_by != by.account,
    }
    return show(request, "desk/answer_version.html", context, status=status)


def _read_begins(request: HttpRequest, at: datetime) -> datetime | None:
    form = ApproveForm(request.POST)
    if not form.is_valid():
        raise Invalid(
            "answer.begins", _("Write the day as year-month-day, such as 2025-04-01."), field="begins"
        )
    day = form.cleaned_data["begins"]
    if day is None or day == clock.local(at).date():
        return None
    return datetime.combine(day, time(), clock.ZONE)


def _service_of_case(number: str, by: Actor) -> str:
    """Only which service it was about: nothing of the person goes into an answer."""
    if not number:
        return ""
    case = cases.get_case(number, by=by)
    if case.closed_at is None:
        raise NotAllowed("answer.case_open", _("Finish the case first: only what solved it helps others."))
    return str(case.service)
