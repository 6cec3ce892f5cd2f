"""Passkeys, and the questions that whoever signs in is asked once."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class Passkey(models.Model):
    """One passkey (WebAuthn credential) of an account.

    The private key never leaves her device. What we hold, the credential's id and public key, lies
    sealed for this account: a row that somebody wrote into the database by hand opens nothing.
    ``uses`` is the device's own signature counter; those that are shared between devices keep it at nought.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="passkeys")
    name = models.CharField(max_length=60)
    credential_index = models.BinaryField(unique=True)
    credential = models.BinaryField()
    uses = models.BigIntegerField(default=0)
    is_synced = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(name="passkey_has_a_name", condition=~models.Q(name="")),
        ]

    class Care:
        keep = "as long as the account"
        personal = ("account", "name")
        sensitive = ("credential_index", "credential")
        plain = ("id", "uses", "is_synced", "added_at", "last_used_at")

    def __str__(self) -> str:
        return str(self.id)


class Challenge(models.Model):
    """What we asked somebody to prove, and for what; deleted by the first answer, right or wrong, so that
    no answer counts twice. Real time, never the demo city's: devices know nothing of a demo clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=16)
    account = models.UUIDField(null=True)
    state = models.JSONField()
    expires_at = models.DateTimeField(db_index=True)

    class Care:
        keep = "P1D after it ran out"
        personal = ("account",)
        sensitive = ("state",)
        plain = ("id", "kind", "expires_at")

    def __str__(self) -> str:
        return self.kind
