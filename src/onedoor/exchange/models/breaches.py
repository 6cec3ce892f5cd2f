"""Breaches of persons' data, and who is affected by them."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.exchange.types import Risk
from onedoor.kernel.ids import new_id


class Breach(models.Model):
    """What happened, in which time, through which account, key or agency; what was found and done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    what = models.CharField(max_length=2_000)
    account = models.UUIDField(null=True)
    account_name = models.CharField(max_length=120, default="")
    agency = models.CharField(max_length=8, default="")
    register = models.CharField(max_length=40, default="")
    attribute = models.CharField(max_length=40, default="")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    found_at = models.DateTimeField()
    opened_by = models.UUIDField()
    opened_by_name = models.CharField(max_length=120)
    opened_at = models.DateTimeField()
    risk = models.CharField(max_length=8, choices=Risk.choices, default=Risk.UNKNOWN)
    assessed_at = models.DateTimeField(null=True)
    notice = models.JSONField(default=dict)
    drafted_by = models.UUIDField(null=True)
    drafted_by_name = models.CharField(max_length=120, default="")
    approved_by = models.UUIDField(null=True)
    approved_by_name = models.CharField(max_length=120, default="")
    approved_at = models.DateTimeField(null=True)
    reported_at = models.DateTimeField(null=True)
    measures = models.CharField(max_length=2_000, default="")
    closed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="breach_notice_by_two", condition=Q(approved_by=None) | ~Q(approved_by=F("drafted_by"))
            ),
            models.CheckConstraint(name="breach_ends", condition=Q(ended_at__gt=F("began_at"))),
            models.CheckConstraint(
                name="breach_of_somebody", condition=Q(account__isnull=False) | ~Q(agency="")
            ),
            models.CheckConstraint(
                name="breach_closed_with_measures", condition=Q(closed_at=None) | ~Q(measures="")
            ),
        ]

    class Care:
        keep = "P10Y after it was closed"
        personal = (
            *("what", "account", "account_name", "opened_by", "opened_by_name", "drafted_by"),
            *("drafted_by_name", "approved_by", "approved_by_name", "measures"),
        )
        sensitive = ()
        plain = (
            *("id", "number", "agency", "register", "attribute", "began_at", "ended_at", "found_at"),
            *("opened_at", "risk", "assessed_at", "notice", "approved_at", "reported_at", "closed_at"),
        )

    def __str__(self) -> str:
        return self.number


class Affected(models.Model):
    """One person of a breach, and how often her data was touched; ``told_at`` once she was written to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    breach = models.ForeignKey(Breach, on_delete=models.CASCADE, null=True, related_name="persons")
    customer = models.UUIDField(db_index=True)
    times = models.PositiveIntegerField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(name="affected_once_a_breach", fields=["breach", "customer"]),
            models.CheckConstraint(name="affected_by_a_breach", condition=Q(breach__isnull=False)),
        ]

    class Care:
        keep = "P10Y after she was told, or with its breach"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "breach", "times", "told_at")

    def __str__(self) -> str:
        return str(self.id)
