"""Who may let others act for a customer, and whom she has asked."""

from datetime import datetime
from uuid import UUID

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people import models
from onedoor.people.queries.customers import not_found
from onedoor.people.queries.ties import in_force
from onedoor.people.types import (
    EVERY_SERVICE,
    CustomerKind,
    InvitationState,
    InvitationView,
    MandateRole,
)
from onedoor.trust import queries as trust

INVITATION = "mandate"  # the purpose of the links
SEAL = "invitation"
ROLES: dict[str, tuple[MandateRole, ...]] = {
    CustomerKind.PERSON: (MandateRole.ATTORNEY, MandateRole.CARER, MandateRole.ACCOUNTANT),
    CustomerKind.BUSINESS: (
        *(MandateRole.OWNER, MandateRole.DIRECTOR),
        *(MandateRole.ACCOUNTANT, MandateRole.EMPLOYEE),
    ),
    CustomerKind.AGENCY: (),
}


def may_manage(giver: UUID, *, by: Actor, at: datetime) -> bool:
    """Whether ``by`` decides who acts for ``giver``: she herself; of a business, an owner who may act in
    every service."""
    if by.kind == "system":
        return True
    if by.kind != "citizen" or by.customer != giver:
        return False
    if by.mandate is None:
        return True
    with scoped(SYSTEM):
        rows = in_force(models.Mandate.objects.filter(id=by.mandate, giver__kind=CustomerKind.BUSINESS), at)
        row = rows.filter(role=MandateRole.OWNER, giver_id=giver).first()
    return row is not None and EVERY_SERVICE in row.services


def roles_for(giver: UUID) -> tuple[MandateRole, ...]:
    """As what somebody may be asked to act for this customer."""
    kind = models.Customer.objects.filter(id=giver).values_list("kind", flat=True).first()
    if kind is None:
        raise not_found()
    return ROLES[kind]


def list_invitations(giver: UUID, *, by: Actor, at: datetime) -> list[InvitationView]:
    """Whom she has asked and who has not answered yet; for those who decide about it."""
    if not may_manage(giver, by=by, at=at):
        return []
    rows = models.Invitation.objects.filter(giver_id=giver, state=InvitationState.OPEN, expires_at__gt=at)
    return [view_invitation(row) for row in rows.select_related("giver").order_by("-invited_at")]


def find_invitation(token: str, *, at: datetime) -> InvitationView:
    """What a link asks, without taking it. Raises NotFound when it is dead."""
    with scoped(SYSTEM):
        link = trust.get_link(token, INVITATION, at=at)
        return view_invitation(models.Invitation.objects.select_related("giver").get(id=link.subject))


def view_invitation(row: models.Invitation) -> InvitationView:
    """The row as others see it."""
    return InvitationView(
        id=row.id,
        giver=row.giver_id,
        giver_name=row.giver.name,
        giver_name_zh=row.giver.name_zh,
        name=trust.unseal(bytes(row.name), purpose=SEAL),
        contact=trust.unseal(bytes(row.contact), purpose=SEAL),
        role=row.role,
        services=tuple(row.services),
        evidence=row.evidence,
        active_to=row.active_to,
        state=row.state,
        invited_at=row.invited_at,
        expires_at=row.expires_at,
    )
