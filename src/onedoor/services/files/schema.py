"""The service file (``service.yaml``): all that makes a service, in the words of its owners.

What is left out has a sensible default; a twelve-line file is a working service. The reference
page and the JSON Schema for editors are generated from this module.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, PrivateAttr, model_validator
from pydantic import Field as Described

from onedoor.kernel.text import Text
from onedoor.services.files.packs import NamedFormula, RulePack
from onedoor.services.files.questions import Choice, Known, Page, Question, ValueType
from onedoor.services.files.steps import Exit, Fee, Letter, Party, Step
from onedoor.services.files.words import (
    AgencyCode,
    Code,
    Day,
    Formula,
    Name,
    Shape,
    Term,
    Version,
    Words,
)

Door = Literal["portal", "counter", "api", "phone", "text", "email", "post", "kiosk", "tv", "village"]
Lane = Literal["urgent", "fast", "normal"]


class Assurance(Shape):
    """How sure the house must be of who acts (OMB M-04-04 levels)."""

    look: int = Described(2, ge=0, le=4, description="Level needed to see the application.")
    sign: int = Described(2, ge=0, le=4, description="Level needed to sign it; a step-up is asked then.")


class LanePromise(Shape):
    """A faster promise for those who need it."""

    lane: Lane
    when: Formula = Described(description="Condition over the values; the first lane that holds is taken.")
    answer: Term
    calendar: str = Described("", description="Empty: the calendar of the normal promise.")
    text: Words | None = Described(None, description="Why this lane, said to the person.")


class Promise(Shape):
    """The service's charter: when an answer comes, shown before applying, measured after."""

    answer: Term = "P5D"
    calendar: str = Described("working-days", description="A file of catalogue/calendars.")
    lanes: tuple[LanePromise, ...] = ()


class Season(Shape):
    """A yearly round in which government drafts for everybody."""

    id: str = Described(description="Name of the round, such as YA2025.")
    period: Version = Described(description="The period that values are asked for, such as 2024.")
    opens: Day
    closes: Day = Described(description="Last day to sign or to object to the draft.")
    notice: Day = Described(description="Day on which those who did nothing get their notice.")
    due: Day | None = Described(None, description="Day on which payment is due.")
    unsigned: Literal["assess", "expire", "remind"] = Described(
        "remind",
        description=(
            "What becomes of a draft that nobody signed by the day of notice: assess it as prepared, "
            "when nothing is missing, disputed or amended; let it expire; or only remind."
        ),
    )
    remind_days: int = Described(
        7, ge=0, le=60, description="So many days before it closes, those who have not signed are reminded."
    )


class Outputs(Shape):
    """Which formulas answer the person."""

    outcome: Name | None = Described(None, description="Formula that names the decision by a code.")
    payable: Name | None = Described(None, description="Formula that gives the amount to pay.")
    explain: tuple[Name, ...] = Described((), description="Lines shown first; empty: every formula.")
    flags: tuple[Name, ...] = Described(
        (), description="Formulas that are noted in the case, for the officer, when they are true."
    )
    outcomes: dict[str, Words] = Described({}, description="What each code of the outcome means.")
    each: "EachOutcome | None" = Described(
        None, description="An outcome for every entry of a list, such as for every child."
    )


class EachOutcome(Shape):
    """An outcome of its own for every entry of a list. Its formulas say ``each`` for the same list."""

    of: Name = Described(description="The list: a group that repeats, or a known value with many entries.")
    name: Name = Described(description="The part by which an entry is called.")
    outcome: Name = Described(description="Formula that names the decision on an entry by a code.")
    explain: tuple[Name, ...] = Described((), description="Formulas shown for an entry.")
    outcomes: dict[str, Words] = Described({}, description="What each code means.")


class Proactive(Shape):
    """Government comes first: who is found, what she is told, and what one tap does.

    Only where scope and standard are clear and the data complete (no questions left to ask).
    """

    match: Formula = Described(
        description="Over known values only: whoever it holds for is offered the service."
    )
    watches: tuple[Code, ...] = Described((), description="Registers whose news make us look again.")
    daily: bool = Described(False, description="Looks at everybody in question once a day as well.")
    by_law: dict[Name, Words] = Described(
        {},
        description="Protected values that the match may use because the law itself makes them a "
        "condition, each with that law. Everybody can read it.",
    )
    notice: Words = Described(description="What she reads: what is hers, and why we think so.")
    basis: Words = Described(description="Which facts and which law it rests on, said to her.")
    confirm: Literal["one-tap", "sign", "silent"] = Described(
        "one-tap",
        description=(
            "one-tap: she says yes, at the level of 'assurance: sign'; sign: she looks and signs; silent: "
            "given without asking where the law allows it, and she is told."
        ),
    )
    lapses: Term = Described("P60D", description="How long the offer stands.")
    deadline: Formula = Described(
        "", description="Over known values: the last day, as a date; reminded seven days before."
    )
    right: tuple[str, ...] = Described(
        (),
        description="Outcomes that show that the finding was right; any other is a false positive.",
    )


