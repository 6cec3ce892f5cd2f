"""What a law says must not be told to a person yet: proposed by one, granted by another, for a time."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.exchange.types import SecrecyState
from onedoor.kernel.ids import new_id


class Withholding(models.Model):
    """Uses of one customer's data that are asked for under this id stay secret until ``ends_at``. The
    journal keeps them as it keeps all; ``reference`` is the file number of the investigation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    agency = models.CharField(max_length=8)
    law = models.CharField(max_length=40)
    reference = models.CharField(max_length=40)
    reason = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=SecrecyState.choices, default=SecrecyState.ASKED)
    ends_at = models.DateTimeField()
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_by_name = models.CharField(max_length=120, default="")
    decided_at = models.DateTimeField(null=True)
    longer_until = models.DateTimeField(null=True)
    longer_reason = models.CharField(max_length=500, default="")
    longer_by = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="secrecy_by_two", condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by"))
            ),
            models.CheckConstraint(
                name="secrecy_decided_by_somebody",
                condition=Q(state=SecrecyState.ASKED, decided_by=None)
                | (~Q(state=SecrecyState.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="secrecy_names_its_law", condition=~Q(law="") & ~Q(reference="") & ~Q(reason="")
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="secrecy_by_its_end", fields=["ends_at"]),
        ]

    class Care:
        keep = "P10Y after it ends"
        personal = (
            *("customer", "reference", "reason", "longer_reason", "asked_by", "asked_by_name"),
            *("decided_by", "decided_by_name", "longer_by"),
        )
        sensitive = ()
        plain = ("id", "agency", "law", "state", "ends_at", "asked_at", "decided_at", "longer_until")

    def __str__(self) -> str:
        return str(self.id)
