"""The six digits with which a customer says who she is where she has keys and no screen."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class DoorPin(models.Model):
    """``pin`` is a slow hash. ``failures`` are the wrong ones since the last right one or the last lock;
    ``locks`` are the locks since the last right one."""

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.CASCADE, related_name="door_pin"
    )
    pin = models.CharField(max_length=128)
    set_at = models.DateTimeField()
    failures = models.PositiveSmallIntegerField(default=0)
    locks = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Care:
        keep = "as long as the account"
        personal = ()
        sensitive = ("pin",)
        plain = ("account", "set_at", "failures", "locks", "locked_until")

    def __str__(self) -> str:
        return f"since {self.set_at}"


class DoorPinOrder(models.Model):
    """A PIN that is to go to her by letter. It is ``drawn`` when the letter is printed, and ``ended`` when no
    letter goes or hers came back; the PIN itself is nowhere here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="door_pin_orders")
    ordered_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(drawn_at=None, ended_at=None), name="one_pin_order_waits"
            )
        ]

    class Care:
        keep = "P1Y"
        personal = ()
        sensitive = ()
        plain = ("id", "account", "ordered_at", "drawn_at", "ended_at")

    def __str__(self) -> str:
        return f"ordered {self.ordered_at}"
