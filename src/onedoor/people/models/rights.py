"""Copies of everything that is held, made for the person whom it is about."""

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id
from onedoor.people.types import CopyState


class DataCopy(models.Model):
    """One request for everything that is held. ``content`` is the sealed file while it may be taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    asked_by = models.UUIDField()
    language = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=CopyState.choices, default=CopyState.ASKED)
    asked_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    content = models.BinaryField(null=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="one_copy_at_a_time", fields=["customer"], condition=Q(state=CopyState.ASKED)
            ),
            models.CheckConstraint(
                name="copy_is_there_only_while_ready",
                condition=Q(state=CopyState.READY, content__isnull=False, expires_at__isnull=False)
                | (~Q(state=CopyState.READY) & Q(content=None)),
            ),
        ]

    class Care:
        keep = "P3Y; its content P7D"
        personal = ("customer", "asked_by")
        sensitive = ("content",)
        plain = (
            *("id", "language", "state", "asked_at", "ready_at", "expires_at", "size", "sha256", "taken"),
        )

    def __str__(self) -> str:
        return str(self.id)
