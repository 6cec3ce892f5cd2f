"""Records put together, what moved, and pairs that are two people."""

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.people.types import ArrivalState


class Merge(models.Model):
    """``merged`` became another name of ``kept``. ``before`` holds the fields of ``kept`` that changed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kept = models.UUIDField(db_index=True)
    merged = models.UUIDField(db_index=True)
    reason = models.BinaryField()
    before = models.BinaryField()
    rows = models.JSONField(default=list)
    merged_at = models.DateTimeField()
    merged_by = models.UUIDField()
    undone_at = models.DateTimeField(null=True)
    undone_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="merge_of_two", condition=~Q(kept=F("merged"))),
            models.UniqueConstraint(
                name="merge_once_at_a_time", fields=["merged"], condition=Q(undone_at=None)
            ),
            models.CheckConstraint(
                name="merge_undone_by_somebody",
                condition=Q(undone_at=None, undone_by=None)
                | Q(undone_at__isnull=False, undone_by__isnull=False),
            ),
        ]

    class Care:
        keep = "as long as the customer"
        personal = ("kept", "merged")
        sensitive = ("reason", "before")
        plain = ("id", "rows", "merged_at", "merged_by", "undone_at", "undone_by")

    def __str__(self) -> str:
        return str(self.id)


class MergeStep(models.Model):
    """Rows of one table that one step of a merge gave to somebody else; undone in reverse."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    merge = models.ForeignKey(Merge, on_delete=models.CASCADE, related_name="steps")
    position = models.IntegerField()
    model = models.CharField(max_length=80)
    field = models.CharField(max_length=40)
    was = models.UUIDField()
    became = models.UUIDField()
    rows = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(name="merge_step_once", fields=["merge", "position"])]

    class Care:
        keep = "as long as the customer"
        personal = ("was", "became")
        sensitive = ()
        plain = ("id", "merge", "position", "model", "field", "rows")

    def __str__(self) -> str:
        return str(self.id)


class Difference(models.Model):
    """``first`` and ``second`` look alike and are two people, somebody has found."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    first = models.UUIDField()
    second = models.UUIDField(db_index=True)
    reason = models.BinaryField()
    marked_at = models.DateTimeField()
    marked_by = models.UUIDField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="difference_once", fields=["first", "second"]),
            models.CheckConstraint(name="difference_in_order", condition=Q(first__lt=F("second"))),
        ]

    class Care:
        keep = "as long as the customer"
        personal = ("first", "second")
        sensitive = ("reason",)
        plain = ("id", "marked_at", "marked_by")

    def __str__(self) -> str:
        return str(self.id)


class LinkKey(models.Model):
    """A keyed hash of a part of what identifies a customer: those who share one are compared."""

    pk = models.CompositePrimaryKey("key", "customer")
    key = models.BigIntegerField()
    customer = models.UUIDField(db_index=True)

    class Care:
        keep = "as long as the customer"
        personal = ("customer",)
        sensitive = ("key",)
        plain = ()

    def __str__(self) -> str:
        return str(self.customer)


class KeptArrival(models.Model):
    """Somebody who saved a contact and may be known: sealed, until an officer decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sealed = models.BinaryField()
    door = models.CharField(max_length=16)
    contact = models.UUIDField(null=True)
    state = models.CharField(max_length=10, choices=ArrivalState.choices, default=ArrivalState.OPEN)
    customer = models.UUIDField(null=True)
    unsure = models.SmallIntegerField(default=0)
    kept_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="arrival_decided_says_for_whom",
                condition=Q(state="open", customer=None, decided_at=None, decided_by=None)
                | ~Q(state="open")
                & Q(customer__isnull=False, decided_at__isnull=False, decided_by__isnull=False),
            ),
        ]

    class Care:
        keep = "P1Y after it is decided"
        personal = ("customer",)
        sensitive = ("sealed",)
        plain = ("id", "door", "contact", "state", "unsure", "kept_at", "decided_at", "decided_by")

    def __str__(self) -> str:
        return str(self.id)
