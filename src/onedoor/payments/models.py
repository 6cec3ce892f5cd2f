"""Charges and what happened to them, and the ledger beneath."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


def _money() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=13, decimal_places=2)


class Charge(models.Model):
    """What a customer owes for one thing; ``number`` is the voucher's. ``paid`` repeats the ledger's
    receivable so that a list needs no sums; a test holds them equal."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    service = models.CharField(max_length=60)
    application = models.UUIDField(null=True, db_index=True)
    case = models.UUIDField(null=True)
    agencies = ArrayField(models.CharField(max_length=8))
    amount = _money()
    paid = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    due_date = models.DateField()
    state = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="charge_asks_for_something"),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")), name="charge_paid_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(state="due", paid=0)
                | Q(state="part_paid", paid__gt=0, paid__lt=F("amount"))
                | Q(state="settled", paid=F("amount"), settled_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False)
                | Q(state="refunded"),
                name="charge_state_agrees_with_paid",
            ),
        ]

    class Care:
        keep = "P7Y after it is settled"
        personal = ("customer",)
        sensitive = ("amount", "paid")
        plain = (
            "id", "number", "service", "application", "case", "agencies", "due_date", "state", "raised_at",
            "settled_at", "cancelled_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ChargeLine(models.Model):
    """One agency's part of a charge."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="lines")
    position = models.SmallIntegerField()
    agency = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    title = models.JSONField()
    amount = _money()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["charge", "position"], name="line_position_once")
        ]

    class Care:
        keep = "with its charge"
        personal = ()
        sensitive = ("amount",)
        plain = ("id", "charge", "position", "agency", "code", "title")

    def __str__(self) -> str:
        return str(self.id)


class Instalment(models.Model):
    """One monthly part of an agreed plan; the parts sum to the charge's amount to the cent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="instalments")
    position = models.SmallIntegerField()
    due_date = models.DateField()
    amount = _money()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["charge", "position"], name="instalment_position_once")
        ]

    class Care:
        keep = "with its charge"
        personal = ()
        sensitive = ("amount",)
        plain = ("id", "charge", "position", "due_date")

    def __str__(self) -> str:
        return str(self.id)


class CheckoutAttempt(models.Model):
    """A payment that was started; ``reference`` is what the provider will quote."""

    reference = models.CharField(max_length=40, primary_key=True)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="checkouts")
    customer = models.UUIDField(db_index=True)
    provider = models.CharField(max_length=20)
    amount = _money()
    state = models.CharField(max_length=10)
    started_at = models.DateTimeField()

    class Care:
        keep = "P1Y"
        personal = ("customer",)
        sensitive = ("amount",)
        plain = ("reference", "charge", "provider", "state", "started_at")

    def __str__(self) -> str:
        return self.reference


class Payment(models.Model):
    """Money that arrived, once for each provider reference. Without a charge it is kept for an officer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, null=True, on_delete=models.PROTECT, related_name="payments")
    customer = models.UUIDField(null=True, db_index=True)
    provider = models.CharField(max_length=20)
    provider_reference = models.CharField(max_length=60)
    quoted_reference = models.CharField(max_length=60)
    amount = _money()
    applied = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    refunded = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    state = models.CharField(max_length=10)
    paid_at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["provider", "provider_reference"], name="payment_counted_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_money"),
            models.CheckConstraint(
                condition=Q(applied__gte=0, applied__lte=F("amount")), name="payment_applied_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("amount")), name="payment_refunded_within_amount"
            ),
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ("amount", "applied", "refunded")
        plain = (
            "id", "charge", "provider", "provider_reference", "quoted_reference", "state", "paid_at",
            "received_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Receipt(models.Model):
    """The customer's proof that money arrived."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    payment = models.OneToOneField(Payment, on_delete=models.PROTECT, related_name="receipt")
    customer = models.UUIDField(db_index=True)
    issued_at = models.DateTimeField()

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "number", "payment", "issued_at")

    def __str__(self) -> str:
        return str(self.id)


class Refund(models.Model):
    """Money paid back, with the officer's reason."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    customer = models.UUIDField(null=True, db_index=True)
    amount = _money()
    reason = models.TextField()
    refunded_by = models.UUIDField()
    refunded_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_money")
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer", "reason", "refunded_by")
        sensitive = ("amount",)
        plain = ("id", "payment", "refunded_at")

    def __str__(self) -> str:
        return str(self.id)


class LedgerEntry(models.Model):
    """One side of a posting: debit positive, credit negative. A constraint trigger refuses a
    posting that does not sum to nought, and any change of a row."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posting = models.UUIDField(db_index=True)
    account = models.CharField(max_length=30)
    charge = models.ForeignKey(Charge, null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.UUIDField(null=True, db_index=True)
    amount = _money()
    posted_at = models.DateTimeField()

    class Care:
        keep = "P10Y"
        personal = ("customer",)
        sensitive = ("amount",)
        plain = ("id", "posting", "account", "charge", "posted_at")

    def __str__(self) -> str:
        return str(self.id)
