"""Cases, the stops of their clocks, and their notes."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Case(models.Model):
    """Work with a clock and one owner. ``promise`` and ``calendar`` are kept as they were when it
    opened: a changed charter re-targets only new cases."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=40)
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8)
    cooperating = ArrayField(models.CharField(max_length=8), default=list)
    service = models.CharField(max_length=60, db_index=True)
    application = models.UUIDField(null=True, db_index=True)
    arrival = models.UUIDField(null=True, unique=True)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    subject = models.JSONField()
    lane = models.CharField(max_length=8)
    lane_order = models.SmallIntegerField()
    state = models.CharField(max_length=8)
    owner = models.UUIDField(null=True, db_index=True)
    owner_name = models.CharField(max_length=120, default="")
    assigned_at = models.DateTimeField(null=True)
    taken_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField()
    promised_at = models.DateTimeField()
    legal_due_at = models.DateTimeField(null=True)
    urgent_after = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=40, default="")
    reason = models.TextField(default="")
    calendar = models.CharField(max_length=40)
    promise = models.CharField(max_length=20)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(lane__in=["urgent", "fast", "normal"]), name="case_lane_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) & ~Q(outcome="")
                | Q(state__in=["open", "waiting"], closed_at__isnull=True, outcome=""),
                name="case_closed_has_time_and_outcome",
            ),
            models.CheckConstraint(
                condition=Q(promised_at__gte=F("opened_at")), name="case_promise_is_ahead"
            ),
            models.CheckConstraint(
                condition=Q(legal_due_at__isnull=True) | Q(legal_due_at__gte=F("promised_at")),
                name="case_promise_within_the_law",
            ),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, assigned_at__isnull=True)
                | Q(owner__isnull=False, assigned_at__isnull=False),
                name="case_owner_since_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                "agency", "lane_order", "promised_at", condition=~Q(state="closed"), name="case_queue"
            ),
            models.Index("service", "opened_at", name="case_charter"),
        ]

    class Care:
        keep = "P7Y after the case closes"
        personal = ("customer", "subject", "reason", "owner", "owner_name")
        sensitive = ()
        plain = (
            "id", "number", "kind", "agency", "cooperating", "service", "application", "parent", "lane",
            "lane_order", "state", "assigned_at", "taken_at", "opened_at", "promised_at", "legal_due_at",
            "urgent_after", "closed_at", "outcome", "calendar", "promise", "arrival",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ClockStop(models.Model):
    """A time that does not count, with the reason that the customer reads."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="stops")
    customer = models.UUIDField(null=True, db_index=True)
    reason = models.CharField(max_length=20)
    text = models.JSONField()
    stopped_at = models.DateTimeField()
    stopped_by = models.UUIDField()
    resumed_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(resumed_at__isnull=True), name="case_stops_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(resumed_at__isnull=True) | Q(resumed_at__gte=F("stopped_at")),
                name="stop_ends_after_start",
            ),
        ]
        ordering: ClassVar[list[str]] = ["stopped_at"]

    class Care:
        keep = "with its case"
        personal = ("customer", "text", "stopped_by")
        sensitive = ()
        plain = ("id", "case", "reason", "stopped_at", "resumed_at")

    def __str__(self) -> str:
        return str(self.id)


class CaseNote(models.Model):
    """Something written in a case; the ``citizen`` audience reads it too, ``officer`` only inside."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="notes")
    customer = models.UUIDField(null=True, db_index=True)
    audience = models.CharField(max_length=8)
    text = models.TextField()
    written_by = models.UUIDField()
    written_by_name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    written_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(audience__in=["citizen", "officer"]), name="note_audience_is_known"
            )
        ]
        ordering: ClassVar[list[str]] = ["written_at"]

    class Care:
        keep = "with its case"
        personal = ("customer", "text", "written_by", "written_by_name")
        sensitive = ()
        plain = ("id", "case", "audience", "agency", "written_at")

    def __str__(self) -> str:
        return str(self.id)


class AgencyRequest(models.Model):
    """What one agency asks another for, as its customer: the case is the work and the clock."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="request")
    asker = models.CharField(max_length=8)
    asked_by = models.UUIDField()
    asked_by_name = models.CharField(max_length=120)
    needed = models.TextField()
    basis = models.CharField(max_length=200)
    purpose = models.CharField(max_length=200)

    class Care:
        keep = "with its case"
        personal = ("asked_by", "asked_by_name", "needed")
        sensitive = ()
        plain = ("case", "asker", "basis", "purpose")

    def __str__(self) -> str:
        return f"request of {self.asker}"


class CaseRating(models.Model):
    """How well a case was answered, said once by whom it was for."""

    case = models.OneToOneField(Case, on_delete=models.PROTECT, primary_key=True, related_name="rating")
    agency = models.CharField(max_length=8)
    stars = models.SmallIntegerField()
    comment = models.TextField(default="", blank=True)
    rated_by = models.UUIDField()
    rated_by_name = models.CharField(max_length=120)
    rated_at = models.DateTimeField()
    follow_up = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_of_five"),
            models.CheckConstraint(
                condition=Q(stars__gte=3) | Q(follow_up__isnull=False) & ~Q(comment=""),
                name="poor_rating_is_followed_up",
            ),
        ]

    class Care:
        keep = "with its case"
        personal = ("rated_by", "rated_by_name", "comment")
        sensitive = ()
        plain = ("case", "agency", "stars", "rated_at", "follow_up")

    def __str__(self) -> str:
        return f"{self.stars} of 5"
