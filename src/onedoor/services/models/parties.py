"""Others who take part in an application, what they were asked, and how they answered."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.services.models.applications import Application


class ApplicationParty(models.Model):
    """One person asked to confirm. ``role`` is a name of the service file's parties, ``position`` the
    entry of a group that repeats. ``known`` is the customer to whom the contact leads, ``customer`` who
    answered. A person or contact that was put right is a new row; the old one is ``replaced``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="parties")
    applicant = models.UUIDField()
    agencies = ArrayField(models.TextField())
    step = models.TextField()
    role = models.TextField()
    position = models.IntegerField(default=0)
    name = models.BinaryField()
    contact = models.BinaryField()
    contact_kind = models.TextField()
    state = models.TextField(default="invited")
    known = models.UUIDField(null=True, db_index=True)
    customer = models.UUIDField(null=True, db_index=True)
    sent = models.IntegerField(default=0)
    invited_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    left_out_at = models.DateTimeField(null=True)
    alarmed_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    canonical = models.TextField(default="", blank=True)
    sha256 = models.TextField(default="", blank=True)
    signer = models.UUIDField(null=True)
    assurance = models.IntegerField(null=True)
    assisted_officer = models.UUIDField(null=True)
    confirmation = models.UUIDField(null=True, unique=True)
    key = models.TextField(default="", blank=True)
    signature = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["application", "role", "position"],
                condition=~Q(state="replaced"),
                name="party_one_an_entry",
            ),
            models.UniqueConstraint(
                fields=["application", "role", "customer"],
                condition=Q(state="confirmed", customer__isnull=False),
                name="party_confirms_for_herself_alone",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("confirmed", "declined"), answered_at__isnull=False)
                | Q(state__in=("invited", "expired"), answered_at__isnull=True)
                | Q(state="replaced"),
                name="party_answer_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | Q(signature__isnull=False, assurance__gte=1) & ~Q(sha256="") & ~Q(key=""),
                name="party_confirmed_is_signed",
            ),
            models.CheckConstraint(
                condition=Q(customer__isnull=True) | ~Q(customer=F("applicant")),
                name="party_is_another_than_the_applicant",
            ),
            models.CheckConstraint(
                condition=Q(assisted_officer__isnull=True, confirmation__isnull=True)
                | Q(assisted_officer__isnull=False, confirmation__isnull=False),
                name="party_helped_confirmed",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="party_to_watch", condition=Q(state="invited")),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.position}"

    class Care:
        keep = "with its application"
        personal = ("applicant", "known", "customer", "signer", "assisted_officer")
        sensitive = ("name", "contact", "reason", "canonical")
        plain = (
            "id", "application", "agencies", "step", "role", "position", "contact_kind", "state", "sent",
            "invited_at", "due_at", "next_at", "answered_at", "left_out_at", "alarmed_at", "sha256",
            "assurance", "confirmation", "key", "signature",
        )  # fmt: skip
