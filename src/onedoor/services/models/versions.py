"""Versions of services: what designers draft, and what customers get."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q

from onedoor.kernel.ids import new_id

COUNTED = ("published", "withdrawn")  # was, is or will be what everybody gets


class TimeSpan(Func):
    """From the first moment to the one at which it ends; open where there is none."""

    function = "tstzrange"
    output_field = DateTimeRangeField()


class ServiceVersion(models.Model):
    """All files of a service's folder at one moment. Once it left ``draft`` its content never
    changes (a trigger of the database keeps it so); it is replaced by another row.

    ``version`` and ``digest`` say the same thing in two ways: one version never has two contents,
    so an application that names its version names its files. ``stamp`` rises with every write, so
    that other processes notice a publication by one cheap question.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.TextField()
    version = models.TextField()
    agencies = ArrayField(models.TextField(), default=list)
    title = models.JSONField(default=dict)
    digest = models.TextField()
    files = models.JSONField()
    state = models.TextField(default="draft")
    effective_from = models.DateTimeField(null=True)
    effective_to = models.DateTimeField(null=True)
    based_on = models.UUIDField(null=True)
    shipped = models.BooleanField(default=False)
    made_by = models.UUIDField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    published_by = models.UUIDField(null=True)
    published_at = models.DateTimeField(null=True)
    reason = models.TextField(default="", blank=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_reason = models.TextField(default="", blank=True)
    drafts = models.TextField(default="stay")
    decision = models.TextField(default="", blank=True)
    stamp = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("draft", "published", "piloted", "withdrawn")),
                name="version_state_is_known",
            ),
            models.CheckConstraint(
                condition=Q(state="draft", published_by__isnull=True, published_at__isnull=True)
                | Q(published_by__isnull=False, published_at__isnull=False, effective_from__isnull=False)
                & ~Q(state="draft"),
                name="published_version_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(ended_by__isnull=True, ended_at__isnull=True)
                | Q(ended_by__isnull=False, ended_at__isnull=False),
                name="ended_version_says_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(drafts__in=("stay", "may_move")), name="fate_of_drafts_is_known"
            ),
            models.CheckConstraint(
                condition=Q(decision__in=("", "scaled", "stopped")), name="pilot_decision_is_known"
            ),
            ExclusionConstraint(
                name="one_version_in_force_at_a_time",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    (TimeSpan("effective_from", "effective_to"), RangeOperators.OVERLAPS),
                ],
                condition=Q(state__in=COUNTED) & Q(decision=""),
            ),
            ExclusionConstraint(
                name="one_version_one_content",
                expressions=[
                    ("service", RangeOperators.EQUAL),
                    ("version", RangeOperators.EQUAL),
                    (F("digest"), "<>"),
                ],
                condition=~Q(state="draft"),
            ),
            models.UniqueConstraint(
                fields=["service"], condition=Q(state="piloted"), name="one_pilot_a_service"
            ),
        ]
        indexes = [
            models.Index(fields=["service", "state"], name="version_by_service"),
            models.Index(fields=["stamp"], name="version_by_stamp"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.version}"

    class Care:
        keep = "as long as an application refers to it"
        personal = ("made_by", "published_by", "ended_by")
        plain = (
            "id", "service", "version", "agencies", "title", "digest", "files", "state", "effective_from",
            "effective_to", "based_on", "shipped", "made_at", "changed_at", "published_at", "reason",
            "ended_at", "ended_reason", "drafts", "decision", "stamp",
        )  # fmt: skip
