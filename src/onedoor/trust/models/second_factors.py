"""What happened with an account's one-time codes; the secret itself lies sealed with allauth."""

from django.db import models

from onedoor.trust.models.accounts import Account


class SecondFactor(models.Model):
    """``last_counter`` is the newest 30-second step whose code was used: none is used twice.

    Real time, never the demo city's: the customer's phone knows nothing of a demo clock.
    """

    account = models.OneToOneField(
        Account, primary_key=True, on_delete=models.CASCADE, related_name="second_factor"
    )
    last_counter = models.BigIntegerField(default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)

    class Care:
        keep = "as long as the account"
        personal = ()
        sensitive = ()
        plain = ("account", "last_counter", "failures", "locked_until")
