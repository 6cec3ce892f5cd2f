"""Questions to reporters about values that people say are wrong."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.exchange.types import CorrectionState
from onedoor.kernel.ids import new_id


class Correction(models.Model):
    """Asked of a partner (``partner``) or of the agency that holds the register (``agency``)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    reported = models.ForeignKey("exchange.ReportedValue", on_delete=models.PROTECT, related_name="+")
    partner = models.CharField(max_length=32, blank=True, default="")
    agency = models.CharField(max_length=8)
    reason = models.TextField()
    claimed = models.JSONField(null=True, blank=True)
    case = models.UUIDField(null=True, blank=True)
    application = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=9, choices=CorrectionState.choices, default=CorrectionState.OPEN)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.UUIDField(null=True, blank=True)
    answer = models.TextField(blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_open_correction_a_value", fields=["reported"], condition=Q(state="open")
            ),
            models.CheckConstraint(
                name="answered_correction_says_who_and_when",
                condition=Q(state="open", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(state="open") & Q(answered_at__isnull=False, answered_by__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="corrections_of_a_partner", fields=["partner", "due_at"]),
        ]

    class Care:
        keep = "P7Y after the answer"
        personal = ("customer", "reason", "answer", "answered_by")
        sensitive = ("claimed",)
        plain = (
            *("id", "number", "reported", "partner", "agency", "case", "application", "state"),
            *("opened_at", "due_at", "answered_at"),
        )

    def __str__(self) -> str:
        return self.number
