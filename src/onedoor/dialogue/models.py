"""Conversations, as far as they have come."""

from typing import Any, ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


def at_the_beginning() -> dict[str, Any]:
    """Nothing asked yet."""
    return {"step": "", "facts": {}, "stack": [], "offset": 0}


class Session(models.Model):
    """One conversation at one door. ``state`` is the place in it: names of steps and our own numbers,
    never what was typed. ``customer`` is who was claimed; she is known only while ``assurance`` is not 0."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    door = models.CharField(max_length=12)
    form = models.CharField(max_length=12)
    choices = models.SmallIntegerField()
    digits_only = models.BooleanField()
    language = models.CharField(max_length=8)
    address = models.BinaryField(default=b"")
    customer = models.UUIDField(null=True)
    account = models.UUIDField(null=True)
    assurance = models.SmallIntegerField(default=0)
    state = models.JSONField(default=at_the_beginning)
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "door", "-heard_at"], name="session_at_an_address"),
            models.Index(fields=["heard_at"], name="session_heard"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ending=""),
                name="session_ended_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(assurance=0) | models.Q(account__isnull=False),
                name="session_known_by_an_account",
            ),
        ]

    class Care:
        keep = "P30D after the last reply"
        personal = ("address", "customer", "account", "state")
        sensitive = ()
        plain = (
            "id", "door", "form", "choices", "digits_only", "language", "assurance",
            "began_at", "heard_at", "ended_at", "ending",
        )  # fmt: skip
