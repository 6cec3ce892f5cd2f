"""A customer lets an officer type for her: the one-time code and the session it opens."""

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class AssistanceOffer(models.Model):
    """A code for one use, kept only as a keyed hash."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    code_hash = models.BinaryField()
    offered_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assistance_one_open_code", fields=["customer"], condition=models.Q(used_at=None)
            )
        ]

    class Care:
        keep = "P1D"
        personal = ("customer",)
        sensitive = ("code_hash",)
        plain = ("id", "offered_at", "expires_at", "used_at", "failures")


class AssistedSession(models.Model):
    """An officer has one customer before her at a time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    offer = models.OneToOneField(AssistanceOffer, on_delete=models.PROTECT, related_name="session")
    officer = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    agency = models.CharField(max_length=8)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="assistance_one_customer_at_a_time",
                fields=["officer"],
                condition=models.Q(ended_at=None),
            )
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "offer", "officer", "agency", "begun_at", "ends_at", "ended_at")


class Confirmation(models.Model):
    """The customer's word, by a second code, that ``content`` of ``subject`` may be done in her name."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(AssistedSession, on_delete=models.PROTECT, related_name="confirmations")
    offer = models.OneToOneField(AssistanceOffer, on_delete=models.PROTECT, related_name="confirmation")
    customer = models.UUIDField(db_index=True)
    subject = models.UUIDField()
    content = models.TextField()
    confirmed_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True)

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "session", "offer", "subject", "content", "confirmed_at", "spent_at")
