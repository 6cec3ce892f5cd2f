"""Check a whole service: shape, names, rules, steps, letters, and its worked examples."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from onedoor.kernel import clock
from onedoor.kernel.documents import Document, Fault, Faulty
from onedoor.services.files.check_fairness import check_fairness
from onedoor.services.files.check_lists import check_lists
from onedoor.services.files.check_names import check_names
from onedoor.services.files.check_people import check_people
from onedoor.services.files.check_personas import check_personas
from onedoor.services.files.check_registers import check_registers
from onedoor.services.files.check_reports import check_reports
from onedoor.services.files.check_rules import check_rules
from onedoor.services.files.check_steps import check_steps
from onedoor.services.files.design import load_design
from onedoor.services.files.examples import list_cases, run_case
from onedoor.services.files.house import House, read_house
from onedoor.services.files.loading import Loaded, load_service, service_folders
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.standards import Held, get_standards, hold_to_standards

_CHECKS: tuple[Callable[[Loaded, House], Iterable[Fault]], ...] = (
    check_names,
    check_registers,
    check_rules,
    check_lists,
    check_people,
    check_fairness,
    check_steps,
    check_personas,
    check_reports,
)


@dataclass(frozen=True, slots=True)
class Report:
    """What a check of one service found."""

    service: str
    examples: int
    true_examples: int
    faults: tuple[Fault, ...]
    agencies: tuple[str, ...] = ()


def count_cross_agency(reports: Iterable[Report]) -> int:
    """Services in order by which one application is fulfilled by two agencies or more."""
    return sum(len(report.agencies) > 1 and not report.faults for report in reports)


def check_catalogue(root: Path) -> list[Report]:
    """A report for every service under ``root``."""
    house = read_house(root)
    return [check_service(folder, house) for folder in service_folders(root)]


def check_service(folder: Path, house: House) -> Report:
    """Everything that is wrong with the service in ``folder``; examples run only if the rest is right."""
    try:
        loaded = load_service(folder)
    except Faulty as error:
        return Report(folder.name, 0, 0, tuple(error.faults))
    faults = [fault for check in _CHECKS for fault in check(loaded, house)]
    faults += _faults_of_design(folder, loaded.service)
    if faults:
        return Report(loaded.service.service, 0, 0, tuple(dict.fromkeys(faults)))
    try:
        cases = list_cases(loaded.service)
    except Faulty as error:
        return Report(loaded.service.service, 0, 0, tuple(error.faults))
    results = [run_case(loaded.service, case) for case in cases]
    wrong = tuple(fault for result in results for fault in result)
    agencies = tuple(dict.fromkeys([loaded.service.agency, *loaded.service.together_with]))
    true_examples = sum(not result for result in results)
    return Report(loaded.service.service, len(cases), true_examples, wrong, agencies)


def _faults_of_design(folder: Path, service: ServiceFile) -> list[Fault]:
    try:
        found = load_design(folder)
        book = get_standards()
    except Faulty as error:
        return error.faults
    if found is None:
        return []
    record, document = found
    held = hold_to_standards(service, record.standards, book, clock.today())
    return [_fault_of(one, record.standards, document) for one in held if not one.ok and one.declared]


def _fault_of(one: Held, declared: tuple[str, ...], document: Document) -> Fault:
    where = ("standards", declared.index(one.code))
    if one.standard is None:
        return document.fault(
            where, f"There is no standard '{one.code}'.", "Name one of catalogue/standards.yaml."
        )
    instead = f" Use '{one.standard.replaced_by}', or" if one.standard.replaced_by else ""
    return document.fault(
        where, f"The standard '{one.code}' is retired.",
        f"{instead} ask for a waiver in catalogue/standards.yaml.".strip(),
    )  # fmt: skip
