"""Invitations to represent somebody, sent to an address."""

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.people.models.customers import Customer
from onedoor.people.types import InvitationState, MandateRole


class Invitation(models.Model):
    """``giver`` asks whoever the link reaches to act for her; the mandate begins when it is accepted."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="invitations")
    name = models.BinaryField()
    contact = models.BinaryField()
    contact_kind = models.CharField(max_length=8)
    role = models.CharField(max_length=12, choices=MandateRole.choices)
    services = models.JSONField(default=list)
    evidence = models.CharField(max_length=200, blank=True, default="")
    active_to = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=InvitationState.choices, default=InvitationState.OPEN)
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    mandate = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="invitation_answer_has_time",
                condition=models.Q(state="open", answered_at=None)
                | ~models.Q(state="open") & ~models.Q(answered_at=None),
            ),
            models.CheckConstraint(
                name="invitation_accepted_has_mandate",
                condition=models.Q(state="accepted") & ~models.Q(mandate=None)
                | ~models.Q(state="accepted") & models.Q(mandate=None),
            ),
        ]

    class Care:
        keep = "P1Y after it is answered"
        personal = ("giver", "role", "services", "evidence")
        sensitive = ("name", "contact")
        plain = (
            "id", "contact_kind", "active_to", "state", "invited_at", "expires_at", "answered_at", "mandate",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
