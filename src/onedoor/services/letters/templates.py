"""Letter templates: which variables there are, and the sandbox that fills them in."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, meta, nodes
from jinja2.exceptions import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from onedoor.kernel.clock import local
from onedoor.kernel.documents import Fault
from onedoor.kernel.money import format_money
from onedoor.kernel.text import pick
from onedoor.services.files.schema import ServiceFile

VARIABLES = frozenset(
    {
        "language", "title", "service", "agency", "customer", "application", "values", "lines", "results",
        "computation", "outcome", "payable", "pack", "charge", "letter", "each",
        "brought",
    }
)  # fmt: skip
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


class LetterBroken(ValueError):
    """The template could not be filled in; the text says where."""


def fill(source: str, facts: Mapping[str, Any], language: str) -> str:
    """The body of a letter in one language. Raises LetterBroken."""
    try:
        return environment(language).from_string(source).render(**facts, language=language)
    except TemplateError as error:
        raise LetterBroken(str(error)) from error


@lru_cache(maxsize=4)
def environment(language: str) -> ImmutableSandboxedEnvironment:
    """No attribute of Python's inside is reachable, nothing undefined passes, all text is escaped."""
    made = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.filters.update(
        money=_money,
        day=lambda value: say_day(value, language),
        moment=lambda value: say_moment(value, language),
        figure=lambda value, unit="text": say_figure(value, unit, language),
        say=lambda text: pick(text, language) if isinstance(text, Mapping) else str(text),
    )
    return made


def check_letter(service: ServiceFile, letter: str) -> list[Fault]:
    """What is wrong with a template: it cannot be read, or it names what no letter has."""
    spoken = service.letters[letter]
    file = str(service.folder / spoken.file)
    try:
        source = service.letter_text(letter)
    except OSError:
        return [
            Fault(
                file=file, line=1, message="The letter's template is missing.", remedy=f"Write {spoken.file}."
            )
        ]
    try:
        tree = environment("en").parse(source)
    except TemplateSyntaxError as error:
        return [Fault(file=file, line=error.lineno, message=str(error.message), remedy="Mend the template.")]
    unknown = meta.find_undeclared_variables(tree) - VARIABLES
    faults = [
        Fault(
            file=file,
            line=_line_of(tree, name),
            message=f"'{name}' is not known in a letter.",
            remedy="Use one of: " + ", ".join(sorted(VARIABLES)) + ".",
        )
        for name in sorted(unknown)
    ]
    return faults + _wrong_fields(service, tree, file)


def brought_by(service: ServiceFile) -> set[str]:
    """What the steps bring about, and how each piece of work stands: ``brought`` in a letter."""
    ends = {f"{step.id}_state" for step in service.steps if step.does in ("task", "tell")}
    return ends | {gift.id for step in service.steps for gift in step.gives}


def _line_of(tree: nodes.Template, name: str) -> int:
    return next((node.lineno for node in tree.find_all(nodes.Name) if node.name == name), 1)


def _wrong_fields(service: ServiceFile, tree: nodes.Template, file: str) -> list[Fault]:
    """``values.x``, ``results.x`` and ``brought.x`` that the service does not have."""
    known = {
        "values": set(service.fields),
        "results": {formula.id for pack in service.packs for formula in pack.formulas},
        "brought": brought_by(service),
    }
    return [
        Fault(
            file=file,
            line=node.lineno,
            message=f"'{node.node.name}.{node.attr}' does not exist in this service.",
            remedy="Use one of: " + ", ".join(sorted(known[node.node.name])) + ".",
        )
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name)
        and node.node.name in known
        and node.attr not in known[node.node.name] | {"get", "items", "values", "keys"}
    ]


def _money(value: Any) -> str:
    try:
        return format_money(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def say_day(value: Any, language: str) -> str:
    """``10 March 2025`` or ``2025年3月10日``; also from a text such as ``2025-03-10``."""
    day = value
    if isinstance(value, str):
        day = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(day, datetime) and day.tzinfo:
        day = local(day)
    if language == "zh-hans":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def say_moment(value: Any, language: str) -> str:
    """A day with the time on the clocks of Harbour City."""
    moment = datetime.fromisoformat(value) if isinstance(value, str) else value
    here = local(moment) if moment.tzinfo else moment
    return f"{say_day(here, language)} {here:%H:%M}"


def say_figure(value: Any, unit: str, language: str) -> str:
    """A figure as its unit says."""
    if value is None:
        return "–"
    if isinstance(value, list):
        return ("、" if language == "zh-hans" else ", ").join(
            say_figure(one, unit, language) for one in value
        )
    if unit == "money":
        return _money(value)
    if unit == "rate":
        return f"{(Decimal(str(value)) * 100).normalize():f}%"
    if unit == "date":
        return say_day(value, language)
    if unit == "datetime":
        return say_moment(value, language)
    if isinstance(value, bool) or unit == "boolean":
        words = {"en": ("Yes", "No"), "zh-hans": ("是", "否")}[language]
        return words[0] if value else words[1]
    if isinstance(value, Mapping):
        return pick(value, language) if "en" in value else ", ".join(str(part) for part in value.values())
    if unit == "days":
        return f"{value} 天" if language == "zh-hans" else f"{value} days"
    return str(value)
