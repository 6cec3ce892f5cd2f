"""Contractors, read: the firms of the catalogue, their people, what they took, and how right it was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.cases.models import ContactSample, ContractorStaff
from onedoor.cases.rules import is_drawn
from onedoor.cases.types import Contractor, ContractorMonth, ContractorPerson, SampleView
from onedoor.contact import queries as contact
from onedoor.contact.types import InteractionView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.documents import Fault, Faulty, read_yaml
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES
from onedoor.trust import queries as trust

CHECK = "contractors.check"
POINTS = ("right_answer", "right_routing", "courteous", "data_protected")
_DRAW = "contact-sample"


def list_contractors(*, by: Actor) -> list[Contractor]:
    """The firms that work for the officer's agency, in the catalogue's order."""
    _require_checker(by)
    found = load_contractors(Path(settings.CATALOGUE) / "contractors.yaml").values()
    return [one for one in found if by.kind == "system" or one.agency == by.agency]


def get_contractor(code: str) -> Contractor:
    found = load_contractors(Path(settings.CATALOGUE) / "contractors.yaml").get(code)
    if found is None:
        raise NotFound("contractor.unknown", _("There is no such contractor."))
    return found


def list_contractor_people(*, by: Actor, at: datetime) -> list[ContractorPerson]:
    """Officers of the agency whose role never decides, each with the firm that she works for, if any."""
    _require_checker(by)
    firms = {row.account: row.contractor for row in ContractorStaff.objects.filter(active_to=None)}
    return [
        ContractorPerson(account=one.account, name=one.name, contractor=firms.get(one.account, ""))
        for one in trust.list_officers(by.agency, at=at)
        if any(trust.get_role(role).never_decides for role in one.roles)
    ]


def list_samples(*, by: Actor, limit: int = 50) -> list[SampleView]:
    """What waits to be checked, the oldest first, with nothing that says whose contact it was."""
    _require_checker(by)
    rows = ContactSample.objects.filter(scored_at=None)
    rows = rows if by.kind == "system" else rows.filter(agency=by.agency)
    return [view_sample(row) for row in rows.order_by("happened_at")[:limit]]


def get_sample(sample: UUID, *, by: Actor) -> SampleView:
    """One contact that was drawn. Raises NotFound, also for another agency's."""
    _require_checker(by)
    row = ContactSample.objects.filter(id=sample).first()
    if row is None or (by.kind == "officer" and row.agency != by.agency):
        raise unknown_sample()
    return view_sample(row)


def count_contractor_months(*, by: Actor, at: datetime, months: int = 6) -> list[ContractorMonth]:
    """Each contractor's months, the newest first; a month without contacts is there too."""
    _require_checker(by)
    starts = list(_month_starts(local(at), months))
    return [
        _count_month(one, start, min(following, at))
        for start, following in starts
        for one in list_contractors(by=by)
    ]


def list_taken(contractor: str, *, since: datetime, until: datetime) -> list[InteractionView]:
    """Contacts that the firm's people ended in this time while they worked for it."""
    taken: list[InteractionView] = []
    with scoped(SYSTEM):
        for row in ContractorStaff.objects.filter(contractor=contractor):
            mine = contact.list_ended_by(row.account, since=since, until=until, by=SYSTEM)
            taken += [one for one in mine if one.ended_at and _worked(row, local(one.ended_at).date())]
    return sorted(taken, key=lambda one: (one.started_at, one.id))


def draws(contractor: Contractor, interaction: UUID) -> bool:
    """Whether this contact is checked: always the same answer, which nobody without the key foresees."""
    return is_drawn(trust.blind_index(str(interaction), _DRAW), contractor.sample)


def view_sample(row: ContactSample) -> SampleView:
    """The contact without who took it; the firm is named once it is scored."""
    with scoped(SYSTEM):
        taken = contact.get_interaction(row.interaction, by=SYSTEM)
    blind = replace(taken, officer=None, officer_name="", customer=None, address="", participants=())
    scored = row.scored_at is not None
    return SampleView(
        id=row.id, happened_at=row.happened_at, interaction=blind, comment=row.comment,
        points=_points(row) if scored else None, contractor=row.contractor if scored else "",
        scored_at=row.scored_at,
    )  # fmt: skip


def unknown_sample() -> NotFound:
    return NotFound("sample.unknown", _("There is no such contact to check."))


@cache
def load_contractors(path: Path) -> dict[str, Contractor]:
    """``contractors.yaml`` by code. Raises Faulty for every mistake."""
    document = read_yaml(path)
    faults: list[Fault] = []
    found = {}
    for code, row in (document.data or {}).items():
        if set(row) != {"title", "agency", "sample", "accuracy", "contacts"}:
            remedy = "Write title, agency, sample, accuracy, contacts."
            faults.append(document.fault((code,), "The contractor lacks something.", remedy))
            continue
        if set(row["title"] or ()) != set(LANGUAGES):
            faults.append(document.fault((code, "title"), "A language is missing.", "Write en and zh-hans."))
        for share in ("sample", "accuracy"):
            if not isinstance(row[share], int | float) or not 0 < row[share] <= 1:
                faults.append(document.fault((code, share), "This is no share.", "Write 0.2 for a fifth."))
                row[share] = 1
        found[code] = Contractor(
            code=code, title=row["title"], agency=row["agency"], sample=Decimal(str(row["sample"])),
            accuracy=Decimal(str(row["accuracy"])), contacts=int(row["contacts"]),
        )  # fmt: skip
    if faults:
        raise Faulty(faults)
    return found


def _count_month(one: Contractor, start: datetime, end: datetime) -> ContractorMonth:
    drawn = ContactSample.objects.filter(contractor=one.code, happened_at__gte=start, happened_at__lt=end)
    checked = [_points(row) for row in drawn.filter(scored_at__isnull=False)]
    first, second, third, fourth = (sum(row[place] for row in checked) for place in range(4))
    return ContractorMonth(
        contractor=one.code, month=f"{local(start):%Y-%m}",
        contacts=len(list_taken(one.code, since=start, until=end)), drawn=drawn.count(), checked=len(checked),
        right=sum(all(row) for row in checked), points=(first, second, third, fourth),
    )  # fmt: skip


def _points(row: ContactSample) -> tuple[bool, bool, bool, bool]:
    return (
        bool(row.right_answer), bool(row.right_routing), bool(row.courteous), bool(row.data_protected),
    )  # fmt: skip


def _month_starts(here: datetime, months: int) -> Iterator[tuple[datetime, datetime]]:
    start = here.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for _month in range(months):
        yield start, (start + timedelta(days=32)).replace(day=1)
        start = (start - timedelta(days=1)).replace(day=1)


def _worked(row: ContractorStaff, day: date) -> bool:
    return row.active_from <= day and (row.active_to is None or day < row.active_to)


def _require_checker(by: Actor) -> None:
    if not by.may(CHECK):
        raise NotAllowed("contractors.refused", _("Only a supervisor reads this."), needs=CHECK)
