"""Who gets a piloted version first: a rule over a number that is hers for good, and over known values."""

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM
from onedoor.services.applications.drafting import offered, wanted
from onedoor.services.decide.expressions import Unreadable, check_formula, holds, read_names
from onedoor.services.files.schema import ServiceFile

SHARE = "share"
# By these nobody is chosen to be served first or last, whatever a register holds.
PROTECTED = frozenset(
    {
        "race", "ethnicity", "religion", "sex", "gender", "nationality", "citizenship", "residency",
        "residency_status", "disability", "disabled", "marital_status", "political_party", "health",
        "diagnosis", "income", "employment_income", "salary", "class",
    }
)  # fmt: skip


def share_of(service: str, customer: UUID) -> int:
    """A number from 0 to 99 that is this customer's in this service, always the same."""
    return int.from_bytes(hashlib.sha256(f"{service}/{customer}".encode()).digest()[:8], "big") % 100


def is_in_pilot(file: ServiceFile, customer: UUID, *, pilot: UUID, at: datetime, look: bool) -> bool:
    """Whether ``customer`` belongs to the cohort. A rule that reads what is known of her holds for
    nobody unless it may ``look``."""
    if file.pilot is None:
        return False
    names = set(read_names(file.pilot.cohort)) - {SHARE}
    if names and not look:
        return False
    facts: dict[str, Any] = {SHARE: share_of(file.service, customer)}
    return holds(file.pilot.cohort, facts | (_known(file, customer, names, pilot, at) if names else {}))


def _known(file: ServiceFile, customer: UUID, names: set[str], pilot: UUID, at: datetime) -> dict[str, Any]:
    asked = {name: want for name, want in wanted(file, None, at).items() if name in names}
    found = exchange.request_values(
        customer=customer,
        wanted=list(dict.fromkeys(asked.values())),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        subject=pilot,
        by=SYSTEM,
        at=at,
    )
    values = offered(file, asked, found)
    return dict.fromkeys(names) | {item.value.field: item.value.value for item in values}


def faults_of_cohort(file: ServiceFile) -> Iterator[str]:
    """What makes the pilot's rule unfit, in words for its author."""
    if file.pilot is None:
        return
    try:
        check_formula(file.pilot.cohort)
    except Unreadable as error:
        yield f"The cohort's rule cannot be read: {error}"
        return
    for name in read_names(file.pilot.cohort):
        known = file.know.get(name)
        if name == SHARE:
            continue
        if known is None:
            yield f"The cohort's rule reads '{name}', which no register holds. Use 'share' or a known value."
        elif {name, known.attribute} & PROTECTED:
            yield f"The cohort's rule reads '{name}', which is protected. Choose people by 'share' instead."