class Pilot(Shape):
    """A version that only a cohort gets first, with what is expected of it."""

    cohort: Formula = Described(
        description="Over known values; 'share' is a number from 0 to 99 that belongs to each customer. "
        "Never over a protected attribute."
    )
    hypothesis: Words
    measure: Name = Described(description="take_up, on_time, satisfaction, minutes or completed.")
    baseline: Formula = Described(description="The measure before, as a number.")
    target: Formula = Described(description="From here it is scaled; below it is stopped.")
    until: Day = Described(description="Day of the decision.")


class Duplicates(Shape):
    """Reports that are about the same thing are one piece of work."""

    place: Name = Described(description="The question with the location.")
    within_metres: int = Described(30, ge=1, le=1000)
    within: Term = Described("P14D", description="Not longer ago than this.")
    same: tuple[Name, ...] = Described((), description="Answers that must be equal, such as the kind.")


class Reports(Shape):
    """Makes the service a way to report what is wrong at a place: each answer of ``kind`` is a type of
    request of Open311 GeoReport v2, and what was reported stands on the public map without its reporter.
    """

    kind: Name = Described(description="The choice that says what is reported.")
    place: Name = Described(description="The question with the location.")
    description: Name | None = Described(
        None, description="What is wrong, in words; shown to everybody without addresses and numbers."
    )
    photo: Name | None = Described(None, description="The question with a picture of it.")
    media_url: Name | None = Described(None, description="The question with the address of a picture.")
    email: Name | None = Described(None, description="Where who reports wants to be told; never shown.")
    phone: Name | None = None
    first_name: Name | None = None
    last_name: Name | None = None

    def named(self) -> dict[str, str]:
        """The questions it names, by what each is for."""
        return {use: field for use, field in self.model_dump().items() if field}


