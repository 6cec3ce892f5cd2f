"""Contacts through any door: with a customer, going on now, and as figures on a wall."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Avg, Count, F, Min, Q
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import LOG, require_officer, visible_call_backs, visible_interactions
from onedoor.contact.types import (
    CallBackState,
    CallBackView,
    DoorFigures,
    InteractionState,
    InteractionView,
    Wall,
)
from onedoor.contact.views import to_call_back, to_interaction
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound

_PARTS = ("topics", "participants")
_GOING_ON = (InteractionState.WAITING, InteractionState.LIVE)


def list_interactions(customer: UUID, *, by: Actor, limit: int = 50) -> list[InteractionView]:
    """Every contact with the customer through any door, newest first."""
    rows = visible_interactions(by).filter(customer=customer).prefetch_related("topics", "participants")
    return [to_interaction(row, by) for row in rows.order_by("-started_at")[:limit]]


def get_interaction(interaction: UUID, *, by: Actor) -> InteractionView:
    """The contact of that id. Raises NotFound."""
    row = visible_interactions(by).filter(id=interaction).prefetch_related(*_PARTS).first()
    if row is None:
        raise NotFound("interaction.unknown", _("There is no such contact."))
    return to_interaction(row, by)


def list_ended_by(officer: UUID, *, since: datetime, until: datetime, by: Actor) -> list[InteractionView]:
    """What this officer answered or wrote down and ended in this time, the oldest first."""
    require_officer(by)
    _require_logger(by)
    rows = visible_interactions(by).filter(
        officer=officer, state=InteractionState.CLOSED, ended_at__gte=since, ended_at__lt=until
    )
    return [to_interaction(row, by) for row in rows.order_by("started_at", "id").prefetch_related(*_PARTS)]


def list_live(*, by: Actor, at: datetime, queue: str = "", door: str = "") -> list[InteractionView]:
    """Who waits and who is being answered now, the longest wait first; for those who answer."""
    require_officer(by)
    _require_logger(by)
    rows = visible_interactions(by).filter(state__in=_GOING_ON, started_at__lte=at)
    if queue:
        rows = rows.filter(queue=queue)
    if door:
        rows = rows.filter(door=door)
    return [to_interaction(row, by) for row in rows.order_by("started_at", "id").prefetch_related(*_PARTS)]


def get_wall(*, since: datetime, by: Actor, at: datetime, queue: str = "") -> Wall:
    """What a supervisor looks at: who waits now and how long, and of what arrived since then how much
    was answered, missed, and after how long a wait. What was only written down afterwards is no arrival."""
    require_officer(by)
    _require_logger(by)
    rows = visible_interactions(by).filter(started_at__lte=at)
    rows = rows.filter(queue=queue) if queue else rows
    arrivals = Q(started_at__gte=since)
    figures = {
        "waiting": Count("id", filter=Q(state=InteractionState.WAITING)),
        "oldest": Min("started_at", filter=Q(state=InteractionState.WAITING)),
        "live": Count("id", filter=Q(state=InteractionState.LIVE)),
        "arrived": Count("id", filter=arrivals),
        "answered": Count("id", filter=arrivals & Q(answered_at__isnull=False)),
        "missed": Count("id", filter=arrivals & Q(state=InteractionState.MISSED)),
        "wait": Avg(F("answered_at") - F("started_at"), filter=arrivals & Q(answered_at__isnull=False)),
    }
    came = rows.filter(Q(state__in=_GOING_ON) | arrivals).filter(
        Q(answered_at__isnull=False) | ~Q(state=InteractionState.CLOSED)
    )
    doors = [
        _figures(row["door"], dict(row), at)
        for row in came.values("door").annotate(**figures).order_by("door")
    ]
    return Wall(since=since, at=at, total=_figures("", came.aggregate(**figures), at), doors=tuple(doors))


def list_call_backs(*, by: Actor, at: datetime, due_only: bool = False) -> list[CallBackView]:
    """Calls that are owed, the one due first on top; for those who call."""
    require_officer(by)
    _require_logger(by)
    rows = visible_call_backs(by).filter(state=CallBackState.WAITING)
    rows = rows.filter(due_at__lte=at) if due_only else rows
    return [to_call_back(row, by) for row in rows.order_by("due_at", "id")[:200]]


def list_call_backs_of(customer: UUID, *, by: Actor, limit: int = 20) -> list[CallBackView]:
    """Calls that a customer asked for, newest first."""
    rows = visible_call_backs(by).filter(customer=customer).order_by("-created_at")
    return [to_call_back(row, by) for row in rows[:limit]]


def _figures(door: str, row: dict[str, object], at: datetime) -> DoorFigures:
    oldest, wait = row["oldest"], row["wait"]
    return DoorFigures(
        door=door,
        waiting=_count(row["waiting"]),
        longest_wait=at - oldest if isinstance(oldest, datetime) else timedelta(0),
        live=_count(row["live"]),
        arrived=_count(row["arrived"]),
        answered=_count(row["answered"]),
        missed=_count(row["missed"]),
        average_wait=wait if isinstance(wait, timedelta) else timedelta(0),
    )


def _count(value: object) -> int:
    return value if isinstance(value, int) else 0


def _require_logger(by: Actor) -> None:
    if not by.may(LOG):
        raise NotAllowed("contact.may_not_log", _("Your role does not answer customers."))
