"""Who is waited for at a step, since when, and until when."""

from collections.abc import Iterable
from datetime import datetime, time

from onedoor.kernel.calendars import Term, get_calendar
from onedoor.kernel.clock import ZONE, local
from onedoor.services.applications.reckoning import promise_of
from onedoor.services.files.steps import Step
from onedoor.services.flow.journey import Journey
from onedoor.services.flow.terms import add_term
from onedoor.services.models import Wait

_ALWAYS = frozenset({"task", "tell", "confirm", "supply"})


def begin_waits(journey: Journey, nodes: Iterable[str]) -> None:
    """The flow has come to these nodes and stays there until somebody has acted. Each of those who
    confirm has a time of her own."""
    row = journey.row
    for node in nodes:
        step = journey.step(node)
        if step.until or step.does in _ALWAYS:
            Wait.objects.get_or_create(
                application=row,
                node=node,
                over_at=None,
                defaults={
                    "customer": row.customer,
                    "agencies": row.agencies,
                    "since": journey.at,
                    # Those who take part have a time each: one may be named later than another.
                    "due_at": due_at(journey, step) if step.until and step.does != "confirm" else None,
                },
            )


def end_waits(journey: Journey, nodes: Iterable[str]) -> None:
    """The flow has gone on from these nodes."""
    left = list(nodes)
    if left and any(step.until or step.does in _ALWAYS for step in map(journey.step, left)):
        Wait.objects.filter(application=journey.row, node__in=left, over_at=None).update(over_at=journey.at)


def due_at(journey: Journey, step: Step) -> datetime:
    """Until when the step is waited for: its own term, else what the service promises as a whole.
    Days are those of the service's calendar; months and years lead to the end of a day."""
    promise = promise_of(journey.file, journey.reckoning)
    term = step.until or promise.answer
    try:
        return get_calendar(promise.calendar).add(journey.at, Term.parse(term))
    except ValueError:
        day = add_term(local(journey.at).date(), term)
        return datetime.combine(day, time(23, 59), ZONE)
