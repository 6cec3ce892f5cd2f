"""What the applicant, an officer and the clock do about those who take part and have not confirmed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services.applications.document import dump, load, put
from onedoor.services.applications.guard import check_may_act_for, fetch
from onedoor.services.files.steps import Party
from onedoor.services.flow import confirming, effects
from onedoor.services.flow.journey import Journey, house_of
from onedoor.services.models import ApplicationParty
from onedoor.services.parties import finding
from onedoor.services.parties.asking import ask, check_contact, next_of, note, send
from onedoor.services.parties.content import opened
from onedoor.services.parties.named import Named
from onedoor.services.parties.types import ASKED_AGAIN, CHANGED, LINK, REMINDED, PartyState, PartyView
from onedoor.services.parties.views import to_party
from onedoor.services.types import ValueState
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

AGAIN = timedelta(days=7)  # after the end, where the file says only to remind


@action(may="services.assist")
def send_request_again(*, party: UUID, by: Actor, at: datetime) -> PartyView:
    """A new link to the same contact; the old one is dead."""
    with scoped(house_of(by)):
        row = _hers(party, by=by)
        if not to_party(row, failed=False, hers=True, officer=False).may_send:
            raise Conflict(
                "party.not_to_send", _("No new link can be sent: it was sent often, or is answered already.")
            )
        send(row, at=at)
        note(ASKED_AGAIN, row, customer=row.applicant, by=by, at=at)
        return to_party(row, failed=False, hers=True, officer=False)


@action(may="services.assist")
def change_party(*, party: UUID, name: str, contact: str, by: Actor, at: datetime) -> PartyView:
    """Another contact, or another person, in place of somebody who has not confirmed. The old link is
    dead. Another person changes what was signed, so it asks for the level of signing; she stands in the
    document from now on."""
    with scoped(house_of(by)):
        row = _hers(party, by=by)
        if not to_party(row, failed=False, hers=True, officer=False).may_change:
            raise Conflict("party.not_to_change", _("This was confirmed, or is decided by an officer now."))
        journey = finding.journey_for(row, by=by, at=at)
        asked_for = journey.file.parties[row.role]
        who = Named(position=row.position, name=" ".join(name.split()), contact=contact.strip())
        check_contact(row.applicant, asked_for, who)
        if who.name != opened(row.name):
            trust.require_level(
                by,
                journey.file.assurance.sign,
                _("Confirm that it is you: another person changes what you signed."),
            )
        _write_down(journey, asked_for, who)
        new = _replace(row, journey, asked_for, who, at=at)
        note(CHANGED, new, customer=row.applicant, by=by, at=at)
        return to_party(new, failed=False, hers=True, officer=False)


@action(may="services.assist")
def leave_party_out(*, party: UUID, by: Actor, at: datetime) -> PartyView:
    """Go on without somebody who declined, where the service allows it."""
    with scoped(house_of(by)):
        row = _hers(party, by=by)
        if not to_party(row, failed=False, hers=True, officer=False).may_leave_out:
            raise Conflict("party.needed", _("This application cannot go on without this person."))
        journey = finding.journey_for(row, by=by, at=at)
        confirming.leave_out(journey, finding.step_of(row), row)
        _save(journey)
        return to_party(row, failed=False, hers=True, officer=False)


@action(may="services.decide")
def settle_party(*, party: UUID, go_on: bool, by: Actor, at: datetime) -> PartyView:
    """An officer decides about somebody who declined, was late or raised an alarm: the application goes
    on without her, or ends."""
    if by.kind not in ("officer", "system"):
        raise finding.unknown()
    with scoped(house_of(by)):
        row = finding.lock(finding.get_row(Q(id=party)))
        if by.kind == "officer" and by.agency not in row.agencies:
            raise finding.unknown()
        if not to_party(row, failed=False, hers=False, officer=True).may_settle:
            raise Conflict("party.not_to_settle", _("There is nothing to decide about this person."))
        journey = finding.journey_for(row, by=by, at=at)
        if go_on:
            confirming.leave_out(journey, finding.step_of(row), row)
        else:
            confirming.end(journey, ended="refused")
        _save(journey)
        return to_party(row, failed=False, hers=False, officer=True)


@action()
def watch_parties(*, by: Actor, at: datetime, limit: int = 100) -> int:
    """Remind those who have not answered, half-way and a day before the end; at the end do what the
    service file says. Gives how many were looked after."""
    if by.kind != "system":
        raise finding.unknown()
    due = ApplicationParty.objects.filter(state=PartyState.INVITED, next_at__lte=at).order_by("next_at")
    found = list(due.values_list("id", flat=True)[:limit])
    for party in found:
        row = finding.lock(finding.live_rows().get(id=party))
        if row.next_at is not None and row.next_at <= at and row.state == PartyState.INVITED:
            _look_after(row, by=by, at=at)
    return len(found)


def _look_after(row: ApplicationParty, *, by: Actor, at: datetime) -> None:
    journey, step = finding.journey_for(row, by=by, at=at), finding.step_of(row)
    over = row.due_at is not None and at >= row.due_at
    if over and step.late != "remind":
        confirming.run_late(journey, step, row)
        _save(journey)
        return
    row.next_at = at + AGAIN if over else next_of(row.invited_at, row.due_at, at)
    row.save(update_fields=["next_at"])
    send(row, at=at)
    note(REMINDED, row, customer=row.applicant, by=by, at=at)
    if over:
        confirming.tell(journey, row, "late")


def _hers(party: UUID, *, by: Actor) -> ApplicationParty:
    """A row of an application of hers, locked. NotFound for everybody else."""
    row = finding.get_row(Q(id=party))
    try:
        fetch(row.application_id, by=by)
        check_may_act_for(row.applicant, by=by)
    except NotFound:
        raise finding.unknown() from None
    return finding.lock(row)


def _write_down(journey: Journey, party: Party, who: Named) -> None:
    """The document says who really takes part: later steps and letters read it."""
    row, file = journey.row, journey.file
    stored = load(file, row.values)
    given = {party.name: who.name, party.contact: who.contact}
    for field in [party.of] if party.of else list(given):
        for item in stored:
            value = item.value
            if value.field == field and value.index == (who.position if party.of else value.index):
                new = replace(value, value=_with(value.value, given) if party.of else given[field])
                new = replace(new, state=ValueState.CONFIRMED)
                stored = put(stored, replace(item, value=new, revision=row.revision + 1))
    row.values, row.revision, row.changed_at = dump(stored), row.revision + 1, journey.at


def _with(entry: Any, given: Mapping[str, str]) -> Any:
    return {**entry, **given} if isinstance(entry, Mapping) else entry


def _replace(
    row: ApplicationParty, journey: Journey, party: Party, who: Named, *, at: datetime
) -> ApplicationParty:
    row.state, row.next_at = PartyState.REPLACED, None
    row.save(update_fields=["state", "next_at"])
    trust_actions.end_link(purpose=LINK, subject=row.id, by=journey.house, at=at)
    step = finding.step_of(row)
    due_at = confirming.due_of(journey, step)
    journey.row.save()
    return ask(journey.row, step, party, who, due_at=due_at, at=at)


def _save(journey: Journey) -> None:
    if journey.row.state not in ("closed", "withdrawn"):
        effects.settle_case(journey)
    journey.row.changed_at = journey.at
    journey.row.save()
