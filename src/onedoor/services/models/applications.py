"""Applications with the source of each value, signatures, and the runs that draft a whole season."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q

from onedoor.kernel.actors import SYSTEM_ID
from onedoor.kernel.ids import new_id

LIVE = ("draft", "checking", "signed", "decided")


class EveryValueHasItsSource(Func):
    """True when each element of the jsonb list names source, received_at, grade and state."""

    function = "services_values_have_sources"
    output_field = models.BooleanField()


class Application(models.Model):
    """One person's run of one service. ``values`` is the document: register values as they were
    offered, and beside them what the customer declared; ``revision`` rises with every change."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.TextField(unique=True)
    customer = models.UUIDField()
    service = models.TextField()
    version = models.TextField()
    season = models.TextField(default="", blank=True)
    agencies = ArrayField(models.TextField())
    door = models.TextField()
    state = models.TextField(default="draft")
    revision = models.IntegerField(default=1)
    values = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    outcome = models.JSONField(default=dict)
    pack = models.TextField(default="", blank=True)
    pack_fingerprint = models.TextField(default="", blank=True)
    flow = models.JSONField(null=True)
    waits_for = ArrayField(models.TextField(), default=list)
    due_at = models.DateTimeField(null=True)
    case = models.UUIDField(null=True)
    charge = models.UUIDField(null=True)
    assisted_by = models.UUIDField(null=True)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True)
    assessed_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    reminded = models.TextField(default="", db_default="", blank=True)
    objection = models.UUIDField(null=True)
    ended = models.TextField(default="", db_default="", blank=True)
    several = models.BooleanField(default=False, db_default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "service", "season"],
                condition=Q(state__in=LIVE, several=False),
                name="one_live_application_a_season",
            ),
            models.CheckConstraint(
                condition=Q(state__in=(*LIVE, "closed", "withdrawn")), name="application_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(EveryValueHasItsSource(models.F("values"))), name="no_value_without_its_source"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "checking", "withdrawn"))
                | Q(signed_at__isnull=False)
                | Q(assessed_at__isnull=False),
                name="what_is_past_draft_was_signed_or_assessed",
            ),
            models.CheckConstraint(
                condition=Q(reminded__in=("", "closing", "late")), name="reminder_is_known"
            ),
            models.CheckConstraint(
                condition=Q(ended="") | Q(ended__in=("refused", "late"), state="closed"),
                name="application_ended_before_its_way_did",
            ),
        ]
        indexes = [
            models.Index(fields=["service", "season", "state"], name="application_by_service"),
            models.Index(fields=["charge"], name="application_by_charge", condition=Q(charge__isnull=False)),
            models.Index(fields=["case"], name="application_by_case", condition=Q(case__isnull=False)),
            models.Index(fields=["due_at"], name="application_due", condition=Q(due_at__isnull=False)),
            models.Index(fields=["customer"], name="application_by_customer"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def settled_at(self) -> datetime | None:
        """When its content stopped changing: it was signed, or assessed as prepared."""
        return self.signed_at or self.assessed_at

    class Care:
        keep = "P7Y after the application closes"
        personal = ("customer", "assisted_by")
        sensitive = ("values", "answers", "outcome", "flow")
        plain = (
            "id", "number", "service", "version", "season", "agencies", "door", "state", "revision", "pack",
            "pack_fingerprint", "waits_for", "due_at", "case", "charge", "created_at", "changed_at",
            "signed_at", "assessed_at", "decided_at", "closed_at", "reminded", "objection", "ended",
            "several",
        )  # fmt: skip


class Signature(models.Model):
    """Who signed which content: the canonical text itself, its digest, and the house's key over it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="signatures")
    customer = models.UUIDField()
    agencies = ArrayField(models.TextField())
    revision = models.IntegerField()
    canonical = models.TextField()
    sha256 = models.TextField()
    signer = models.UUIDField()
    on_behalf_of = models.UUIDField(null=True)
    assurance = models.IntegerField()
    assisted_officer = models.UUIDField(null=True)
    confirmation = models.UUIDField(null=True, unique=True)
    signed_at = models.DateTimeField()
    key = models.TextField()
    value = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "revision"], name="one_signature_a_revision"),
            models.CheckConstraint(
                condition=Q(assurance__gte=1) | Q(signer=SYSTEM_ID), name="signature_has_assurance"
            ),
            models.CheckConstraint(
                condition=Q(assisted_officer__isnull=True, confirmation__isnull=True)
                | Q(assisted_officer__isnull=False, confirmation__isnull=False),
                name="who_was_helped_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256

    class Care:
        keep = "P7Y after the application closes"
        personal = ("customer", "signer", "on_behalf_of", "assisted_officer")
        sensitive = ("canonical",)
        plain = (
            "id", "application", "agencies", "revision", "sha256", "assurance", "confirmation", "signed_at",
            "key", "value",
        )  # fmt: skip


class FlowDefinition(models.Model):
    """A flow as it was drawn when an application first took it. Never changed: applications that
    are on their way keep to it."""

    ref = models.TextField(primary_key=True)
    service = models.TextField()
    xml = models.TextField()
    first_used_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.ref

    class Care:
        keep = "as long as an application refers to it"
        plain = ("ref", "service", "xml", "first_used_at")


class SeasonRun(models.Model):
    """The drafting of one service for one season, once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    service = models.TextField()
    season = models.TextField()
    pack_fingerprint = models.TextField()
    planned_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["service", "season"], name="one_run_a_season")]

    def __str__(self) -> str:
        return f"{self.service} {self.season}"

    class Care:
        keep = "P7Y"
        plain = ("id", "service", "season", "pack_fingerprint", "planned_at", "finished_at")


class SeasonChunk(models.Model):
    """A piece of a run: the customers to draft for. Done in the same transaction as its drafts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    run = models.ForeignKey(SeasonRun, models.CASCADE, related_name="chunks")
    position = models.IntegerField()
    customers = ArrayField(models.UUIDField())
    drafted = models.IntegerField(null=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="one_chunk_a_position"),
            models.CheckConstraint(
                condition=Q(drafted__isnull=True, done_at__isnull=True)
                | Q(drafted__isnull=False, done_at__isnull=False),
                name="done_chunk_says_how_many",
            ),
        ]
        ordering = ["position"]

    def __str__(self) -> str:
        return f"chunk {self.position}"

    class Care:
        keep = "P1Y"
        personal = ("customers",)
        plain = ("id", "run", "position", "drafted", "done_at")
