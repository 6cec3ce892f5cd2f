"""What registers did not answer is asked again, until they do or nobody may ask any more."""

from datetime import datetime

from onedoor.exchange.actions.values import request_values
from onedoor.exchange.models import Pull
from onedoor.exchange.pull import ages, breaker
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import DisclosureRefused, Register, Wanted
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped

AT_ONCE = 10  # questions to one register in one round: a register that comes back is not overrun


@action()
def ask_again(*, by: Actor, at: datetime) -> int:
    """Ask the registers that may be asked for what waits, the oldest first; gives how many answered.

    Each question is weighed anew: where the agreement has ended or the consent is withdrawn it is given
    up, and so is what nobody answered within 30 days.
    """
    if by.kind != "system":
        return 0
    with scoped(SYSTEM):
        linked = ages.list_linked()
        registers = [one for one in get_rulebook().registers.values() if one.pulled and one.code in linked]
        return sum(_ask_again(register, at=at) for register in registers)


def _ask_again(register: Register, *, at: datetime) -> int:
    count = 0
    for waiting in ages.list_waiting(register.code, limit=AT_ONCE):
        if (
            waiting.waits_since is not None and waiting.waits_since + ages.WAITS <= at
        ) or ages.was_told_since(waiting):
            ages.give_up(waiting)
        elif not breaker.may_call(register, at):
            break
        elif _has_answered(waiting, at=at):
            count += 1
        elif ages.is_silent(register.code):
            break
    return count


def _has_answered(waiting: Pull, *, at: datetime) -> bool:
    try:
        request_values(
            customer=waiting.customer,
            wanted=[Wanted(waiting.register, waiting.attribute, waiting.period, many=True)],
            service=waiting.service,
            purpose=waiting.purpose,
            agency=waiting.agency,
            subject=waiting.application,
            issue=waiting.issue,
            by=SYSTEM,
            at=at,
        )
    except DisclosureRefused:
        ages.give_up(waiting)
        return False
    return not Pull.objects.filter(id=waiting.id, waits_since__isnull=False).exists()
