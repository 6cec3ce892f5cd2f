"""Who is on duty for an agency at a moment, as accounts."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from onedoor.cases.catalogue import Duty, get_roster
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import local
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust


@dataclass(frozen=True, slots=True)
class OnDuty:
    """``is_supervisor`` is the last who is asked."""

    account: UUID
    name: str
    agency: str
    is_supervisor: bool


def list_on_duty(agency: str, at: datetime) -> list[OnDuty]:
    """Officers in the order in which urgent work of ``agency`` is offered to them, each once. Where nobody
    whom the roster names can answer, it is whoever holds a post at the agency, then at the one that answers
    for everybody: empty only where neither has anybody at all."""
    with transaction.atomic(), scoped(SYSTEM):
        roster = get_roster()
        found = [officer for duty in roster.asked_for(agency) for officer in _of_duty(duty, at)]
        found = found or list(_whoever_is_there((agency, roster.otherwise), at))
    return list({officer.account: officer for officer in reversed(found)}.values())[::-1]


def _of_duty(duty: Duty, at: datetime) -> Iterator[OnDuty]:
    asked = duty.asked_at(at)
    for place, who in enumerate(asked, start=1):
        is_supervisor = place == len(asked)
        if "@" in who:
            account = trust.find_account(who)
            posts = {officer.account for officer in trust.list_officers(duty.agency, at=at)}
            if account and account.id in posts:
                yield OnDuty(account.id, account.name, duty.agency, is_supervisor)
            continue
        pool = trust.list_officers(duty.agency, role=who, at=at)
        # The pool turns by a place a day, so that the first in the alphabet is not always first.
        turn = local(at).toordinal() % len(pool) if pool else 0
        for officer in pool[turn:] + pool[:turn]:
            yield OnDuty(officer.account, officer.name, duty.agency, is_supervisor)


def _whoever_is_there(agencies: tuple[str, ...], at: datetime) -> Iterator[OnDuty]:
    for agency in dict.fromkeys(agencies):
        for officer in trust.list_officers(agency, at=at):
            yield OnDuty(officer.account, officer.name, agency, False)
