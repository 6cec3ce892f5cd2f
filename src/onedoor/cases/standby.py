"""Whom the roster names although she cannot answer, told before her shift comes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from onedoor.cases.catalogue import Duty, get_roster
from onedoor.cases.models import DutyNumber
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.calendars import get_calendar
from onedoor.kernel.clock import local
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust
from onedoor.trust.types import PostHeld

AHEAD = timedelta(days=28)
COUNTERS_OPEN = "business-hours"


@dataclass(frozen=True, slots=True)
class Gap:
    """From ``begins`` on ``asked``, an e-mail or a role, is nobody who lives and holds a post of the agency.
    ``is_open``: nor is anybody else on duty there at that moment, the supervisor among them."""

    agency: str
    asked: str
    begins: datetime
    is_open: bool


@dataclass(frozen=True, slots=True)
class Unreachable:
    """The roster asks ``name`` while nobody sits at a desk, and she has not said where she is rung."""

    agency: str
    name: str


def list_unreachable(*, at: datetime, ahead: timedelta = AHEAD) -> list[Unreachable]:
    """Of every agency's roster until ``at + ahead``, whoever is asked outside the counters' hours and has
    given no number, each once."""
    counters = get_calendar(COUNTERS_OPEN)
    found: dict[tuple[str, UUID], Unreachable] = {}
    with transaction.atomic(), scoped(SYSTEM):
        numbers = set(DutyNumber.objects.values_list("account", flat=True))
        for duty in get_roster().duties.values():
            moments = [m for m in _list_moments(duty, at, at + ahead) if not counters.is_open(m)]
            asked = {who.lower() for moment in moments for who in duty.asked_at(moment)}
            held = [post for post in trust.list_posts(duty.agency) if asked & {post.email, post.role}]
            for post in held:
                account = trust.find_account(post.email)
                if account is None or account.id in numbers:
                    continue
                if any(post.covers(local(moment).date()) for moment in moments):
                    found[duty.agency, account.id] = Unreachable(duty.agency, account.name)
    return sorted(found.values(), key=lambda one: (one.agency, one.name))


def list_gaps(*, at: datetime, ahead: timedelta = AHEAD) -> list[Gap]:
    """Of every agency's roster until ``at + ahead``, each name once, from the first moment at which it is
    asked in vain; then once more from the first at which nobody is left. Soonest first."""
    with transaction.atomic(), scoped(SYSTEM):
        held = {agency: trust.list_posts(agency) for agency in get_roster().duties}
    found: dict[tuple[str, str, bool], Gap] = {}
    for duty in get_roster().duties.values():
        for moment in _list_moments(duty, at, at + ahead):
            asked = duty.asked_at(moment)
            missing = [who for who in asked if not _answers(who, held[duty.agency], moment)]
            for who in missing:
                gap = Gap(duty.agency, who, moment, len(missing) == len(asked))
                found.setdefault((gap.agency, gap.asked, gap.is_open), gap)
    return sorted(found.values(), key=lambda gap: (gap.begins, gap.agency, gap.asked))


def _list_moments(duty: Duty, first: datetime, last: datetime) -> Iterator[datetime]:
    """Now, and every later moment at which another may be asked: a shift begins, or a day, with its posts."""
    yield first
    midnight = local(first).replace(hour=0, minute=0, second=0, microsecond=0)
    minutes = sorted({0} | {shift.first for shift in duty.shifts})
    while midnight < last:
        for moment in (midnight + timedelta(minutes=minute) for minute in minutes):
            if first < moment < last:
                yield moment
        midnight += timedelta(days=1)


def _answers(who: str, held: list[PostHeld], moment: datetime) -> bool:
    day = local(moment).date()
    return any(who.lower() in (post.email, post.role) and post.covers(day) for post in held)
