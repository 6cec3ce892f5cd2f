"""Copies of what is held for her whom it is about, holds on what is kept, and disposals by two."""

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.people.types import CopyState, DisposalState


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


class LegalHold(models.Model):
    """Nothing of this customer, or of this case, is disposed of until ``ends_at``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(null=True, db_index=True)
    case = models.UUIDField(null=True)
    reason = models.CharField(max_length=500)
    placed_by = models.UUIDField()
    placed_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    lifted_by = models.UUIDField(null=True)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="hold_on_a_customer_or_a_case",
                condition=Q(customer=None, case__isnull=False) | Q(customer__isnull=False, case=None),
            ),
            models.CheckConstraint(name="hold_ends", condition=Q(ends_at__gt=F("placed_at"))),
            models.CheckConstraint(
                name="hold_lifted_by_somebody",
                condition=Q(lifted_at=None, lifted_by=None)
                | Q(lifted_at__isnull=False, lifted_by__isnull=False),
            ),
        ]

    class Care:
        keep = "P7Y after it ends"
        personal = ("customer", "reason", "placed_by", "lifted_by")
        sensitive = ()
        plain = ("id", "case", "placed_at", "ends_at", "lifted_at")

    def __str__(self) -> str:
        return str(self.id)


class Disposal(models.Model):
    """Rows whose time was over at ``as_of``: proposed by one, approved by another. ``counts`` is what was
    to go, ``gone`` what went, by table; which rows is written nowhere."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=DisposalState.choices, default=DisposalState.PROPOSED)
    as_of = models.DateTimeField()
    counts = models.JSONField(default=dict)
    gone = models.JSONField(default=dict)
    proposed_by = models.UUIDField()
    proposed_by_name = models.CharField(max_length=120)
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="")
    decided_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="disposal_by_two", condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by"))
            ),
            models.CheckConstraint(
                name="disposal_decided_by_somebody",
                condition=Q(state=DisposalState.PROPOSED, decided_by=None)
                | (~Q(state=DisposalState.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_disposal_at_a_time", fields=["state"], condition=Q(state=DisposalState.PROPOSED)
            ),
        ]

    class Care:
        keep = "P10Y"
        personal = ("proposed_by", "proposed_by_name", "decided_by", "decided_by_name")
        sensitive = ()
        plain = ("id", "state", "as_of", "counts", "gone", "decided_at", "done_at")

    def __str__(self) -> str:
        return str(self.id)
