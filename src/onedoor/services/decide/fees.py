"""The lines of the bill that a service file names: what each agency earns, and what is waived."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.money import to_cents
from onedoor.kernel.text import Text
from onedoor.services.decide.expressions import Unreadable, evaluate, holds
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Fee
from onedoor.services.types import RuleBroken


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of the bill. A waived one stays on it with ``amount`` nought, its ``full`` amount
    and ``why``."""

    id: str
    agency: str
    title: Text
    amount: Decimal
    full: Decimal
    waived: bool = False
    why: Text = field(default_factory=dict)


def fees_of(service: ServiceFile, facts: Mapping[str, Any]) -> tuple[FeeLine, ...]:
    """The lines for these facts: values, results of formulas and figures of the law by name.

    What comes to nothing is no line. A list, such as a premium for each child, is added up.
    Raises RuleBroken for an amount that cannot be worked out or is less than nothing.
    """
    due = (fee for fee in service.fees if holds(fee.when, facts))
    lines = (_line(service, fee, facts) for fee in due)
    return tuple(line for line in lines if line.full)


def _line(service: ServiceFile, fee: Fee, facts: Mapping[str, Any]) -> FeeLine:
    full = _amount(service, fee, facts)
    waived = bool(fee.waive) and holds(fee.waive, facts)
    return FeeLine(
        id=fee.id,
        agency=fee.agency,
        title=fee.title,
        amount=Decimal("0.00") if waived else full,
        full=full,
        waived=waived,
        why=(fee.waived_text or {}) if waived else {},
    )


def _amount(service: ServiceFile, fee: Fee, facts: Mapping[str, Any]) -> Decimal:
    try:
        found = evaluate(fee.amount, facts)
    except Unreadable:
        found = None
    parts = found if isinstance(found, list) else [found]
    if any(isinstance(part, bool) or not isinstance(part, int | float) or part < 0 for part in parts):
        raise RuleBroken(
            "services.fees.broken",
            _("A fee cannot be worked out. Nothing is charged yet; please tell the agency."),
            service=service.service,
            fee=fee.id,
        )
    return sum((to_cents(Decimal(str(part))) for part in parts), Decimal("0.00"))
