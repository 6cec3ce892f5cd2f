"""Who a customer is at an outside identity provider, by her own word."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class OutsideIdentity(models.Model):
    """The link that a customer made once, while she was signed in. Only a blind index of issuer and
    subject is kept, which finds the row again and tells nobody her name there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="identities")
    provider = models.CharField(max_length=32)
    subject_index = models.BinaryField(unique=True)
    linked_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["account", "provider"], name="one_identity_a_provider"),
        ]

    class Care:
        keep = "as long as the account"
        personal = ("account",)
        sensitive = ("subject_index",)
        plain = ("id", "provider", "linked_at", "last_used_at")

    def __str__(self) -> str:
        return self.provider
