"""Writing answers: drafts and their approval, what to read again, what helped, what is missing."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from onedoor.cases import queries as cases
from onedoor.doors.desk.frame import show, typed
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound, Refused
from onedoor.kernel.text import as_language
from onedoor.knowledge import actions
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import VersionView, Wording
from onedoor.look.doors import actor_of, door
from onedoor.services import queries as services

_AREA = forms.Textarea(attrs={"rows": 3})


class WordingForm(forms.Form):
    """All the words of an answer, both languages side by side."""

    code = forms.CharField(
        label=_("Code"), help_text=_("Small letters and hyphens, such as move-cost."), max_length=80
    )
    service = forms.ChoiceField(label=_("Service that it explains"), required=False)
    title_en = forms.CharField(label=_("Question, in English"), max_length=200)
    title_zh = forms.CharField(label=_("Question, in Chinese"), max_length=200)
    answer_en = forms.CharField(
        label=_("Answer, in English"),
        help_text=_("One sentence that fits a text message. Name figures as facts, such as {clock}."),
        max_length=400,
        widget=_AREA,
    )
    answer_zh = forms.CharField(label=_("Answer, in Chinese"), max_length=400, widget=_AREA)
    points_en = forms.CharField(
        label=_("Points, in English"), help_text=_("One on each line."), required=False, widget=_AREA
    )
    points_zh = forms.CharField(
        label=_("Points, in Chinese"), help_text=_("The same ones, in the same order."), required=False,
        widget=_AREA,
    )  # fmt: skip
    also_en = forms.CharField(label=_("Other words people use, in English"), required=False)
    also_zh = forms.CharField(label=_("Other words people use, in Chinese"), required=False)
    internal_en = forms.CharField(label=_("For officers only, in English"), required=False, widget=_AREA)
    internal_zh = forms.CharField(label=_("For officers only, in Chinese"), required=False, widget=_AREA)
    note = forms.CharField(label=_("What changed, and why"), required=False, max_length=500)

    def __init__(self, data: Any = None, *, code: str = "", initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        listed = [(one.code, as_title(one.title)) for one in services.list_services(at=clock.now())]
        choices = [("", _t("None")), *listed]
        self.fields["service"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        if code:
            del self.fields["code"], self.fields["service"]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if len(lines(given.get("points_en"))) != len(lines(given.get("points_zh"))):
            self.add_error("points_zh", _t("Write as many points in Chinese as in English."))
        return given

    def wording(self) -> Wording:
        given = self.cleaned_data
        pairs = zip(lines(given["points_en"]), lines(given["points_zh"]), strict=True)
        return Wording(
            title=_both(given, "title"),
            sentence=_both(given, "answer"),
            points=tuple({"en": english, "zh-hans": chinese} for english, chinese in pairs),
            also=_both(given, "also"),
            internal=_both(given, "internal"),
        )


class ApproveForm(forms.Form):
    """From which day it holds; none: at once."""

    begins = forms.DateField(
        label=_("Holds from"), help_text=_("Leave it empty: from now."), required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )  # fmt: skip


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
        typed(request), code=code, initial=_fill_in(latest[0]) if latest else {"service": service}
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
            form.add_error(_field(refusal, form), str(refusal.message))
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
        "texts": [(name, text) for name, text in _list_texts(row) if any(text.values())],
        "language": language,
        "before": [one for one in knowledge.list_versions(row.code, by=by) if one.id != row.id],
        "refused": refused,
        "form": ApproveForm(),
        "may_write": by.may("knowledge.write"),
        "may_approve": by.may("knowledge.approve") and row.written_by != by.account,
    }
    return show(request, "desk/answer_version.html", context, status=status)


def _list_texts(row: VersionView) -> list[tuple[str, dict[str, str]]]:
    words = row.wording
    named = [(_t("The question"), words.title), (_t("Answer"), words.sentence)]
    named += [(_t("Point"), point) for point in words.points]
    named += [(_t("Other words"), words.also or {}), (_t("For officers only"), words.internal or {})]
    return [(name, {"en": text.get("en", ""), "zh": text.get("zh-hans", "")}) for name, text in named]


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


def _fill_in(row: VersionView) -> dict[str, Any]:
    words = row.wording
    filled: dict[str, Any] = {"note": ""}
    named = {"title": words.title, "answer": words.sentence, "also": words.also, "internal": words.internal}
    for name, text in named.items():
        filled |= {f"{name}_en": (text or {}).get("en", ""), f"{name}_zh": (text or {}).get("zh-hans", "")}
    filled["points_en"] = "\n".join(point["en"] for point in words.points)
    filled["points_zh"] = "\n".join(point["zh-hans"] for point in words.points)
    return filled


def _field(refusal: Refused, form: WordingForm) -> str | None:
    wanted = {"title": "title_en", "answer": "answer_en", "points": "points_en"}.get(
        refusal.field, refusal.field
    )
    return wanted if wanted in form.fields else None


def _both(given: dict[str, Any], name: str) -> dict[str, str]:
    return {"en": given[f"{name}_en"].strip(), "zh-hans": given[f"{name}_zh"].strip()}


def lines(text: str | None) -> list[str]:
    """The lines of a field that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def as_title(text: Any) -> str:
    """A title in the reader's language."""
    return str(text.get(as_language(get_language())) or text.get("en"))
