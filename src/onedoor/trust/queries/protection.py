"""Whether something waits because an identity is protected: the one question that every such act asks."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import local
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Change, IdentityLock
from onedoor.trust.rules import HELD_BY_CHANGE, HELD_BY_LOCK
from onedoor.trust.types import ChangeKind, ChangeView, Held, HeldAct, LockView


def check_free(customer: UUID | None, act: HeldAct, *, at: datetime) -> None:
    """Raise Held, which the journal writes where she sees it, when ``act`` waits: her identity is locked, or
    how she is reached was changed less than a day ago. The one place that knows what is held."""
    if customer is None:
        return
    if act in HELD_BY_LOCK and find_lock(customer) is not None:
        raise Held(
            "identity.locked",
            _(
                "This waits: an identity theft was reported, and nothing is done in this name until the lock "
                "is opened at a counter."
            ),
            customer=customer,
            until=None,
            act=act.value,
        )
    if act in HELD_BY_CHANGE and (until := held_until(customer, at=at)) is not None:
        raise Held(
            "identity.held",
            _(
                "This waits until %(until)s. How you are reached was changed a short time ago, and we hold "
                "for a day what a thief would do next. Services go on as usual."
            )
            % {"until": f"{local(until):%Y-%m-%d %H:%M}"},
            customer=customer,
            until=until,
            act=act.value,
        )


def held_until(customer: UUID, *, at: datetime) -> datetime | None:
    """When the hold after the last change of how she is reached ends; None when nothing is held."""
    with scoped(SYSTEM):
        return (
            Change.objects.filter(customer=customer, free_at__gt=at, changed_at__lte=at, disowned_at=None)
            .order_by("-free_at")
            .values_list("free_at", flat=True)
            .first()
        )


def list_changes(customer: UUID, *, since: datetime) -> list[ChangeView]:
    """Changes that stand, oldest first."""
    with scoped(SYSTEM):
        rows = Change.objects.filter(customer=customer, changed_at__gte=since, disowned_at=None)
        return [view_change(row) for row in rows.order_by("changed_at", "id")]


def find_known_before(customer: UUID, *, at: datetime) -> ChangeView | None:
    """The first change of how she is reached that is still held: what it holds as ``before`` is how she was
    known before anybody could have begun to take her over."""
    with scoped(SYSTEM):
        row = (
            Change.objects.filter(
                customer=customer, kind=ChangeKind.CONTACT, free_at__gt=at, disowned_at=None
            )
            .order_by("changed_at", "id")
            .first()
        )
    return view_change(row) if row else None


def find_changed_from(kind: str, blind_index: str, *, at: datetime) -> UUID | None:
    """Whose way to be reached this was before a change that is still held; None where it was nobody's, or
    several persons' (``blind_index`` as it is kept in ``before``)."""
    kept = [{"kind": kind, "blind_index": blind_index}]
    with scoped(SYSTEM):
        rows = Change.objects.filter(
            kind=ChangeKind.CONTACT, free_at__gt=at, disowned_at=None, before__contains=kept
        )
        found = set(rows.values_list("customer", flat=True)[:20])
    return found.pop() if len(found) == 1 else None


def count_locks(customer: UUID, how: str, *, since: datetime) -> int:
    """How often she was locked in this way since then; for the house, which limits what proves little."""
    with scoped(SYSTEM):
        return IdentityLock.objects.filter(customer=customer, how=how, locked_at__gte=since).count()


def get_change(change: UUID) -> ChangeView:
    """The change of that id."""
    with scoped(SYSTEM):
        return view_change(Change.objects.get(id=change))


def find_lock(customer: UUID | None) -> LockView | None:
    """The lock of her identity, while it stands."""
    if customer is None:
        return None
    with scoped(SYSTEM):
        row = IdentityLock.objects.filter(customer=customer, opened_at=None).first()
    return view_lock(row) if row else None


def time_locked(customer: UUID, *, since: datetime, at: datetime) -> timedelta:
    """How long between ``since`` and ``at`` she was locked: no time limit of hers runs then."""
    with scoped(SYSTEM):
        rows = list(IdentityLock.objects.filter(customer=customer, locked_at__lt=at))
    spans = [(max(row.locked_at, since), min(row.opened_at or at, at)) for row in rows]
    return sum((end - begin for begin, end in spans if end > begin), timedelta())


def list_locks(*, since: datetime) -> list[LockView]:
    """Locks that stand or were opened after ``since``, newest first: for the house's own rounds."""
    with scoped(SYSTEM):
        rows = IdentityLock.objects.exclude(opened_at__lt=since).order_by("-locked_at")
        return [view_lock(row) for row in rows]


def view_change(row: Change) -> ChangeView:
    """The row as others see it."""
    return ChangeView(
        row.id, row.customer, row.kind, tuple(row.before), row.changed_at, row.free_at, row.disowned_at
    )


def view_lock(row: IdentityLock) -> LockView:
    """The row as others see it."""
    return LockView(
        row.id, row.customer, row.since, row.how, row.locked_at, row.asked_by, row.asked_at, row.opened_at
    )
