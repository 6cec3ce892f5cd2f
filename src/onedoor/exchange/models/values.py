"""What registers and partners say about customers."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.exchange.types import ValueState
from onedoor.kernel.ids import new_id

LIVE = ("current", "disputed")


class ReportedValue(models.Model):
    """One statement of one source. It is never changed: a newer statement stands beside it and
    names it in ``supersedes``; only ``state`` moves. A trigger holds this in the database."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    register = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    period = models.CharField(max_length=8, blank=True, default="")
    record = models.CharField(max_length=64, blank=True, default="")
    value = models.JSONField()
    source = models.CharField(max_length=32)
    received_at = models.DateTimeField()
    grade = models.CharField(max_length=1)
    reference = models.CharField(max_length=64, blank=True, default="")
    batch = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=ValueState.choices, default=ValueState.CURRENT)
    supersedes = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            # Also the index of every read: a customer's live values lie side by side.
            models.UniqueConstraint(
                name="one_live_value_a_source",
                fields=["customer", "register", "attribute", "period", "source", "record"],
                condition=Q(state__in=LIVE),
            ),
            models.UniqueConstraint(
                name="one_live_value_a_record",
                fields=["source", "register", "attribute", "record"],
                condition=Q(state__in=LIVE) & ~Q(record=""),
            ),
            models.CheckConstraint(name="a_value_has_a_source", condition=~Q(source="") & ~Q(grade="")),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="values_of_a_batch", fields=["batch"], condition=Q(batch__isnull=False)),
        ]

    class Care:
        keep = "P7Y after the basis year; standing values until superseded and P7Y"
        personal = ("customer", "reference", "record")
        sensitive = ("value",)
        plain = (
            *("id", "register", "attribute", "period", "source", "received_at", "grade", "batch"),
            *("state", "supersedes"),
        )

    def __str__(self) -> str:
        return f"{self.register}.{self.attribute} {self.id}"
