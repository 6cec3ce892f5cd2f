"""Relations that a register says, and mandates that people give."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.people.models.customers import Customer
from onedoor.people.types import MandateRole, RelationKind


class Relation(models.Model):
    """``other`` is the customer's ``kind``: her spouse, parent or child."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="relations")
    other = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8, choices=RelationKind.choices)
    register = models.CharField(max_length=40)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="relation_once", fields=["customer", "other", "kind"]),
            models.CheckConstraint(
                name="relation_with_another", condition=~models.Q(customer=models.F("other"))
            ),
        ]

    class Care:
        keep = "as long as the customer"
        personal = ("customer", "other", "kind")
        sensitive = ()
        plain = ("id", "register", "recorded_at")

    def __str__(self) -> str:
        return str(self.id)


class Mandate(models.Model):
    """``holder`` may act for ``giver``. Half-open: no longer on ``active_to``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    giver = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="mandates")
    holder = models.ForeignKey(Customer, on_delete=models.CASCADE, related_name="mandates_held")
    role = models.CharField(max_length=12, choices=MandateRole.choices)
    services = models.JSONField(default=list)
    evidence = models.CharField(max_length=200, blank=True, default="")
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)
    granted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="mandate_ends_after_it_begins",
                condition=models.Q(active_to=None) | models.Q(active_to__gte=models.F("active_from")),
            ),
            models.CheckConstraint(name="mandate_for_another", condition=~models.Q(giver=models.F("holder"))),
            ExclusionConstraint(
                name="mandate_held_once_at_a_time",
                expressions=[
                    ("giver", RangeOperators.EQUAL),
                    ("holder", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (
                        models.Func(
                            *("active_from", "active_to"),
                            function="daterange",
                            template="%(function)s(%(expressions)s, '[)')",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    class Care:
        keep = "P7Y after it ends"
        personal = ("giver", "holder", "role", "services", "evidence")
        sensitive = ()
        plain = ("id", "active_from", "active_to", "granted_at")

    def __str__(self) -> str:
        return str(self.id)
