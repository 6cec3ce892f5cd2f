"""The six digits with which a customer says who she is where she has keys and no screen."""

from django.db import models

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
