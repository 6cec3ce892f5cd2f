"""The forms of answers: every word of one in both languages, and from which day it holds."""

from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import as_language
from onedoor.knowledge.types import VersionView, Wording
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


def fill_in(row: VersionView) -> dict[str, Any]:
    """The form filled with a version, to word it anew."""
    words = row.wording
    filled: dict[str, Any] = {"note": ""}
    named = {"title": words.title, "answer": words.sentence, "also": words.also, "internal": words.internal}
    for name, text in named.items():
        filled |= {f"{name}_en": (text or {}).get("en", ""), f"{name}_zh": (text or {}).get("zh-hans", "")}
    filled["points_en"] = "\n".join(point["en"] for point in words.points)
    filled["points_zh"] = "\n".join(point["zh-hans"] for point in words.points)
    return filled


def _both(given: dict[str, Any], name: str) -> dict[str, str]:
    return {"en": given[f"{name}_en"].strip(), "zh-hans": given[f"{name}_zh"].strip()}


def lines(text: str | None) -> list[str]:
    """The lines of a field that say something."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


def as_title(text: Any) -> str:
    """A title in the reader's language."""
    return str(text.get(as_language(get_language())) or text.get("en"))


def find_field(refusal: Refused, form: WordingForm) -> str | None:
    """At which question of the form a refusal is shown."""
    wanted = {"title": "title_en", "answer": "answer_en", "points": "points_en"}.get(
        refusal.field, refusal.field
    )
    return wanted if wanted in form.fields else None


def list_texts(row: VersionView) -> list[tuple[str, dict[str, str]]]:
    """Each part of a wording by its name, in both languages."""
    words = row.wording
    named = [(_t("The question"), words.title), (_t("Answer"), words.sentence)]
    named += [(_t("Point"), point) for point in words.points]
    named += [(_t("Other words"), words.also or {}), (_t("For officers only"), words.internal or {})]
    return [(name, {"en": text.get("en", ""), "zh": text.get("zh-hans", "")}) for name, text in named]
