"""Visits to an office: appointments and the counter's numbers."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Appointment(models.Model):
    """A time at an office that is kept for a customer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    agency = models.CharField(max_length=8)
    office = models.CharField(max_length=40)
    reason = models.CharField(max_length=200, default="")
    case = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, default="booked")
    changes = models.SmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="appointment_has_length"),
            models.UniqueConstraint(
                fields=["customer", "starts_at"], condition=Q(state="booked"), name="one_place_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("office", "starts_at", condition=Q(state="booked"), name="appointment_slots")
        ]

    class Care:
        keep = "P1Y"
        personal = ("customer", "reason")
        sensitive = ()
        plain = (
            "id", "number", "agency", "office", "case", "starts_at", "ends_at", "state", "changes",
            "reminded_at", "booked_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Ticket(models.Model):
    """A number in the counter queue of one day. ``ready_at`` orders the queue: when it was taken, or the
    time of its appointment."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    queue = models.CharField(max_length=40)
    agency = models.CharField(max_length=8)
    day = models.DateField()
    number = models.CharField(max_length=8)
    door = models.CharField(max_length=12)
    customer = models.UUIDField(null=True, db_index=True)
    language = models.CharField(max_length=10, default="")
    appointment = models.ForeignKey(Appointment, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, default="waiting")
    desk = models.CharField(max_length=20, default="")
    taken_at = models.DateTimeField()
    ready_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["queue", "day", "number"], name="ticket_number_once_a_day"),
            models.CheckConstraint(
                condition=Q(state="waiting", called_at__isnull=True)
                | (Q(called_at__isnull=False) & ~Q(state="waiting")),
                name="ticket_called_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("queue", "ready_at", condition=Q(state="waiting"), name="ticket_waiting")
        ]

    class Care:
        keep = "P1Y"
        personal = ("customer",)
        sensitive = ()
        plain = (
            "id", "queue", "agency", "day", "number", "door", "language", "appointment", "state", "desk",
            "taken_at", "ready_at", "called_at", "ended_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class TicketRoll(models.Model):
    """The last number that a queue gave on its day; its lock makes numbers follow without a gap."""

    queue = models.CharField(primary_key=True, max_length=40)
    day = models.DateField()
    last = models.IntegerField(default=0)

    class Care:
        keep = "always"
        personal = ()
        sensitive = ()
        plain = ("queue", "day", "last")

    def __str__(self) -> str:
        return self.queue
