"""Asking somebody to represent: by a link, accepted in one's own name, ended by either side."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.actions.mandates import grant_mandate
from onedoor.people.queries.inviting import INVITATION, SEAL, may_manage, roles_for, view_invitation
from onedoor.people.queries.reaching import read_contact
from onedoor.people.types import (
    EVERY_SERVICE,
    INVITATION_DECLINED,
    INVITATION_ENDED,
    INVITED,
    InvitationState,
    InvitationView,
    Mandate,
)
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

LASTS = timedelta(days=14)
Deliver = Callable[[str, str, str, UUID], None]


@action()
def invite_representative(
    *,
    giver: UUID,
    name: str,
    contact: str,
    role: str,
    services: Sequence[str] = (EVERY_SERVICE,),
    evidence: str = "",
    active_to: date | None = None,
    deliver: Deliver,
    by: Actor,
    at: datetime,
) -> InvitationView:
    """Ask somebody to act for ``giver``: a person asks for herself, a business through an owner, at
    level 3. ``deliver(kind, address, token, invitation)`` takes the link to the address; nobody else
    ever sees it."""
    if not may_manage(giver, by=by, at=at):
        raise NotAllowed(
            "mandate.not_yours", _("Only the person herself, or an owner of the business, can do this.")
        )
    trust.require_level(by, 3, _("Confirm with a one-time code to let somebody act for you."))
    read = read_contact(contact)
    if read is None:
        raise Invalid(
            "invitation.contact", _("Give an e-mail address or a telephone number."), field="contact"
        )
    _check(name, role, services, active_to, giver, at)
    row = models.Invitation.objects.create(
        giver_id=giver, name=trust.seal(" ".join(name.split()), purpose=SEAL),
        contact=trust.seal(read[1], purpose=SEAL), contact_kind=read[0], role=role,
        services=list(services), evidence=evidence.strip()[:200], active_to=active_to, invited_at=at,
        expires_at=at + LASTS,
    )  # fmt: skip
    token = trust_actions.make_link(
        purpose=INVITATION, subject=row.id, expires_at=row.expires_at, by=SYSTEM, at=at
    )
    _record(INVITED, row, by=by, at=at)
    deliver(*read, token, row.id)
    return view_invitation(row)


@action()
def open_invitation(*, token: str, by: Actor, at: datetime) -> InvitationView:
    """What one is asked; the first who opens the link signed in has it to herself."""
    with scoped(SYSTEM):
        return view_invitation(_held(token, by=by, at=at))


@action()
def accept_invitation(*, token: str, by: Actor, at: datetime) -> Mandate:
    """She will act for the giver: the mandate begins today. Twice is once."""
    with scoped(SYSTEM):
        row = _answerable(token, by=by, at=at)
        assert by.self_customer is not None
        mandate = grant_mandate(
            giver=row.giver_id, holder=by.self_customer, role=row.role, services=row.services,
            evidence=row.evidence, active_to=row.active_to, by=SYSTEM, at=at,
        )  # fmt: skip
        _answer(row, InvitationState.ACCEPTED, mandate.id, at)
        return mandate


@action()
def decline_invitation(*, token: str, by: Actor, at: datetime) -> None:
    """She will not; the giver is told."""
    with scoped(SYSTEM):
        row = _answerable(token, by=by, at=at)
        _answer(row, InvitationState.DECLINED, None, at)
        _record(INVITATION_DECLINED, row, by=by, at=at)


@action()
def end_invitation(*, invitation: UUID, by: Actor, at: datetime) -> None:
    """Take it back before it is answered; its link is dead."""
    row = models.Invitation.objects.select_for_update().filter(id=invitation).first()
    if row is None or not may_manage(row.giver_id, by=by, at=at):
        raise NotFound("invitation.unknown", _("There is no such invitation."))
    if row.state != InvitationState.OPEN:
        raise Conflict("invitation.answered", _("It was answered already. End the mandate instead."))
    _answer(row, InvitationState.ENDED, None, at)
    trust_actions.end_link(purpose=INVITATION, subject=row.id, by=by, at=at)
    _record(INVITATION_ENDED, row, by=by, at=at)


def _held(token: str, *, by: Actor, at: datetime) -> models.Invitation:
    link = trust_actions.hold_link(token=token, purpose=INVITATION, by=by, at=at)
    row = (
        models.Invitation.objects.select_for_update(of=("self",)).select_related("giver").get(id=link.subject)
    )
    if by.mandate is not None:
        raise NotAllowed("invitation.own_name", _("Act for yourself, then answer in your own name."))
    if by.self_customer == row.giver_id:
        raise NotAllowed("mandate.self", _("You need no mandate to act for yourself."))
    return row


def _answerable(token: str, *, by: Actor, at: datetime) -> models.Invitation:
    row = _held(token, by=by, at=at)
    if by.kind != "citizen" or by.self_customer is None:
        raise NotAllowed("mandate.not_for_you", _("Only customers act for others by mandate."))
    trust.require_level(by, 2, _("Confirm that it is you before you answer."))
    if row.state != InvitationState.OPEN:
        raise Conflict("invitation.answered_by_you", _("This was answered already. Nothing more is asked."))
    return row


def _answer(row: models.Invitation, state: InvitationState, mandate: UUID | None, at: datetime) -> None:
    row.state, row.mandate, row.answered_at = state, mandate, at
    row.save(update_fields=["state", "mandate", "answered_at"])


def _check(
    name: str, role: str, services: Sequence[str], active_to: date | None, giver: UUID, at: datetime
) -> None:
    if not name.strip():
        raise Invalid("people.no_name", _("Enter a name."), field="name")
    if role not in roles_for(giver):
        raise Invalid("mandate.role", _("Choose one of the answers offered."), field="role")
    if not services:
        raise Invalid("mandate.services", _("Choose at least one service."), field="services")
    if active_to is not None and active_to <= local(at).date():
        raise Invalid("mandate.period", _("The last day must come after the first."), field="active_to")


def _record(event: Event, row: models.Invitation, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="invitation", subject=row.id, customer=row.giver_id, by=by, at=at,
        data={"role": row.role},
    )  # fmt: skip
