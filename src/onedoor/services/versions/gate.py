"""The gate before publishing: everything that is missing is said at once, nothing after the fact."""

from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.documents import Faulty
from onedoor.services.files.checking import Report, check_service
from onedoor.services.files.design import DesignRecord, load_design
from onedoor.services.files.house import House, read_house
from onedoor.services.files.loading import catalogue_root
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.standards import get_standards, hold_to_standards
from onedoor.services.versions.cohort import faults_of_cohort
from onedoor.services.versions.content import find_loadable
from onedoor.services.versions.measuring import faults_of_measure
from onedoor.services.versions.types import Checked, FileFault, Light

FEWEST_PARTICIPANTS = 5
LEAST_COMPLETED = 0.8


def check_version(folder: Path) -> Checked:
    """What the catalogue's check says of the version that lies in ``folder``, with its examples run."""
    return _checked(folder, _house(catalogue_root(), _newest(catalogue_root())))


def _newest(root: Path) -> float:
    return max((path.stat().st_mtime for path in root.glob("*.yaml")), default=0.0)


@lru_cache(maxsize=2)
def _house(root: Path, newest: float) -> House:
    return read_house(root)


_reports: dict[tuple[Path, int, date], Checked] = {}


def _checked(folder: Path, house: House) -> Checked:
    """Kept: the folder is named by its digest, so that only another house or another day (a waiver has an
    end) can change the answer."""
    key = (folder, id(house), clock.today())
    if key not in _reports:
        if len(_reports) > 256:
            _reports.clear()
        _reports[key] = _to_checked(check_service(folder, house), folder)
    return _reports[key]


def _to_checked(report: Report, folder: Path) -> Checked:
    faults = tuple(
        FileFault(
            file=_inside(fault.file, folder), line=fault.line, message=fault.message, remedy=fault.remedy
        )
        for fault in report.faults
    )
    return Checked(faults=faults, examples=report.examples, true_examples=report.true_examples)


def _inside(name: str, folder: Path) -> str:
    """The file's name in its folder, wherever the process stands."""
    path = Path(name)
    path = path if path.is_absolute() else Path.cwd() / path
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.name


def pass_gate(folder: Path, *, check: bool = True) -> tuple[Light, ...]:
    """Every condition of the gate for the version in ``folder``, in the order in which it is designed.
    Without ``check`` only those that are read from the files: for lists, which must not run examples."""
    service, found = find_loadable(folder), _find_design(folder)
    record = found or DesignRecord()
    lights = [Light(code="record", title=_("Design record"), ok=found is not None, says=_NO_RECORD)]
    for code, title, condition in _CONDITIONS:
        says = condition(record, service)
        lights.append(Light(code=code, title=title, ok=not says, says=says))
    lights += _of_check(check_version(folder)) if check else ()
    lights += _of_pilot(service)
    return tuple(lights)


@lru_cache(maxsize=256)
def _find_design(folder: Path) -> DesignRecord | None:
    try:
        found = load_design(folder)
    except Faulty:
        return None
    return found[0] if found else None


_NO_RECORD = _("Write design.yaml; a template stands in docs/how-to/publish-a-service.md.")


def _of_check(checked: Checked) -> Iterator[Light]:
    wrong = len(checked.faults)
    yield Light(
        code="check",
        title=_("Files in order"),
        ok=checked.clean,
        says="" if checked.clean else _("Mend the %(n)s faults that the check names.") % {"n": wrong},
    )
    all_true = checked.examples > 0 and checked.examples == checked.true_examples
    yield Light(
        code="examples",
        title=_("Worked examples true"),
        ok=all_true,
        says="" if all_true else _("Write at least one worked example; all of them must be true."),
    )


def _of_pilot(service: ServiceFile | None) -> Iterator[Light]:
    if service is None or service.pilot is None:
        return
    faults = [*faults_of_cohort(service), *faults_of_measure(service)]
    yield Light(
        code="pilot", title=_("Cohort and measure of the pilot"), ok=not faults, says=" ".join(faults)
    )


def _privacy(record: DesignRecord, service: ServiceFile | None) -> Any:
    found = record.privacy_assessment
    if found is None or found.approved_on is None or not found.by:
        return _("The privacy assessment must be approved, with its day and the post that approved it.")
    if service is not None and service.privacy_assessment != found.number:
        return _("service.yaml and design.yaml name different privacy assessments.")
    return ""


def _tests(record: DesignRecord, service: ServiceFile | None) -> Any:
    test = record.last_test
    if test is None or test.participants < FEWEST_PARTICIPANTS:
        return _("Test it with at least 5 people; the last round had %(n)s.") % {
            "n": test.participants if test else 0
        }
    if test.share < LEAST_COMPLETED:
        return _("At least 80%% must reach the end; in the last round %(n)s of %(of)s did.") % {
            "n": test.completed,
            "of": test.participants,
        }
    return ""


def _accessibility(record: DesignRecord, service: ServiceFile | None) -> Any:
    if record.accessibility is None:
        return _("Check it against WCAG 2.2 AA.")
    if record.accessibility.faults:
        return _("Mend the %(n)s accessibility faults.") % {"n": record.accessibility.faults}
    return ""


def _languages(record: DesignRecord, service: ServiceFile | None) -> Any:
    # That no text is missing in a language is part of the shape: such a file cannot be read at all.
    if service is None or not record.translations_checked:
        return _("A native reader must have read every text in both languages.")
    return ""


def _promise(record: DesignRecord, service: ServiceFile | None) -> Any:
    return "" if record.charter_shown else _("Show the promise before the start, and say so here.")


def _standards(record: DesignRecord, service: ServiceFile | None) -> Any:
    """Every standard that it is held to is in the register, and none is retired but under a waiver."""
    if service is None:
        return ""
    try:
        book = get_standards()
    except Faulty:
        return _("The standards register cannot be read: mend catalogue/standards.yaml.")
    held = hold_to_standards(service, record.standards, book, clock.today())
    wrong = ", ".join(one.code for one in held if not one.ok)
    return _("Retired or unknown, and without a waiver: %(names)s.") % {"names": wrong} if wrong else ""


def _sponsor(record: DesignRecord, service: ServiceFile | None) -> Any:
    named = record.sponsor or (service.sponsor if service else "")
    owned = record.owner or (service.owner if service else "")
    return "" if named and owned else _("Name the sponsor at the top, and the post that owns it.")


def _design(record: DesignRecord, service: ServiceFile | None) -> Any:
    kinds = {
        "personas": record.personas,
        "journey": record.journey,
        "prototypes": record.prototypes,
        "decisions": record.decisions,
    }
    missing = ", ".join(name for name, there in kinds.items() if not there)
    return _("Still missing in design.yaml: %(names)s.") % {"names": missing} if missing else ""


_Condition = Callable[[DesignRecord, ServiceFile | None], Any]
_CONDITIONS: tuple[tuple[str, Any, _Condition], ...] = (
    ("sponsor", _("Sponsor and owner"), _sponsor),
    ("design", _("Personas, journey, prototypes, decisions"), _design),
    ("privacy", _("Privacy assessment"), _privacy),
    ("tests", _("User tests"), _tests),
    ("accessibility", _("Accessibility"), _accessibility),
    ("languages", _("Both languages"), _languages),
    ("promise", _("Promise shown"), _promise),
    ("standards", _("Standards"), _standards),
)
