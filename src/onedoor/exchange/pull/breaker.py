"""Whether a register is asked: a circuit breaker whose state all processes share, in the database.

Each call leaves a line of its own, so that nobody waits for anybody; the state is one row, written only when
a register goes down or comes back. So many failures in a row open it; after a pause one caller at a time
tries again; one answer closes it.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from django.db import connection

from onedoor.exchange.models import RegisterCall, RegisterState
from onedoor.exchange.types import REGISTER_BACK, REGISTER_DOWN, BreakerState, Pulled, Register
from onedoor.journal import actions as journal
from onedoor.kernel.actors import Actor

KNOWN_FOR = timedelta(days=1)  # failures that lie further back say nothing of today


def state_of(register: Register, at: datetime) -> BreakerState:
    """Closed, open or half-open at ``at``."""
    assert register.pulled is not None
    row = RegisterState.objects.filter(register=register.code).first()
    return _state(register.pulled, row.down_since if row else None, last_call(register.code), at)


def _state(pulled: Pulled, down_since: datetime | None, last: datetime | None, at: datetime) -> BreakerState:
    if down_since is None:
        return BreakerState.CLOSED
    pause_over = last is None or last + pulled.tries_again_after <= at
    return BreakerState.HALF_OPEN if pause_over else BreakerState.OPEN


def last_call(code: str) -> datetime | None:
    """When the register was last asked."""
    calls = RegisterCall.objects.filter(register=code).order_by("-called_at", "-id")
    return calls.values_list("called_at", flat=True).first()


def may_call(register: Register, at: datetime) -> bool:
    """Whether to ask now. While it is half-open only the first who comes may, until her transaction ends."""
    state = state_of(register, at)
    if state is not BreakerState.HALF_OPEN:
        return state is BreakerState.CLOSED
    with connection.cursor() as cursor:
        cursor.execute(
            "select pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [f"register/{register.code}"]
        )
        return bool(cursor.fetchone()[0])


def note(register: Register, failure: str, *, milliseconds: int, by: Actor, at: datetime) -> None:
    """Write down how a call went (``failure`` empty: it answered), and say once when that makes it go
    down or come back."""
    RegisterCall.objects.create(
        register=register.code, called_at=at, milliseconds=milliseconds, failure=failure
    )
    rows = RegisterState.objects.filter(register=register.code)
    if not failure:
        if rows.filter(down_since__isnull=False).update(down_since=None):
            _tell(register, "", by=by, at=at)
    elif _fails_always(register, at):
        RegisterState.objects.get_or_create(register=register.code)
        if rows.filter(down_since__isnull=True).update(down_since=at):
            _tell(register, failure, by=by, at=at)


def _fails_always(register: Register, at: datetime) -> bool:
    assert register.pulled is not None
    most = register.pulled.opens_after
    calls = RegisterCall.objects.filter(register=register.code, called_at__gt=at - KNOWN_FOR)
    last = list(calls.order_by("-called_at", "-id").values_list("failure", flat=True)[:most])
    return len(last) == most and all(last)


def _tell(register: Register, failure: str, *, by: Actor, at: datetime) -> None:
    journal.record(
        REGISTER_DOWN if failure else REGISTER_BACK,
        subject_kind="register",
        subject=uuid5(NAMESPACE_URL, register.code),
        agency=register.agency,
        by=by,
        at=at,
        data={"register": register.title, "code": register.code} | ({"failure": failure} if failure else {}),
    )
