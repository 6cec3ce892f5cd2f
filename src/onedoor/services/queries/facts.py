"""The facts of a service that answers name: its promise, fees, days and the figures of its rules."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation

from onedoor.exchange import queries as exchange
from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.clock import local
from onedoor.kernel.money import to_cents
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.drafting import find_season
from onedoor.services.applications.lookup import find_file
from onedoor.services.decide.computing import choose_pack
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.plan import default_steps
from onedoor.services.letters.templates import say_day
from onedoor.services.types import RuleBroken
from onedoor.trust import queries as trust

_OFFICE_HOURS = "business-hours"
_FREE: Text = {"en": "nothing", "zh-hans": "免费"}
_AS_BILLED: Text = {"en": "what the bill shows before you sign", "zh-hans": "以签名前显示的账单为准"}
_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "zh-hans": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
_SPANS = {
    "days": ({"en": "day", "zh-hans": "天"}, {"en": "working day", "zh-hans": "个工作日"}),
    "hours": ({"en": "hour", "zh-hans": "小时"},) * 2,
    "minutes": ({"en": "minute", "zh-hans": "分钟"},) * 2,
}


def tell_facts(service: str, at: datetime) -> Mapping[str, Text]:
    """What is true of ``service`` at ``at`` under names that an answer may use, in every language; of
    the house itself where ``service`` is empty. Nothing for a service that nobody can have."""
    if not service:
        return {"office_hours": _say_hours()}
    file = find_file(service, at=at)
    return dict(_tell(file, at)) if file is not None else {}


def _tell(file: ServiceFile, at: datetime) -> Iterator[tuple[str, Text]]:
    yield from _tell_rules(file, at)
    yield from _tell_limits(file)
    yield "service", dict(file.title)
    yield "agency", dict(trust.get_agency(file.agency).name)
    yield "clock", say_term(file.promise.answer, file.promise.calendar)
    named = [lane.lane for lane in file.promise.lanes]
    for lane in file.promise.lanes:
        if lane.lane != "normal" and named.count(lane.lane) == 1:
            yield f"clock_{lane.lane}", say_term(lane.answer, lane.calendar or file.promise.calendar)
    yield "fee", _AS_BILLED if _asks_money(file) else _FREE
    yield "objection_days", _say_number(Decimal(file.objection_days))
    last = file.seasons[-1] if file.seasons else None
    if (season := find_season(file, local(at).date()) or last) is not None:
        for name in ("opens", "closes", "notice", "due"):
            if (day := getattr(season, name)) is not None:
                yield name, {language: say_day(day, language) for language in LANGUAGES}


def _asks_money(file: ServiceFile) -> bool:
    return bool(file.fees) or any(step.does == "pay" for step in default_steps(file))


def _tell_rules(file: ServiceFile, at: datetime) -> Iterator[tuple[str, Text]]:
    """The figures that the law in force on the day writes down: amounts as dollars, others bare."""
    try:
        pack = choose_pack(file, at=local(at).date())
    except RuleBroken:
        return
    for name, constant in pack.constants.items():
        try:
            figure = Decimal(str(constant.value))
        except InvalidOperation:
            continue  # a list of words is no fact to tell
        yield name, _say_figure(figure, constant.unit)


def _tell_limits(file: ServiceFile) -> Iterator[tuple[str, Text]]:
    """The limits of what is answered by yes or no alone, under the fields' own names: they stand in the
    agreement, and whoever asks about the service wants to know them."""
    own = [
        one
        for one in exchange.list_agreements()
        if one.receiver == file.agency and file.service in one.services
    ]
    for id, field in file.fields.items():
        for agreement in own:
            if (question := agreement.asks.get(field.asks)) is not None:
                amount = question.at_most if question.at_most is not None else question.at_least
                if amount is not None:
                    yield id, _say_money(amount)
                elif question.years is not None:
                    yield id, _say_number(Decimal(question.years))


def _say_figure(figure: Decimal, unit: str) -> Text:
    if unit == "money":
        return _say_money(figure)
    if unit == "rate":
        return {
            "en": f"{(figure * 100).normalize():f} percent",
            "zh-hans": f"{(figure * 100).normalize():f}%",
        }
    return _say_number(figure)


def say_term(written: str, calendar: str) -> Text:
    """``P5D`` as ``5 working days`` and ``5 个工作日``."""
    term = Term.parse(written)
    hours, minutes = divmod(term.minutes, 60) if term.minutes != 60 else (0, 60)
    working = calendar == "working-days"
    said: dict[str, list[str]] = {language: [] for language in LANGUAGES}
    for name, count in (("days", term.days), ("hours", hours), ("minutes", minutes)):
        if count:
            unit = _SPANS[name][working]
            said["en"].append(f"{count} {unit['en']}{'' if count == 1 else 's'}")
            said["zh-hans"].append(f"{count} {unit['zh-hans']}")
    return {language: " ".join(parts) for language, parts in said.items()}


def _say_money(amount: Decimal) -> Text:
    cents = to_cents(amount)
    figure = f"{cents:,.0f}" if cents == cents.to_integral_value() else f"{cents:,.2f}"
    return {"en": f"{figure} dollar{'' if cents == 1 else 's'}", "zh-hans": f"{figure} 元"}


def _say_number(figure: Decimal) -> Text:
    plain = f"{figure.normalize():f}"
    return dict.fromkeys(LANGUAGES, plain)


def _say_hours() -> Text:
    """The week of the counters, days with the same hours together."""
    hours = get_calendar(_OFFICE_HOURS).hours
    spans: list[tuple[int, int, str]] = []
    for day in sorted(hours):
        windows = ", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in hours[day])
        if spans and spans[-1][1] == day - 1 and spans[-1][2] == windows:
            spans[-1] = (spans[-1][0], day, windows)
        elif windows:
            spans.append((day, day, windows))
    return {language: _join(spans, language) for language in LANGUAGES}


def _join(spans: list[tuple[int, int, str]], language: str) -> str:
    days, to, between = _DAYS[language], *((" to ", ", ") if language == "en" else ("至", "，"))
    return between.join(
        f"{days[first]}{to + days[last] if last > first else ''} {windows}" for first, last, windows in spans
    )


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
