"""Interactions through any door, and calls that are owed."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Interaction(models.Model):
    """One contact through one door; it may hold several topics and unknown people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(null=True, db_index=True)
    door = models.CharField(max_length=12)
    agency = models.CharField(max_length=8)
    officer = models.UUIDField(null=True)
    officer_name = models.CharField(max_length=120, default="")
    state = models.CharField(max_length=8, default="closed")
    queue = models.CharField(max_length=40, default="")
    language = models.CharField(max_length=10, default="")
    address = models.BinaryField(null=True)
    wrong_answers = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, default="")
    sources = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="interaction_ends_after_start",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["closed", "missed"], ended_at__isnull=False)
                | Q(state="waiting", ended_at__isnull=True, answered_at__isnull=True)
                | Q(state="live", ended_at__isnull=True, answered_at__isnull=False),
                name="interaction_state_has_times",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("customer", F("started_at").desc(), name="interaction_timeline"),
            models.Index("started_at", name="interaction_arrivals"),
            models.Index(
                "started_at", condition=Q(state__in=["waiting", "live"]), name="interaction_going_on"
            ),
        ]

    class Care:
        keep = "P3Y"
        personal = ("customer", "officer", "officer_name")
        sensitive = ("address",)
        plain = (
            "id", "door", "agency", "state", "queue", "language", "started_at", "answered_at", "ended_at",
            "result", "sources", "wrong_answers",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class InteractionTopic(models.Model):
    """One question of an interaction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="topics")
    position = models.SmallIntegerField()
    subject = models.TextField()
    service = models.CharField(max_length=60, default="")
    case = models.UUIDField(null=True)
    application = models.UUIDField(null=True)
    result = models.CharField(max_length=40, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    class Care:
        keep = "with its interaction"
        personal = ("subject",)
        sensitive = ()
        plain = ("id", "interaction", "position", "service", "case", "application", "result")

    def __str__(self) -> str:
        return str(self.id)


class InteractionParticipant(models.Model):
    """Who took part in an interaction, known or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="participants")
    position = models.SmallIntegerField()
    role = models.CharField(max_length=20)
    customer = models.UUIDField(null=True, db_index=True)
    name = models.CharField(max_length=120, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    class Care:
        keep = "with its interaction"
        personal = ("customer", "name", "role")
        sensitive = ()
        plain = ("id", "interaction", "position")

    def __str__(self) -> str:
        return str(self.id)


class CallBack(models.Model):
    """Somebody is to be called; the number is sealed, and the same one waits only once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8)
    number = models.BinaryField()
    number_index = models.BinaryField()
    reason = models.TextField(default="")
    language = models.CharField(max_length=10, default="")
    state = models.CharField(max_length=10, default="waiting")
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    message = models.ForeignKey("Message", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["number_index", "agency"],
                condition=Q(state="waiting", message__isnull=True),
                name="call_back_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", ended_at__isnull=True)
                | Q(state__in=["done", "given_up"], ended_at__isnull=False),
                name="call_back_ended_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("due_at", condition=Q(state="waiting"), name="call_back_due")
        ]

    class Care:
        keep = "P1Y"
        personal = ("customer", "reason")
        sensitive = ("number", "number_index")
        plain = (
            "id", "agency", "language", "state", "attempts", "due_at", "created_at", "ended_at", "message",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
