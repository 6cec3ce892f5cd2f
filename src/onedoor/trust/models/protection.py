"""What protects an identity from being taken over: changes that are told and can be disowned, and locks."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.trust.protection import ChangeKind, EmergencyKind


class Change(models.Model):
    """A change of how a customer is reached or proved. ``before`` is what undoing it needs: rows whose
    values lie sealed. Until ``free_at`` what could be used to take the identity over is held."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    account = models.UUIDField(null=True)
    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    subject = models.UUIDField(null=True)
    before = models.JSONField(default=list)
    door = models.CharField(max_length=20)
    changed_at = models.DateTimeField()
    free_at = models.DateTimeField(null=True)
    disowned_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="changes_of_a_customer", fields=["customer", "changed_at"])
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="change_free_after_it", condition=Q(free_at=None) | Q(free_at__gt=F("changed_at"))
            ),
        ]

    class Care:
        keep = "P1Y after it happened"
        personal = ("customer", "account")
        sensitive = ("before",)
        plain = ("id", "kind", "subject", "door", "changed_at", "free_at", "disowned_at")

    def __str__(self) -> str:
        return self.kind


class IdentityLock(models.Model):
    """An identity theft was reported: from ``since`` on nothing that was done in her name is trusted. It
    is opened by two, of whom one may be herself with a passkey that she had before."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    since = models.DateTimeField()
    how = models.CharField(max_length=20)
    locked_by = models.UUIDField()
    locked_at = models.DateTimeField()
    asked_by = models.UUIDField(null=True)
    asked_at = models.DateTimeField(null=True)
    opened_by = models.UUIDField(null=True)
    opened_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_lock_a_customer", fields=["customer"], condition=Q(opened_at=None)
            ),
            models.CheckConstraint(
                name="lock_asked_by_somebody",
                condition=Q(asked_by=None, asked_at=None) | Q(asked_by__isnull=False, asked_at__isnull=False),
            ),
            models.CheckConstraint(
                name="lock_opened_by_two",
                condition=Q(opened_by=None, opened_at=None)
                | (
                    Q(opened_by__isnull=False, opened_at__isnull=False, asked_by__isnull=False)
                    & ~Q(opened_by=F("asked_by"))
                ),
            ),
        ]

    class Care:
        keep = "P5Y after it was opened"
        personal = ("customer",)
        sensitive = ()
        plain = (
            "id", "since", "how", "locked_by", "locked_at", "asked_by", "asked_at", "opened_by", "opened_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Emergency(models.Model):
    """An officer opened in an emergency what her role may not see, for an hour at most. Until somebody else
    has reviewed it she opens nothing more in this way. ``case`` is the review's; ``finding`` the reviewer's
    own words; ``told_at`` is when the customer was told that it was not right."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    officer = models.UUIDField()
    officer_name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    kind = models.CharField(max_length=10, choices=EmergencyKind.choices)
    reason = models.BinaryField()
    opened_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    review_by = models.DateTimeField()
    reviewed_by = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    was_right = models.BooleanField(null=True)
    case = models.UUIDField(null=True)
    visible_from = models.DateTimeField(null=True)
    finding = models.BinaryField(null=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_emergency_without_review", fields=["officer"], condition=Q(reviewed_at=None)
            ),
            models.CheckConstraint(name="emergency_ends", condition=Q(ends_at__gt=F("opened_at"))),
            models.CheckConstraint(
                name="emergency_reviewed_by_another",
                condition=Q(reviewed_by=None, reviewed_at=None, was_right=None)
                | (
                    Q(reviewed_by__isnull=False, reviewed_at__isnull=False, was_right__isnull=False)
                    & ~Q(reviewed_by=F("officer"))
                ),
            ),
        ]

    class Care:
        keep = "P5Y after it was opened"
        personal = ("customer", "officer", "officer_name")
        sensitive = ("reason", "finding")
        plain = (
            "id", "agency", "kind", "opened_at", "ends_at", "review_by", "reviewed_by", "reviewed_at",
            "was_right", "case", "visible_from", "told_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.kind
