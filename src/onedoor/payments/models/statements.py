"""What the bank says happened on the city's account, and what each line of it is to us."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id
from onedoor.payments.models.charges import Payment, Refund, money
from onedoor.payments.models.payouts import PayoutPart


class BankStatement(models.Model):
    """One file of the bank, taken in once: its digest says whether we had it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=40)
    digest = models.CharField(max_length=64, unique=True)
    form = models.CharField(max_length=8)
    first_date = models.DateField()
    last_date = models.DateField()
    opening = money()
    closing = money()
    lines = models.IntegerField()
    taken_by = models.UUIDField(null=True)
    taken_at = models.DateTimeField()

    class Care:
        keep = "P10Y"
        personal = ("taken_by",)
        sensitive = ("opening", "closing")
        plain = ("id", "number", "digest", "form", "first_date", "last_date", "lines", "taken_at")

    def __str__(self) -> str:
        return self.number


class StatementItem(models.Model):
    """One movement, as the bank has it (``theirs``) and as we have it (``ours``). What is not equal
    waits for an officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    statement = models.ForeignKey(BankStatement, on_delete=models.PROTECT, related_name="items")
    result = models.CharField(max_length=16)
    booked_date = models.DateField()
    reference = models.CharField(max_length=60)
    theirs = models.DecimalField(max_digits=13, decimal_places=2, null=True)
    ours = models.DecimalField(max_digits=13, decimal_places=2, null=True)
    payment = models.ForeignKey(Payment, null=True, on_delete=models.PROTECT, related_name="+")
    part = models.ForeignKey(PayoutPart, null=True, on_delete=models.PROTECT, related_name="+")
    refund = models.ForeignKey(Refund, null=True, on_delete=models.PROTECT, related_name="+")
    our_date = models.DateField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_at = models.DateTimeField(null=True)
    note = models.TextField(default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["booked_date", "reference", "id"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(result="matched", theirs__isnull=False, ours=models.F("theirs"))
                | Q(result="amount_differs", theirs__isnull=False, ours__isnull=False)
                | Q(result="missing_here", theirs__isnull=False, ours__isnull=True)
                | Q(result="missing_at_bank", theirs__isnull=True, ours__isnull=False),
                name="item_result_agrees_with_amounts",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(settled_by__isnull=True, note=""),
                name="item_settled_at_a_time",
            ),
        ]

    class Care:
        keep = "with its statement"
        personal = ("settled_by", "note")
        sensitive = ("theirs", "ours")
        plain = (
            "id", "statement", "result", "booked_date", "reference", "payment", "part", "refund",
            "our_date", "settled_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
