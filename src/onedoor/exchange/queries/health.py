"""How registers that are asked by calls are doing: counts and times, of nobody."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Max, Min, Q
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Pull, RegisterCall, RegisterState
from onedoor.exchange.pull import ages, breaker
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import BreakerState, Register, RegisterHealth, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped

SEEN = timedelta(hours=24)


def list_health(*, by: Actor, at: datetime) -> list[RegisterHealth]:
    """Every register that is asked by calls; for those who look after them."""
    if by.kind not in ("officer", "system") or not by.may("exchange.watch"):
        raise NotAllowed("exchange.watch.refused", _("Your role does not show how registers are doing."))
    with scoped(SYSTEM):
        return [_health(one, at) for one in get_rulebook().registers.values() if one.pulled is not None]


def is_pulled(register: str, attribute: str) -> bool:
    """Whether a register may be asked for this attribute while somebody waits."""
    found = get_rulebook().registers.get(register)
    return found is not None and found.is_pulled(attribute)


def awaits_answer(customer: UUID, wanted: Wanted) -> bool:
    """Whether a register still owes the answer to this, so that nobody else need be asked for it."""
    with scoped(SYSTEM):
        waits = Pull.objects.filter(
            customer=customer,
            register=wanted.register,
            attribute=wanted.attribute,
            period__in=("", wanted.period),
            waits_since__isnull=False,
        )
        return waits.exists()


def _health(register: Register, at: datetime) -> RegisterHealth:
    calls = RegisterCall.objects.filter(register=register.code)
    failed = ~Q(failure="")
    last = calls.aggregate(answered=Max("called_at", filter=~failed), failed=Max("called_at", filter=failed))
    recent = calls.filter(called_at__gt=at - SEEN)
    counts = recent.aggregate(all=Count("id"), failed=Count("id", filter=failed))
    row = RegisterState.objects.filter(register=register.code).first()
    waiting = Pull.objects.filter(register=register.code, waits_since__isnull=False)
    queue = waiting.aggregate(count=Count("id"), since=Min("waits_since"))
    return RegisterHealth(
        code=register.code,
        title=register.title,
        agency=register.agency,
        linked=register.code in ages.list_linked(),
        state=BreakerState(breaker.state_of(register, at)),
        down_since=row.down_since if row else None,
        answered_at=last["answered"],
        failed_at=last["failed"],
        failure=_last_failure(register.code),
        calls=counts["all"],
        failures=counts["failed"],
        slowest=_within(register.code, at),
        waiting=queue["count"],
        waiting_since=queue["since"],
    )


def _last_failure(code: str) -> str:
    failed = RegisterCall.objects.filter(register=code).exclude(failure="").order_by("-called_at", "-id")
    return failed.values_list("failure", flat=True).first() or ""


def _within(code: str, at: datetime) -> int:
    """The time within which nineteen of twenty calls of the last day were over."""
    times = RegisterCall.objects.filter(register=code, called_at__gt=at - SEEN).order_by("milliseconds")
    spent = list(times.values_list("milliseconds", flat=True))
    return spent[max(0, -(-len(spent) * 19 // 20) - 1)] if spent else 0
