"""Tasks for agencies: there as soon as the flow reaches them, handed over by a job each."""

from onedoor.services.files.steps import Step
from onedoor.services.flow.journey import Journey
from onedoor.services.flow.plan import LEAD
from onedoor.services.flow.waiting import due_at
from onedoor.services.models import AgencyTask, ApplicationParty
from onedoor.services.parties.types import PartyState


def hand_over(journey: Journey, step: Step) -> None:
    """The agency's task exists from now on; the worker hands it over. One agency that is slow or
    down never holds up another, because each task is a job, a transaction and a retry of its own."""
    row = journey.row
    agency = row.agencies[0] if step.by == LEAD else step.by
    task, is_new = AgencyTask.objects.get_or_create(
        application=row,
        step=step.id,
        undoes=None,
        defaults={
            "customer": row.customer,
            "agencies": list(dict.fromkeys([agency, row.agencies[0]])),  # who does it, and who leads
            "agency": agency,
            "kind": step.does,
            "due_at": due_at(journey, step),
            "created_at": journey.at,
        },
    )
    if is_new:
        defer(task)
        _hand_over_each(journey, step, task)


def _hand_over_each(journey: Journey, step: Step, task: AgencyTask) -> None:
    """The same for each who confirmed, each with an answer of its own; nobody waits for it."""
    confirmed = ApplicationParty.objects.filter(
        application=journey.row, role=step.each, state=PartyState.CONFIRMED, customer__isnull=False
    )
    for party in confirmed.order_by("position") if step.each else ():
        assert party.customer is not None
        one = AgencyTask.objects.create(
            application=journey.row, customer=party.customer, agencies=task.agencies, agency=task.agency,
            step=step.id, kind=step.does, due_at=task.due_at, created_at=journey.at, party=party,
        )  # fmt: skip
        defer(one)


def hand_back(journey: Journey, task: AgencyTask) -> AgencyTask:
    """Tell the agency that what it did, or has in hand, no longer stands."""
    undo = AgencyTask.objects.create(
        application=journey.row,
        customer=task.customer,
        agencies=task.agencies,
        agency=task.agency,
        step=task.step,
        kind="undo",
        undoes=task,
        party=task.party,
        created_at=journey.at,
    )
    defer(undo)
    return undo


def defer(task: AgencyTask) -> None:
    """Queue it, in the transaction that made it due."""
    from onedoor.services.tasks import carry_out_task

    carry_out_task.defer(task=str(task.pk))
