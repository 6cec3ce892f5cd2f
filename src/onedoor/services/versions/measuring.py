"""How a pilot goes: its measure for the cohort, and for the others in the same time."""

from datetime import datetime
from statistics import median

from django.db.models import Q, QuerySet

from onedoor.cases import queries as cases
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application, ServiceVersion
from onedoor.services.versions.index import file_of_edition, list_editions
from onedoor.services.versions.types import Figure, PilotView

MEASURES = ("completed", "on_time", "minutes", "take_up", "satisfaction")
SELF_SERVICE = ("portal", "api")


def view_pilot(row: ServiceVersion, *, at: datetime) -> PilotView | None:
    """A pilot that runs or has ended; None where the version never was one."""
    file = file_of_edition(next(one for one in list_editions() if one.id == row.id))
    pilot = file.pilot
    if pilot is None or row.effective_from is None or row.published_at is None:
        return None
    ended = row.effective_to if row.decision else None
    begun = Application.objects.filter(
        service=row.service, created_at__gte=row.effective_from, created_at__lt=ended or at
    )
    others = begun.exclude(version=row.version)
    return PilotView(
        version=row.id,
        service=row.service,
        title=file.title,
        label=row.version,
        hypothesis=pilot.hypothesis,
        cohort=pilot.cohort,
        measure=pilot.measure,
        baseline=_number(pilot.baseline),
        target=_number(pilot.target),
        until=pilot.until,
        started_at=row.effective_from,
        ended_at=ended,
        new=measure(pilot.measure, begun.filter(version=row.version), at=at),
        old=measure(pilot.measure, others, at=at),
        decision=row.decision,
        reason=row.ended_reason,
        old_label=_old_label(row),
    )


def measure(name: str, begun: QuerySet[Application], *, at: datetime) -> Figure:
    """The measure over applications: shares from 0 to 100, or minutes."""
    reckon = {"completed": _completed, "minutes": _minutes, "take_up": _take_up}.get(name)
    if name == "on_time":
        opened = [case for case in begun.values_list("case", flat=True) if case is not None]
        due, kept = cases.count_kept(opened, at=at)
        return _share(kept, due)
    return reckon(begun) if reckon else Figure(value=None, n=0)


def _completed(begun: QuerySet[Application]) -> Figure:
    return _share(begun.filter(_SIGNED).count(), begun.count())


def _minutes(begun: QuerySet[Application]) -> Figure:
    spans = [
        (signed - created).total_seconds() / 60
        for created, signed in begun.values_list("created_at", "signed_at")
        if signed is not None
    ]
    return Figure(value=round(median(spans), 1) if spans else None, n=len(spans))


def _take_up(begun: QuerySet[Application]) -> Figure:
    return _share(begun.filter(door__in=SELF_SERVICE).count(), begun.count())


def _share(part: int, n: int) -> Figure:
    return Figure(value=round(100 * part / n, 1) if n else None, n=n)


_SIGNED = Q(signed_at__isnull=False)


def _number(formula: str) -> float:
    try:
        return float(formula)
    except ValueError:
        return 0.0


def _old_label(row: ServiceVersion) -> str:
    before = [one for one in list_editions() if one.service == row.service and one.id != row.id]
    counted = [one for one in before if row.effective_from and one.counts_at(row.effective_from)]
    return counted[-1].version if counted else ""


def faults_of_measure(file: ServiceFile) -> list[str]:
    """What makes the pilot's expectation unfit, in words for its author."""
    if file.pilot is None:
        return []
    faults = []
    if file.pilot.measure not in MEASURES:
        faults.append(f"The pilot's measure is one of {', '.join(MEASURES)}.")
    for part in ("baseline", "target"):
        try:
            float(getattr(file.pilot, part))
        except ValueError:
            faults.append(f"The pilot's {part} must be a number.")
    return faults
