"""Partners' credentials for the machine door."""

from django.db import models

from onedoor.kernel.ids import new_id


class PartnerKey(models.Model):
    """Only the hash of the secret is kept; ``prefix`` finds the row and is safe to show.

    With ``customer`` it is the key of a system that acts for that organisation, and under the mandates
    it holds, as a person in its name would; without, it pushes the partner's own data.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.CharField(max_length=32, db_index=True)
    label = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.BinaryField()
    customer = models.UUIDField(null=True, blank=True)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True, blank=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="partner_key_ends_after_it_begins",
                condition=models.Q(active_to=None) | models.Q(active_to__gte=models.F("active_from")),
            )
        ]

    class Care:
        keep = "P2Y after it ends"
        personal = ("customer",)
        sensitive = ("secret_hash",)
        plain = ("id", "partner", "label", "prefix", "active_from", "active_to", "last_used_at")
