"""A screen without a keyboard that shows one person what is hers, after she said so on her own phone."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Pairing(models.Model):
    """A code that a screen shows, kept as a keyed hash, and whose screen it is since she confirmed it
    (after RFC 8628, the device authorisation grant)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code_hash = models.BinaryField(unique=True)
    door = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    account = models.UUIDField(null=True)
    customer = models.UUIDField(null=True)
    paired_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(expires_at__gt=F("made_at")), name="pairing_expires_later"),
            models.CheckConstraint(
                condition=Q(paired_at=None) | Q(account__isnull=False, customer__isnull=False),
                name="pairing_is_somebodys",
            ),
        ]

    class Care:
        keep = "P1Y after it ends"
        personal = ("account", "customer")
        sensitive = ("code_hash",)
        plain = ("id", "door", "made_at", "expires_at", "paired_at", "ended_at")

    def __str__(self) -> str:
        return f"pairing at {self.door}"
