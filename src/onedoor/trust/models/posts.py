"""Posts: the role that an officer holds at an agency, and from when to when."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account

DURING = models.Func(
    "active_from", "active_to", function="daterange", template="%(function)s(%(expressions)s, '[)')"
)


class Post(models.Model):
    """Half-open: the officer holds it on ``active_from`` and no longer on ``active_to``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="posts")
    agency = models.CharField(max_length=8)
    role = models.CharField(max_length=32)
    active_from = models.DateField()
    active_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["agency", "role"], name="post_agency_role")]
        constraints = [
            models.CheckConstraint(
                name="post_ends_after_it_begins",
                condition=models.Q(active_to=None) | models.Q(active_to__gte=models.F("active_from")),
            ),
            ExclusionConstraint(
                name="post_held_once_at_a_time",
                expressions=[
                    ("account", RangeOperators.EQUAL),
                    ("agency", RangeOperators.EQUAL),
                    ("role", RangeOperators.EQUAL),
                    (DURING, RangeOperators.OVERLAPS),
                ],
            ),
        ]

    class Care:
        keep = "P7Y after it ends"
        personal = ()
        sensitive = ()
        plain = ("id", "account", "agency", "role", "active_from", "active_to")
