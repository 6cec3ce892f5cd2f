"""Files of partners and what became of each row."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onedoor.exchange.types import BatchState, Feed, RowState
from onedoor.kernel.ids import new_id


class Batch(models.Model):
    """One file as it was received; its receipt. A refused file leaves nothing but this row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    partner = models.CharField(max_length=32)
    feed = models.CharField(max_length=10, choices=Feed.choices)
    period = models.CharField(max_length=8, blank=True, default="")
    indicator = models.CharField(max_length=1, blank=True, default="")
    filename = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=BatchState.choices)
    code = models.CharField(max_length=40, blank=True, default="")
    detail = models.CharField(max_length=200, blank=True, default="")
    line = models.PositiveIntegerField(default=0)
    rows = models.PositiveIntegerField(default=0)
    accepted = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    parked = models.PositiveIntegerField(default=0)
    amount = models.DecimalField(max_digits=18, decimal_places=2, default=0)
    received_at = models.DateTimeField()
    received_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_receipt_a_file", fields=["partner", "feed", "sha256"], condition=Q(state="received")
            ),
            models.CheckConstraint(
                name="refused_batch_says_why",
                condition=Q(state="received", code="") | Q(state="refused") & ~Q(code=""),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="batches_of_a_partner", fields=["partner", "-received_at"]),
        ]

    class Care:
        keep = "P7Y after the basis year"
        personal = ("received_by",)
        sensitive = ()
        plain = (
            *("id", "number", "partner", "feed", "period", "indicator", "filename", "sha256", "state"),
            *("code", "detail", "line", "rows", "accepted", "rejected", "parked", "amount", "received_at"),
        )

    def __str__(self) -> str:
        return self.number


class BatchRow(models.Model):
    """One row's outcome. Only a row that waits for its person keeps what it said, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="outcomes")
    partner = models.CharField(max_length=32)
    line = models.PositiveIntegerField()
    record = models.CharField(max_length=64, blank=True, default="")
    identifier_masked = models.CharField(max_length=32, blank=True, default="")
    reference = models.CharField(max_length=64, blank=True, default="")
    amount = models.DecimalField(max_digits=18, decimal_places=2, null=True, blank=True)
    state = models.CharField(max_length=8, choices=RowState.choices)
    codes = ArrayField(models.CharField(max_length=3), default=list)
    content_sealed = models.BinaryField(null=True, blank=True)
    parked_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="parked_row_can_be_settled",
                condition=Q(state="parked", content_sealed__isnull=False, parked_until__isnull=False)
                | ~Q(state="parked") & Q(content_sealed__isnull=True),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="rows_of_a_batch", fields=["batch", "line"]),
            models.Index(name="rows_parked", fields=["parked_until"], condition=Q(state="parked")),
        ]

    class Care:
        keep = "P7Y after the basis year; sealed content until settled or P30D"
        personal = ("identifier_masked", "reference", "record")
        sensitive = ("amount", "content_sealed")
        plain = ("id", "batch", "partner", "line", "state", "codes", "parked_until")

    def __str__(self) -> str:
        return f"row {self.line} of {self.batch_id}"
