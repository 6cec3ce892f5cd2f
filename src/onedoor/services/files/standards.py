"""The standards register (``catalogue/standards.yaml``): standards by domain and how far each is in its life,
which services are held to which, and waivers with an end."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field as Described

from onedoor.kernel.documents import Document, Fault, Faulty
from onedoor.services.files.loading import catalogue_root, read, shape
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.words import Code, Day, Shape, Words

STANDARDS = "standards.yaml"
StandardCode = Annotated[str, Described(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
Status = Literal["emerging", "current", "retiring", "retired"]
Applies = Literal["", "every", "reports", "letters", "payouts", "payments", "prefilled", "parties"]

# Which services are held to a standard by what their own file says.
APPLIES: Mapping[str, Callable[[ServiceFile], bool]] = {
    "every": lambda service: True,
    "reports": lambda service: service.reports is not None,
    "letters": lambda service: bool(service.letters),
    "payouts": lambda service: any(step.does == "payout" for step in service.steps),
    "payments": lambda service: bool(service.fees) or service.outputs.payable is not None,
    "prefilled": lambda service: bool(service.know),
    "parties": lambda service: bool(service.parties),
}


class Standard(Shape):
    """One standard, policy or guideline."""

    title: Words
    domain: Code
    status: Status
    since: Day = Described(description="Since when it has that status.")
    replaced_by: StandardCode | None = None
    applies: Applies = ""


class Waiver(Shape):
    """A service may be built on a retired standard until that day."""

    service: Code
    standard: StandardCode
    reason: Words
    owner: str = Described(min_length=1, description="Who stands for it: a post, not a person.")
    until: Day = Described(description="The last day on which it counts.")


class StandardsFile(Shape):
    """The whole register."""

    domains: dict[Code, Words] = {}
    standards: dict[StandardCode, Standard] = {}
    waivers: tuple[Waiver, ...] = ()

    def waiver(self, service: str, standard: str, day: date) -> Waiver | None:
        """The waiver that counts on ``day``."""
        found = (w for w in self.waivers if (w.service, w.standard) == (service, standard) and day <= w.until)
        return max(found, key=lambda one: one.until, default=None)


class Held(Shape):
    """A service and one standard: whether its file says so or its design record, and whether that holds."""

    code: str
    standard: Standard | None
    declared: bool
    waiver: Waiver | None = None

    @property
    def ok(self) -> bool:
        """It is in the register, and not retired but under a waiver."""
        return self.standard is not None and (self.standard.status != "retired" or self.waiver is not None)


def get_standards() -> StandardsFile:
    """The register of this process's catalogue; an empty one where it has no such file. Raises Faulty."""
    path = catalogue_root() / STANDARDS
    return _kept(path, path.stat().st_mtime) if path.is_file() else StandardsFile()


def hold_to_standards(
    service: ServiceFile, declared: Iterable[str], book: StandardsFile, day: date
) -> tuple[Held, ...]:
    """The checklist of a service: what its own file makes it follow, then what its designers declare."""
    said = tuple(dict.fromkeys(declared))
    derived = [code for code, one in book.standards.items() if one.applies and APPLIES[one.applies](service)]
    return tuple(
        Held(
            code=code, standard=book.standards.get(code), declared=code in said,
            waiver=book.waiver(service.service, code, day),
        )
        for code in dict.fromkeys([*derived, *said])
    )  # fmt: skip


def check_standards(services: frozenset[str]) -> list[Fault]:
    """What is wrong with the register itself. A waiver that ran out is no fault here: it counts no more."""
    path = catalogue_root() / STANDARDS
    if not path.is_file():
        return []
    try:
        book = get_standards()
    except Faulty as error:
        return list(error.faults)
    return list(_faults(read(path), book, services))


def _faults(document: Document, book: StandardsFile, services: frozenset[str]) -> Iterator[Fault]:
    for code, one in book.standards.items():
        here = ("standards", code)
        if one.domain not in book.domains:
            yield document.fault(
                (*here, "domain"), f"There is no domain '{one.domain}'.", "Add it to 'domains'."
            )
        if one.replaced_by and one.replaced_by not in book.standards:
            yield document.fault(
                (*here, "replaced_by"), f"There is no standard '{one.replaced_by}'.", "Name one of this file."
            )
    for place, waiver in enumerate(book.waivers):
        if waiver.standard not in book.standards:
            yield document.fault(
                ("waivers", place, "standard"), f"There is no standard '{waiver.standard}'.",
                "Name one of this file.",
            )  # fmt: skip
        if waiver.service not in services:
            yield document.fault(
                ("waivers", place, "service"), f"There is no service '{waiver.service}'.",
                "Name a folder of the catalogue.",
            )  # fmt: skip


@lru_cache(maxsize=4)
def _kept(path: Path, changed: float) -> StandardsFile:
    document = read(path)
    return shape(StandardsFile, document.data or {}, document)
