"""Charges and what happened to them, and the ledger beneath."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


def money() -> "models.DecimalField[Any, Any]":
    return models.DecimalField(max_digits=13, decimal_places=2)


class Charge(models.Model):
    """What a customer owes for one thing; ``number`` is the voucher's. ``amount`` is what its lines
    ask, without what was waived; ``paid`` is what was counted towards them, paid back later or not.
    A constraint trigger refuses either that is not the sum of the lines."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    service = models.CharField(max_length=60)
    application = models.UUIDField(null=True, db_index=True)
    case = models.UUIDField(null=True)
    agencies = ArrayField(models.CharField(max_length=8))
    amount = money()
    paid = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    due_date = models.DateField()
    state = models.CharField(max_length=10)
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(amount__gt=0) | Q(amount=0, state__in=("cancelled", "waived")),
                name="charge_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(paid__gte=0, paid__lte=F("amount")), name="charge_paid_within_amount"
            ),
            models.CheckConstraint(
                condition=Q(state="due", paid=0)
                | Q(state="part_paid", paid__gt=0, paid__lt=F("amount"))
                | Q(state="settled", paid=F("amount"), settled_at__isnull=False)
                | Q(state="cancelled", cancelled_at__isnull=False)
                | Q(state="waived", amount=0)
                | Q(state="refunded"),
                name="charge_state_agrees_with_paid",
            ),
        ]

    class Care:
        keep = "P7Y after it is settled; the sums stay, without her"
        personal = ("customer",)
        sensitive = ("amount", "paid")
        plain = (
            "id", "number", "service", "application", "case", "agencies", "due_date", "state", "raised_at",
            "settled_at", "cancelled_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class ChargeLine(models.Model):
    """One agency's part of a charge: what it asks, what of that is waived, what it got of the money
    paid and what of that went back. A credit has a negative amount, and negative money with it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="lines")
    position = models.SmallIntegerField()
    agency = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    title = models.JSONField()
    amount = money()
    waived = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    waived_why = models.JSONField(default=dict)
    paid = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    refunded = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    stays = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["charge", "position"], name="line_position_once"),
            models.CheckConstraint(
                condition=Q(
                    amount__gte=0,
                    refunded__gte=0,
                    refunded__lte=F("paid"),
                    waived__gte=0,
                    paid__lte=F("amount") - F("waived"),
                )
                | Q(
                    amount__lt=0,
                    refunded__lte=0,
                    refunded__gte=F("paid"),
                    waived__lte=0,
                    paid__gte=F("amount") - F("waived"),
                ),
                name="line_money_within_amount",
            ),
        ]

    class Care:
        keep = "with its charge"
        personal = ()
        sensitive = ("amount", "waived", "waived_why", "paid", "refunded")
        plain = ("id", "charge", "position", "agency", "code", "title", "stays")

    def __str__(self) -> str:
        return str(self.id)


class Instalment(models.Model):
    """One monthly part of an agreed plan; the parts sum to the charge's amount to the cent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    charge = models.ForeignKey(Charge, on_delete=models.PROTECT, related_name="instalments")
    position = models.SmallIntegerField()
    due_date = models.DateField()
    amount = money()

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
    amount = money()
    state = models.CharField(max_length=10)
    started_at = models.DateTimeField()
    provider_reference = models.CharField(max_length=60, default="")
    url = models.TextField(default="")

    class Care:
        keep = "P1Y"
        personal = ("customer",)
        sensitive = ("amount", "url")
        plain = ("reference", "charge", "provider", "state", "started_at", "provider_reference")

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
    amount = money()
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
        keep = "P7Y; the sums stay, without her"
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
        keep = "P7Y; the sums stay, without her"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "number", "payment", "issued_at")

    def __str__(self) -> str:
        return str(self.id)


class Refund(models.Model):
    """Money paid back, with the officer's reason. ``from_lines`` is what agencies gave of it; the rest
    was paid too much. ``state`` is done, or, where the provider sends it, ordered, then done or failed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payment = models.ForeignKey(Payment, on_delete=models.PROTECT, related_name="refunds")
    customer = models.UUIDField(null=True, db_index=True)
    amount = money()
    from_lines = models.DecimalField(max_digits=13, decimal_places=2, default=0)
    reason = models.TextField()
    refunded_by = models.UUIDField(null=True)
    refunded_at = models.DateTimeField()
    state = models.CharField(max_length=8, default="done")
    provider_reference = models.CharField(max_length=60, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_money"),
            models.CheckConstraint(
                condition=Q(from_lines__gte=0, from_lines__lte=F("amount")), name="refund_from_lines_within"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("done", "ordered", "failed")), name="refund_state_is_known"
            ),
        ]

    class Care:
        keep = "P7Y; the sums stay, without her"
        personal = ("customer", "reason", "refunded_by")
        sensitive = ("amount", "from_lines")
        plain = ("id", "payment", "refunded_at", "state", "provider_reference")

    def __str__(self) -> str:
        return str(self.id)


class Waiver(models.Model):
    """A line of a bill that an officer let go, once a second officer agreed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    line = models.ForeignKey(ChargeLine, on_delete=models.PROTECT, related_name="waivers")
    customer = models.UUIDField(db_index=True)
    reason = models.TextField()
    state = models.CharField(max_length=8, default="asked")
    asked_by = models.UUIDField()
    asked_at = models.DateTimeField()
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(state="asked"), name="one_open_waiver_a_line"
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_by__isnull=True, decided_at__isnull=True)
                | Q(state__in=("agreed", "refused"), decided_by__isnull=False, decided_at__isnull=False),
                name="waiver_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="waiver_takes_two_officers",
            ),
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer", "reason", "asked_by", "decided_by")
        sensitive = ()
        plain = ("id", "line", "state", "asked_at", "decided_at")

    def __str__(self) -> str:
        return str(self.id)


class LedgerEntry(models.Model):
    """One side of a posting: debit positive, credit negative. A constraint trigger refuses a
    posting that does not sum to nought, and any change of a row but one: that it forgets its customer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    posting = models.UUIDField(db_index=True)
    account = models.CharField(max_length=30)
    charge = models.ForeignKey(Charge, null=True, on_delete=models.PROTECT, related_name="+")
    customer = models.UUIDField(null=True, db_index=True)
    amount = money()
    posted_at = models.DateTimeField()

    class Care:
        keep = "P10Y; the sums stay, without her"
        personal = ("customer",)
        sensitive = ("amount",)
        plain = ("id", "posting", "account", "charge", "posted_at")

    def __str__(self) -> str:
        return str(self.id)
