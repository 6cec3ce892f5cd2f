"""Where people stop in a service's form: for its designers, without anybody in it."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Sum
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.text import Text
from onedoor.services.applications.lookup import get_file, list_files
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application, PageCount

FEWEST = 10  # of fewer people nothing is told
SPAN = timedelta(days=90)
MOST_ERRORS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStops:
    """One page. A count is None where it is of fewer than ten, ``share`` where it cannot be told."""

    page: str
    title: Text
    shown: int | None
    saved: int | None
    faulty: int | None
    left: int | None
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionErrors:
    """How often a question had to be mended."""

    question: Text
    page: Text
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Stops:
    """Ninety days of a service's form. ``minutes`` is the median from beginning to signing."""

    service: str
    title: Text
    version: str
    since: datetime
    pages: tuple[PageStops, ...]
    errors: tuple[QuestionErrors, ...]
    exits: int | None
    signed: int | None
    minutes: float | None


def list_designed(*, by: Actor) -> list[tuple[str, Text]]:
    """(code, title) of every service with questions, for who designs services."""
    _check(by)
    return [(file.service, file.title) for file in list_files() if file.ask]


def get_stops(service: str, *, by: Actor, at: datetime, door: str = "") -> Stops:
    """Where people stop in the present version of a service. Raises NotFound."""
    _check(by)
    file = get_file(service)
    since = at - SPAN
    rows = PageCount.objects.filter(
        service=service,
        version=file.version,
        day__gte=local(since).date(),
        **({"door": door} if door else {}),
    )
    counts: Counter[tuple[str, str, str]] = Counter()
    for page, question, what, count in rows.values_list("page", "question", "what").annotate(Sum("count")):
        counts[page, question, what] = count
    signed, minutes = _minutes(file, since, door)
    return Stops(
        service=service,
        title=file.title,
        version=file.version,
        since=since,
        pages=tuple(_page(page.page, page.title or file.title, counts) for page in file.ask),
        errors=tuple(_errors(file, counts)),
        exits=_told(sum(n for (_p, _q, what), n in counts.items() if what == "exit")),
        signed=_told(signed),
        minutes=minutes,
    )


def _check(by: Actor) -> None:
    if not by.may("services.design"):
        raise NotAllowed(
            "services.design.refused", _("Your role does not allow this."), needs="services.design"
        )


def _told(count: int) -> int | None:
    return count if count >= FEWEST else None


def _page(page: str, title: Text, counts: Counter[tuple[str, str, str]]) -> PageStops:
    """Who was shown a page and did not save it has stopped there, or gone back."""
    shown, saved = counts[page, "", "shown"], counts[page, "", "saved"]
    left = max(0, shown - saved - counts[page, "", "faulty"])
    return PageStops(
        page=page,
        title=title,
        shown=_told(shown),
        saved=_told(saved),
        faulty=_told(counts[page, "", "faulty"]),
        left=_told(left) if shown >= FEWEST else None,
        share=min(1.0, saved / shown) if shown >= FEWEST and saved >= FEWEST else None,
    )


def _errors(file: ServiceFile, counts: Counter[tuple[str, str, str]]) -> list[QuestionErrors]:
    pages = {page.page: page.title or file.title for page in file.ask}
    found = [(n, p, q) for (p, q, what), n in counts.items() if what == "error" and n >= FEWEST]
    return [
        QuestionErrors(question=_question_text(file, question), page=pages.get(page, file.title), count=count)
        for count, page, question in sorted(found, reverse=True)[:MOST_ERRORS]
    ]


def _question_text(file: ServiceFile, question: str) -> Text:
    """A question of a group is named ``helpers.name``."""
    group, _dot, part = question.partition(".")
    field = file.fields.get(group)
    if field is None:
        return {"en": question, "zh-hans": question}
    inside = next((one for one in field.parts if one.id == part), None)
    return {lang: f"{text}: {inside.text[lang]}" if inside else text for lang, text in field.text.items()}


def _minutes(file: ServiceFile, since: datetime, door: str) -> tuple[int, float | None]:
    """How many were signed, and the median of their minutes. One begun by the house counts from when
    it was drafted, which is not a person's time, so those are left out."""
    rows = Application.objects.filter(
        service=file.service, version=file.version, signed_at__gte=since, created_at__gte=since
    ).exclude(door="batch")
    rows = rows.filter(door=door) if door else rows
    signed = rows.aggregate(n=Count("id"))["n"]
    if signed < FEWEST:
        return signed, None
    spans = sorted(rows.annotate(span=F("signed_at") - F("created_at")).values_list("span", flat=True))
    return signed, round(spans[len(spans) // 2].total_seconds() / 60, 1)
