"""Handing one task over: claimed, sent outside of any transaction, and its answer noted.

A claim lasts longer than the slowest answer. A job that is run twice finds the claim, or the
answer, and does nothing; one that dies leaves a claim that runs out, and the task is tried again.
"""

from datetime import datetime, timedelta
from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.services.applications.work import TaskState
from onedoor.services.links.base import LinkDown
from onedoor.services.links.choosing import choose_link

MOST_TRIES = 8
ASK_EVERY = timedelta(minutes=15)
_FIRST_PAUSE, _LONGEST_PAUSE = timedelta(minutes=2), timedelta(hours=6)


def pause_after(tries: int) -> timedelta:
    """How long to leave an agency alone that did not answer: 2, 4, 8 … minutes, at most six hours."""
    return min(_FIRST_PAUSE * int(2 ** max(tries - 1, 0)), _LONGEST_PAUSE)


def carry_out(*, task: UUID, by: Actor, at: datetime) -> TaskState | None:
    """Hand the task over, or ask how it goes. None when there was nothing to do."""
    from onedoor.services.actions import agency_work

    claimed = agency_work.claim_task(task=task, by=by, at=at)
    if claimed is None:
        return None
    link = choose_link(claimed.message.agency)
    try:
        receipt = link.ask(claimed.message) if claimed.asks else link.send(claimed.message)
    except LinkDown as failure:
        return agency_work.note_failure(task=task, code=failure.code, for_good=failure.for_good, by=by, at=at)
    return agency_work.note_receipt(task=task, receipt=receipt, by=by, at=at)
