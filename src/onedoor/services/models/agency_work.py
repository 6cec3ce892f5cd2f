"""The work of agencies on an application, what it brought about, and who is waited for until when."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id
from onedoor.services.models.applications import Application
from onedoor.services.models.parties import ApplicationParty


class AgencyTask(models.Model):
    """One agency's own piece of work. It is there from the moment at which the flow reaches it;
    ``agency`` is an agency's code or a kind of partner. A row that ``undoes`` another tells the
    agency that what it did no longer stands. One with a ``party`` is about somebody else who
    confirmed: ``customer`` is she, and the flow does not wait for it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="tasks")
    customer = models.UUIDField()
    agencies = ArrayField(models.TextField())
    agency = models.TextField()
    step = models.TextField()
    kind = models.TextField()
    undoes = models.ForeignKey("self", models.PROTECT, null=True, related_name="undone_by")
    party = models.ForeignKey(ApplicationParty, models.PROTECT, null=True, related_name="tasks")
    state = models.TextField(default="waiting")
    attempts = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    failure = models.TextField(default="", blank=True)
    reference = models.TextField(default="", blank=True)
    case = models.UUIDField(null=True)
    due_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.UUIDField(null=True)
    ended_by_name = models.TextField(default="", blank=True)
    undone_at = models.DateTimeField(null=True)
    reasons = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "step"],
                condition=Q(undoes__isnull=True, party__isnull=True),
                name="one_task_a_step",
            ),
            models.UniqueConstraint(
                fields=["application", "step", "party"],
                condition=Q(undoes__isnull=True, party__isnull=False),
                name="one_task_a_step_for_each",
            ),
            models.UniqueConstraint(fields=["undoes"], name="undone_once"),
            models.CheckConstraint(condition=Q(kind__in=("task", "tell", "undo")), name="task_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "sent", "stuck"), ended_at__isnull=True)
                | Q(state__in=("done", "refused", "failed", "undone", "called-off"), ended_at__isnull=False),
                name="task_that_ended_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("refused", "failed")) | ~Q(reasons=[]), name="task_refused_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state="undone", undone_at__isnull=False)
                | (~Q(state="undone") & Q(undone_at__isnull=True)),
                name="task_undone_says_when",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["agency", "created_at"],
                name="task_under_way",
                condition=Q(state__in=("waiting", "sent", "stuck")),
            ),
            models.Index(
                fields=["next_try_at"], name="task_next_try", condition=Q(next_try_at__isnull=False)
            ),
            models.Index(fields=["case"], name="task_by_case", condition=Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.step} {self.state}"

    class Care:
        keep = "P7Y after the application closes"
        personal = ("customer", "ended_by", "ended_by_name")
        sensitive = ("reasons",)
        plain = (
            "id", "application", "agencies", "agency", "step", "kind", "undoes", "party", "state", "attempts",
            "next_try_at", "failure", "reference", "case", "due_at", "created_at", "sent_at", "ended_at",
            "undone_at",
        )  # fmt: skip


class BroughtValue(models.Model):
    """A value that a step brought about, and the register that keeps it, until it is undone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="brought")
    customer = models.UUIDField()
    agencies = ArrayField(models.TextField())
    agency = models.TextField()
    step = models.TextField()
    name = models.TextField()
    value = models.JSONField()
    register = models.TextField(default="", blank=True)
    attribute = models.TextField(default="", blank=True)
    brought_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "name"],
                condition=Q(withdrawn_at__isnull=True),
                name="one_standing_value_a_name",
            )
        ]

    def __str__(self) -> str:
        return self.name

    class Care:
        keep = "P7Y after the application closes"
        personal = ("customer",)
        sensitive = ("value",)
        plain = (
            "id", "application", "agencies", "agency", "step", "name", "register", "attribute", "brought_at",
            "withdrawn_at",
        )  # fmt: skip


class Wait(models.Model):
    """Who is waited for at a step, since when and until when. ``late_at``: when its end had come and
    what the service says for that was done."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="waits")
    customer = models.UUIDField()
    agencies = ArrayField(models.TextField())
    node = models.TextField()
    since = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    late_at = models.DateTimeField(null=True)
    over_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["application", "node"], condition=Q(over_at__isnull=True), name="one_wait_a_node"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                fields=["due_at"],
                name="wait_due",
                condition=Q(due_at__isnull=False, late_at__isnull=True, over_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.node

    class Care:
        keep = "P7Y after the application closes"
        personal = ("customer",)
        plain = (
            "id", "application", "agencies", "node", "since", "due_at", "late_at", "over_at",
        )  # fmt: skip
