"""Steps that wait for others who take part: they are asked, and the flow goes on when all have answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.kernel.text import LANGUAGES, Text, pick
from onedoor.services.files.schema import ServiceFile
from onedoor.services.files.steps import Step
from onedoor.services.flow.journey import Journey, move_on
from onedoor.services.flow.waiting import due_at
from onedoor.services.models import Application, ApplicationParty
from onedoor.services.parties.asking import ask, note
from onedoor.services.parties.children import find_child, take_along
from onedoor.services.parties.named import count_answers, list_named, party_of
from onedoor.services.parties.types import EXPIRED, LEFT_OUT, PartyState

NOT_CONFIRMED: Text = {
    "en": "Somebody who takes part did not confirm it.",
    "zh-hans": "有参与人未予确认。",
}
HERE = (PartyState.INVITED, PartyState.CONFIRMED, PartyState.DECLINED, PartyState.EXPIRED)


def arrive(journey: Journey, step: Step) -> None:
    """The flow has come to a confirm step: ask everybody who was not asked yet; with nobody to ask, and
    when all have answered meanwhile, it goes on at once."""
    if f"confirm-{step.id}" not in journey.row.waits_for:
        return
    party = party_of(journey.file, step)
    asked = set(
        ApplicationParty.objects.filter(application=journey.row, role=step.by, state__in=HERE).values_list(
            "position", flat=True
        )
    )
    for who in list_named(party, journey.reckoning.values, journey.reckoning.facts):
        if who.position in asked:
            continue
        child = find_child(journey.row.customer, party, who, at=journey.at)
        if child is not None:
            take_along(journey.row, step, who, child, at=journey.at)
        else:
            ask(journey.row, step, party, who, due_at=due_of(journey, step), at=journey.at)
    go_on(journey, step)


def go_on(journey: Journey, step: Step) -> bool:
    """Move the flow on once nobody is waited for: all confirmed, or were left out; or somebody declined
    and the file says what is done then (``else``)."""
    node = f"confirm-{step.id}"
    rows = ApplicationParty.objects.filter(application=journey.row, role=step.by, state__in=HERE)
    states = [row.state for row in rows if row.left_out_at is None]
    refused = PartyState.DECLINED in states and not any(row.alarmed_at for row in rows)
    if node not in journey.row.waits_for:
        return False
    if all(state == PartyState.CONFIRMED for state in states) or (refused and step.otherwise):
        move_on(journey, node=node)
        return True
    return False


def leave_out(journey: Journey, step: Step, row: ApplicationParty) -> None:
    """The application goes on without her."""
    row.left_out_at, row.next_at = journey.at, None
    if row.state == PartyState.INVITED:
        row.state = PartyState.EXPIRED
    row.save(update_fields=["left_out_at", "next_at", "state"])
    note(LEFT_OUT, row, customer=row.applicant, by=journey.house, at=journey.at)
    go_on(journey, step)


def run_late(journey: Journey, step: Step, row: ApplicationParty) -> None:
    """Her time is over: what the file says is done (``late``). With ``remind`` she may still answer."""
    if step.late == "remind":
        return
    row.state, row.next_at = PartyState.EXPIRED, None
    row.save(update_fields=["state", "next_at"])
    note(EXPIRED, row, customer=row.applicant, by=journey.house, at=journey.at)
    if step.late == "go-on":
        leave_out(journey, step, row)
    elif step.late == "end":
        end(journey, ended="late")
    elif journey.row.case is not None:
        with override("en"):
            text = say("Somebody who takes part did not answer in time. Decide whether to go on without.")
        cases.add_note(case=journey.row.case, text=text, by=journey.house, at=journey.at)


def end(journey: Journey, *, ended: str) -> None:
    """The application ends because somebody did not confirm it; what was done is undone, and others who
    were asked need not answer any more."""
    from onedoor.services.flow.undoing import end_early

    waiting = ApplicationParty.objects.filter(application=journey.row, state=PartyState.INVITED)
    waiting.update(state=PartyState.EXPIRED, next_at=None)
    end_early(journey, ended=ended, reasons=[NOT_CONFIRMED])


def tell(journey: Journey, row: ApplicationParty, what: str) -> None:
    """Word to the applicant about somebody who takes part: declined or late."""
    contact.send_message(
        customer=row.applicant,
        title=journey.file.title,
        body={code: _in(code, what, pick(party_title(journey.file, row), code)) for code in LANGUAGES},
        agency=journey.file.agency,
        application=journey.row.id,
        case=journey.row.case,
        idempotency_key=f"party/{row.id}/{what}",
        by=journey.house,
        at=journey.at,
    )


def due_of(journey: Journey, step: Step) -> datetime | None:
    """Until when somebody who is asked now is waited for."""
    return due_at(journey, step) if step.until else None


def party_title(file: ServiceFile, row: ApplicationParty) -> Text:
    """What she is, in both languages."""
    return file.parties[row.role].title


def party_facts(row: Application, file: ServiceFile) -> Mapping[str, Any]:
    """How many of each kind confirmed and declined, for conditions."""
    if not file.parties:
        return {}
    rows = ApplicationParty.objects.filter(application=row, state__in=HERE)
    return count_answers(file, rows.values_list("role", "state"))


def _in(language: str, what: str, role: str) -> str:
    with override(language):
        words = {
            "declined": say("%(role)s declined to confirm. Open your application to see what you can do."),
            "late": say(
                "%(role)s has not answered yet. You can send the link again or put the contact right."
            ),
        }
        return words[what] % {"role": role}