class ServiceFile(Shape):
    """One service, as read from ``catalogue/<service>/service.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    service: Code
    version: Version = "1"
    title: Words
    summary: Words | None = None
    agency: AgencyCode
    together_with: tuple[AgencyCode, ...] = Described(
        (), alias="with", description="Agencies that take part."
    )
    for_whom: tuple[Literal["person", "business", "charity"], ...] = Described(("person",), alias="for")
    purpose: str = Described(
        "", description="What every disclosure it causes will say. Default: the service's name."
    )
    basis: str = Described("consent", description="Statute or consent under which values are used.")
    privacy_assessment: str = Described(
        "", description="Number of the approved privacy assessment; needed with know."
    )
    assurance: Assurance = Assurance()
    promise: Promise = Promise()
    leads: Name | None = Described(
        None,
        description=(
            "Formula that names the agency which leads, by its code. Default, also where it names "
            "none that takes part: 'agency'."
        ),
    )
    life_event: Code | None = Described(
        None, description="The event of a life to which it belongs; a name of life-events.yaml."
    )
    sponsor: str = Described("", description="Who stands for it at the top: a post, not a person.")
    owner: str = Described("", description="Who answers for the whole way across agencies: a post.")
    anonymous: bool = Described(
        False, description="May be used without signing in and without a name (assurance 0)."
    )
    many_at_once: bool = Described(
        False, description="A customer may have several under way; else she goes on with the one she has."
    )
    proactive: Proactive | None = None
    pilot: Pilot | None = None
    duplicates: Duplicates | None = None
    reports: Reports | None = None
    seasons: tuple[Season, ...] = ()
    know: dict[Name, Known] = {}
    ask: tuple[Page, ...] = ()
    exits: tuple[Exit, ...] = Described((), description="Where the form is not for this person.")
    parties: dict[Name, Party] = Described({}, description="Others who take part and confirm.")
    fees: tuple[Fee, ...] = Described((), description="The lines of the bill.")
    rules: tuple[str, ...] = Described((), description="Rule packs, one for each span of dates.")
    formulas: tuple[NamedFormula, ...] = Described((), description="Rules of a small service, written here.")
    outputs: Outputs = Outputs()
    steps: tuple[Step, ...] = ()
    letters: dict[Code, Letter] = {}
    doors: dict[Door, Literal["full"] | tuple[Literal["status", "ask", "sign", "pay"], ...]] = {}
    objection_days: int = Described(
        30, ge=0, le=365, description="Days after a decision in which it can be objected to; 0: none."
    )
    measures: tuple[str, ...] = ("take_up", "on_time", "satisfaction")
    retention: Term = Described("P7Y", description="How long applications are kept after they end.")
    examples: str = Described(
        "examples/*.yaml", description="Given values and what the rules must make of them."
    )

    @model_validator(mode="before")
    @classmethod
    def _purpose_is_the_service(cls, given: Any) -> Any:
        """A disclosure always says what for: the service itself, where the file says nothing else."""
        if isinstance(given, dict) and not given.get("purpose"):
            return {**given, "purpose": given.get("service", "")}
        return given

    _folder: Path = PrivateAttr(Path())
    _by_id: dict[str, "Field"] = PrivateAttr(default_factory=dict)
    _packs: tuple[RulePack, ...] = PrivateAttr(())

    @property
    def folder(self) -> Path:
        """Where the file and its letters, packs and examples lie."""
        return self._folder

    @property
    def packs(self) -> tuple[RulePack, ...]:
        """The rule packs, oldest first."""
        return self._packs

    @property
    def fields(self) -> Mapping[str, "Field"]:
        """Every field by id, in the order in which a person meets them."""
        if not self._by_id:
            self._by_id.update((field.id, field) for field in _fields(self))
        return self._by_id

    def field(self, field: str) -> "Field":
        """The field ``field``. KeyError if the service has none of that name."""
        return self.fields[field]

    def season(self, id: str) -> Season:
        """The round ``id``. KeyError if there is none."""
        return {season.id: season for season in self.seasons}[id]

    def letter_text(self, letter: str) -> str:
        """The Jinja source of a letter."""
        return (self._folder / self.letters[letter].file).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a service needs to know, wherever it comes from.

    ``origin`` is know (a register has it) or ask. ``many`` fields hold a list: of plain
    values, or of mappings of their ``parts``.
    """

    id: str
    origin: Literal["know", "ask"]
    type: ValueType
    text: Text
    help: Text
    unit: str
    many: bool
    required: bool
    parts: tuple["Field", ...]
    choices: tuple[Choice, ...]
    page: str = ""
    enable_when: str = ""
    register: str = ""
    attribute: str = ""
    period: str = ""
    combine: str = "latest"
    take: str = "value"
    correct: tuple[str, ...] = ()
    show: bool = True
    initial: Any = None
    grade: str = "D"
    stands_in_for: str = ""
    asks: str = ""


def _fields(service: ServiceFile) -> Iterator[Field]:
    for id, known in service.know.items():
        yield _known(id, known)
    for page in service.ask:
        for question in page.items:
            yield from _asked(question, page.page, page.enable_when)


def _known(id: str, known: Known) -> Field:
    parts = tuple(Field(p.id, "know", p.type, p.text, {}, p.unit, False, False, (), ()) for p in known.parts)
    return Field(
        id,
        "know",
        "group" if parts else known.type,
        known.text,
        known.help or {},
        known.unit,
        known.many or known.combine == "list",
        known.required,
        parts,
        known.choices,
        register=known.held_by,
        attribute=known.attribute,
        period=known.period,
        combine="list" if known.many else known.combine,
        take=known.take,
        correct=known.correct,
        show=known.show,
        asks=known.asks or "",
    )


def _asked(question: Question, page: str, condition: str) -> Iterator[Field]:
    """A question's field; a group that does not repeat is only a heading over its questions."""
    both = " and ".join(f"({part})" for part in (condition, question.enable_when) if part)
    if question.type == "group" and not question.repeats:
        for item in question.items:
            yield from _asked(item, page, both)
        return
    parts = tuple(part for item in question.items for part in _asked(item, page, ""))
    yield Field(
        question.id,
        "ask",
        question.type,
        question.text,
        question.help or {},
        question.unit,
        question.repeats,
        question.required,
        parts,
        question.choices,
        page=page,
        enable_when=both,
        initial=question.initial,
        grade="C" if question.type == "file" else question.grade,
        stands_in_for=question.stands_in_for or "",
    )
