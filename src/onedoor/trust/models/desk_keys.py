"""Officers' keys for the programs that they work with."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class DeskKey(models.Model):
    """The key with which a program, such as the contact centre's telephone bar, acts in the name of one
    officer for one shift. Only the hash of the secret is kept."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="desk_keys")
    agency = models.CharField(max_length=8)
    label = models.CharField(max_length=120)
    prefix = models.CharField(max_length=12, unique=True)
    secret_hash = models.BinaryField()
    active_from = models.DateTimeField()
    active_to = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="desk_key_ends_after_it_begins",
                condition=models.Q(active_to__gte=models.F("active_from")),
            )
        ]

    class Care:
        keep = "P2Y after it ends"
        personal = ("account",)
        sensitive = ("secret_hash",)
        plain = ("id", "agency", "label", "prefix", "active_from", "active_to")

    def __str__(self) -> str:
        return self.label
