"""What doors see of an application, and the events of its life."""

from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.events import Event
from onedoor.kernel.text import Text
from onedoor.services.decide.fees import FeeLine
from onedoor.services.types import Decision, EntryOutcome, FileView, FormPage, Line, Value


class ApplicationState(StrEnum):
    DRAFT = "draft"
    CHECKING = "checking"
    SIGNED = "signed"
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


STATE_SAYS = {
    ApplicationState.DRAFT: _("Not signed yet"),
    ApplicationState.CHECKING: _("Being checked"),
    ApplicationState.SIGNED: _("Signed"),
    ApplicationState.DECIDED: _("Decided"),
    ApplicationState.CLOSED: _("Finished"),
    ApplicationState.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A value in the document, and the revision in which it last changed."""

    value: Value
    revision: int = 1
    reason: str = ""
    case: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One figure of an entry that has several, such as the date of a donation."""

    id: str
    label: Text
    value: Any
    type: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueLine:
    """A value as it is shown: where it came from, and what may be done when it is not right.

    ``shown`` is the value that the rules use: the person's own (``declared``) where there is one,
    else the ``offered`` one, which always stays as it came.
    """

    field: str
    index: int
    label: Text
    help: Text
    type: str
    unit: str
    choices: tuple[Any, ...]
    shown: Any
    parts: tuple[Part, ...]
    offered: Value | None
    declared: Value | None
    reason: str
    state: str
    case: UUID | None
    can_amend: bool
    can_dispute: bool
    can_weigh: bool = False

    @property
    def can_correct(self) -> bool:
        """Whether there is anything to be done about it."""
        return self.can_amend or self.can_dispute or self.can_weigh

    @property
    def source(self) -> Value:
        """The value whose source, date and grade stand beside the figure."""
        value = self.declared or self.offered
        assert value is not None
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenConsent:
    """A consent (``code`` of its agreement) with which the house fills in ``values`` of a draft, or could."""

    code: str
    title: Text
    values: tuple[Text, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineGroup:
    """Lines that belong together. ``code`` is a register's or a page's."""

    code: str
    title: Text
    lines: tuple[ValueLine, ...]
    can_add: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StepView:
    """One act on the way. ``state`` is done, now, later or skipped. ``ends`` says how an agency's work
    ended where it is not simply done (refused, failed, undone, late), ``reasons`` why; ``page`` is
    the page of questions to answer now. ``is_delayed``: the agency could not be reached so far."""

    id: str
    title: Text
    by: str
    by_name: Text
    does: str
    state: str
    you_must_act: bool
    ends: str = ""
    reasons: tuple[Text, ...] = ()
    page: str = ""
    since: datetime | None = None
    due_at: datetime | None = None
    ended_at: datetime | None = None
    is_delayed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseView:
    """When an answer comes: ``answer`` within working time of ``calendar``, in this lane."""

    lane: str
    answer: str
    calendar: str
    text: Text
    promised_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStatus:
    """A page of questions; ``complete`` when nothing on it is left to answer."""

    id: str
    title: Text
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is different from what the person saw. ``shown`` or ``now`` is None where there is none."""

    kind: str  # value | line | pack
    code: str
    label: Text
    shown: Any
    now: Any
    unit: str = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationCard:
    """An application in a list."""

    id: UUID
    number: str
    customer: UUID
    service: str
    title: Text
    season: str
    agency: str
    state: ApplicationState
    payable: Any
    you_must_act: bool
    created_at: datetime
    changed_at: datetime
    signed_at: datetime | None
    closes: date | None
    case: UUID | None
    charge: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far an unsigned application is, and no value of it. ``page`` is the first that is open."""

    number: str
    service: str
    title: Text
    season: str
    agency: str
    door: str
    state: ApplicationState
    page: Text
    done: int
    total: int
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExitView:
    """The form is over early, because it is not for this person: why, and the service that is there
    instead. ``page`` is where the answer stands that makes it so, to mend it."""

    id: str
    title: Text
    text: Text
    instead: str
    instead_title: Text
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationView:
    """Everything a door needs to show an application; two doors can show nothing different.

    ``revision`` and ``fingerprint`` go back with the signature: they say what was seen.
    ``decision`` is None while ``missing`` answers are needed. ``changes`` is what is different
    from what was drafted or seen last. ``recomputes`` says whether the rules give to the cent what
    was stored and, later, signed.
    """

    id: UUID
    number: str
    customer: UUID
    service: str
    title: Text
    version: str
    season: str
    agency: str
    agencies: tuple[str, ...]
    door: str
    state: ApplicationState
    revision: int
    fingerprint: str
    groups: tuple[LineGroup, ...]
    computation: tuple[Line, ...]
    decision: Decision | None
    payable: Any
    outcome: Text
    pack: str
    pack_title: Text
    pages: tuple[PageStatus, ...]
    missing: tuple[str, ...]
    steps: tuple[StepView, ...]
    promise: PromiseView
    sign_level: int
    can_sign: bool
    can_change: bool
    changes: tuple[Change, ...]
    recomputes: bool
    created_at: datetime
    changed_at: datetime
    signed_at: datetime | None
    closed_at: datetime | None
    closes: date | None
    assisted_by: UUID | None
    case: UUID | None
    charge: UUID | None
    assessed_at: datetime | None = None
    object_until: date | None = None
    can_object: bool = False
    objection: UUID | None = None
    ended: str = ""
    newer_version: str = ""  # the version to which it may move, since its own was taken back
    each: tuple[EntryOutcome, ...] = ()
    files: tuple[FileView, ...] = ()
    exit: ExitView | None = None
    fees: tuple[FeeLine, ...] = ()

    @property
    def partly_done(self) -> bool:
        """Whether some agencies have done their part and others have not, or not yet."""
        work = [step for step in self.steps if step.does in ("task", "tell") and step.state != "later"]
        done = [step for step in work if step.state == "done" and not step.ends]
        return bool(done) and len(done) < len(work)

    @property
    def refused_parts(self) -> tuple[StepView, ...]:
        """What an agency did not agree to, or could not do, each with every reason."""
        return tuple(step for step in self.steps if step.ends in ("refused", "failed"))

    @property
    def waits_for(self) -> tuple[StepView, ...]:
        """Who is waited for now: the customer first."""
        now = (step for step in self.steps if step.state == "now")
        return tuple(sorted(now, key=lambda step: not step.you_must_act))

    @property
    def fee_total(self) -> Decimal:
        """What the fees come to."""
        return sum((fee.amount for fee in self.fees), Decimal("0.00"))


@dataclass(frozen=True, slots=True, kw_only=True)
class PageView:
    """One page of questions with the answers so far."""

    application: UUID
    number: str
    service: str
    version: str
    revision: int
    page: FormPage
    files: tuple[FileView, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedView:
    """What came of saving a page. With errors, everything written is kept all the same. Where the form
    is over early, ``application.exit`` says so, and there is no next page."""

    application: ApplicationView
    page: FormPage
    next_page: str

    @property
    def ok(self) -> bool:
        return not self.page.errors


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedView:
    """What signing brought about, in the same transaction."""

    application: UUID
    number: str
    state: ApplicationState
    signature: UUID
    sha256: str
    signed_at: datetime
    case: UUID | None
    charge: UUID | None
    letters: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DisputedView:
    """A value went back to who reported it, with a clock."""

    application: UUID
    number: str
    revision: int
    case: UUID
    case_number: str
    promised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """A decision will be looked at again, with a clock."""

    application: UUID
    number: str
    case: UUID
    case_number: str
    promised_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeasonProgress:
    """How far the drafting of a season is."""

    run: UUID
    service: str
    season: str
    chunks: int
    chunks_done: int
    customers: int
    drafted: int
    finished_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIsHeld:
    """A field that government has already, and so never asks."""

    field: str
    label: Text
    register: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FeeView:
    """A fee before applying: ``amount`` is None where it depends on the answers; ``waived`` says who
    does not pay it."""

    title: Text
    agency: str
    amount: Decimal | None
    waived: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceView:
    """A service before applying: its promise, its steps, what is asked and what is held."""

    code: str
    version: str
    title: Text
    summary: Text
    agency: str
    agencies: tuple[str, ...]
    for_whom: tuple[str, ...]
    promise: PromiseView
    lanes: tuple[PromiseView, ...]
    steps: tuple[StepView, ...]
    asks: tuple[Text, ...]
    holds: tuple[WhatIsHeld, ...]
    sign_level: int
    season: str
    opens: date | None
    closes: date | None
    doors: dict[str, Any] = field(default_factory=dict)
    life_event: str = ""
    fees: tuple["FeeView", ...] = ()

    @property
    def is_cross_agency(self) -> bool:
        """Whether one application is worked on by two agencies or more."""
        return len(set(self.agencies)) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEventView:
    """An event of a life, and the services that belong to it. ``code`` is empty for what belongs to
    none."""

    code: str
    title: Text
    for_whom: str
    services: tuple[ServiceView, ...]


MERGED = Event(
    "services.report.merged", _("Somebody had reported this before you: your report was added to %(first)s.")
)
REPORT_CLOSED = Event("services.report.closed", _("What you reported was dealt with: %(title)s."))
REPORT_RATED = Event("services.report.rated", _("You said how well your report was dealt with."))
STARTED = Event("services.application.started", _("You started %(title)s."))
DRAFTED = Event("services.application.drafted", _("Your %(title)s is ready. Look at it and sign."))
SAVED = Event("services.application.saved", _("Answers were saved in %(title)s."))
AMENDED = Event("services.value.amended", _("You gave your own figure for %(field)s in %(title)s."))
ADDED = Event("services.value.added", _("You added %(field)s in %(title)s."))
DISPUTED = Event("services.value.disputed", _("You said that %(field)s in %(title)s is not right."))
REFRESHED = Event(
    "services.application.refreshed", _("A new report changed your %(title)s. Look at it again.")
)
SIGNED = Event("services.application.signed", _("You signed %(title)s."))
SIGNED_WITH_HELP = Event(
    "services.application.signed_with_help", _("You signed %(title)s with an officer's help.")
)
FILE_OPENED = Event("services.attachment.opened", _("An officer opened a file that you sent with %(title)s."))
LINK_SENT = Event(
    "services.application.link_sent", _("We sent you a link to go on with %(title)s on any device.")
)
FILES_REMOVED = Event(
    "services.attachment.removed", _("Files that no answer names any more were removed."), "audit"
)
DECIDED = Event("services.application.decided", _("%(title)s was decided."))
CLOSED = Event("services.application.closed", _("%(title)s is finished."))
ASSESSED = Event(
    "services.application.assessed",
    _("Your %(title)s was assessed as prepared; you did not need to do anything."),
)
REMINDED = Event("services.application.reminded", _("We reminded you to look at %(title)s and sign."))
LEFT_OPEN = Event(
    "services.application.left_open",
    _("%(title)s could not be assessed without you. It stays open: finish it and sign."),
)
EXPIRED = Event("services.application.expired", _("%(title)s was not signed in time and has expired."))
AGREES = Event("services.application.agreed", _("A later report agrees with what %(title)s was based on."))
DIFFERS = Event(
    "services.application.differed",
    _("A later report differs from what %(title)s was based on. An officer looks at it."),
)
OBJECTED = Event("services.application.objected", _("You objected to the decision on %(title)s."))
ERASED = Event(
    "services.application.erased", _("A draft that was begun in the wrong name was erased"), "officer"
)
WITHDRAWN = Event("services.application.withdrawn", _("You withdrew %(title)s."))
SEASON_PLANNED = Event(
    "services.season.planned", _("The drafts of %(title)s for %(season)s were ordered."), "officer"
)
SEASON_DRAFTED = Event(
    "services.season.drafted", _("All drafts of %(title)s for %(season)s are ready."), "officer"
)
