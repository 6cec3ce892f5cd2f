"""Organisations outside government that report, and since when they may."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.exchange.types import PartnerKind, PartnerStatus
from onedoor.kernel.ids import new_id


class Partner(models.Model):
    """An employer, charity, hospital or bank. ``code`` is what accounts and keys carry."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    kind = models.CharField(max_length=8, choices=PartnerKind.choices)
    name = models.JSONField()
    organisation_sealed = models.BinaryField()
    organisation_index = models.BinaryField(unique=True)
    registered_at = models.DateTimeField()

    class Care:
        keep = "P7Y after the last standing ends"
        personal = ()
        sensitive = ("organisation_sealed", "organisation_index")
        plain = ("id", "code", "kind", "name", "registered_at")

    def __str__(self) -> str:
        return self.code


class Standing(models.Model):
    """How a partner stood in a period. A day without one is a day on which it was not registered."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="standings")
    status = models.CharField(max_length=9, choices=PartnerStatus.choices)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="standing_ends_after_it_begins",
                condition=Q(active_to__isnull=True) | Q(active_to__gt=F("active_from")),
            ),
        ]

    class Care:
        keep = "P7Y after the last standing ends"
        personal = ()
        sensitive = ()
        plain = ("id", "partner", "status", "active_from", "active_to")

    def __str__(self) -> str:
        return f"{self.status} from {self.active_from}"
