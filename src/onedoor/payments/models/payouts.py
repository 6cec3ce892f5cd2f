"""Money to customers: the account, the plan, its parts, and the orders to the bank."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id
from onedoor.payments.models.charges import money

PART_STATES = ("planned", "held", "ordered", "paid", "returned", "lapsed", "stopped")


class PayeeAccount(models.Model):
    """Where a customer wants her money: the number is sealed, ``tail`` is all that is ever shown.
    A changed account is used only from ``usable_from``, so that she can say that it was not she."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    sealed = models.BinaryField()
    index = models.BinaryField()
    tail = models.CharField(max_length=4)
    given_by = models.UUIDField(null=True)
    given_at = models.DateTimeField()
    usable_from = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["customer"], condition=Q(replaced_at__isnull=True), name="one_account_a_payee"
            ),
        ]

    class Care:
        keep = "P7Y after it is replaced or last used; then without her"
        personal = ("customer", "given_by")
        sensitive = ("sealed", "index", "tail")
        plain = ("id", "given_at", "usable_from", "replaced_at")

    def __str__(self) -> str:
        return str(self.id)


class Payout(models.Model):
    """What one agency pays a customer for one application, in one part or in several."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    service = models.CharField(max_length=60)
    application = models.UUIDField()
    step = models.CharField(max_length=60)
    case = models.UUIDField(null=True)
    agency = models.CharField(max_length=8)
    title = models.JSONField()
    amount = money()
    planned_at = models.DateTimeField()
    stopped_at = models.DateTimeField(null=True)
    stopped_why = models.TextField(default="")
    reclaimed = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="payout_is_money"),
            models.UniqueConstraint(fields=["application", "step"], name="payout_planned_once"),
        ]

    class Care:
        keep = "P7Y after its last part; the sums stay, without her"
        personal = ("customer", "stopped_why")
        sensitive = ("amount", "title")
        plain = (
            "id", "number", "service", "application", "step", "case", "agency", "planned_at", "stopped_at",
            "reclaimed",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class PaymentOrder(models.Model):
    """One file of orders to the bank (ISO 20022 pain.001). The file itself is written anew from its
    parts whenever it is asked for, so that no account number lies about in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=35, unique=True)
    execution_date = models.DateField()
    parts_count = models.IntegerField()
    amount = money()
    state = models.CharField(max_length=8)
    made_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="made", answered_at__isnull=True)
                | Q(state="answered", answered_at__isnull=False),
                name="order_answered_at_a_time",
            )
        ]

    class Care:
        keep = "as long as the parts that it ordered"
        personal = ()
        sensitive = ("amount",)
        plain = ("id", "number", "execution_date", "parts_count", "state", "made_at", "answered_at")

    def __str__(self) -> str:
        return self.number


class PayoutPart(models.Model):
    """One part: planned, or held until it is released; ordered; then paid, or returned by the bank."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    payout = models.ForeignKey(Payout, on_delete=models.PROTECT, related_name="parts")
    customer = models.UUIDField(db_index=True)
    position = models.SmallIntegerField()
    amount = money()
    due_date = models.DateField()
    state = models.CharField(max_length=8)
    account = models.ForeignKey(PayeeAccount, null=True, on_delete=models.PROTECT, related_name="+")
    order = models.ForeignKey(PaymentOrder, null=True, on_delete=models.PROTECT, related_name="parts")
    reference = models.CharField(max_length=35, unique=True)
    tries = models.SmallIntegerField(default=0)
    paid_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=10, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["payout", "position"], name="part_position_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="part_is_money"),
            models.CheckConstraint(condition=Q(state__in=PART_STATES), name="part_state_is_known"),
            models.CheckConstraint(
                condition=~Q(state__in=("ordered", "paid")) | Q(account__isnull=False, order__isnull=False),
                name="part_ordered_to_an_account",
            ),
            models.CheckConstraint(
                condition=~Q(state="paid") | Q(paid_at__isnull=False), name="part_paid_at_a_time"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_date"], name="part_due", condition=Q(state="planned")),
        ]

    class Care:
        keep = "with its payout"
        personal = ("customer",)
        sensitive = ("amount",)
        plain = (
            "id", "payout", "position", "due_date", "state", "account", "order", "reference", "tries",
            "paid_at", "returned_why",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.reference
