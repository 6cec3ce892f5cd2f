"""Where an account is signed in."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account


class BrowserSession(models.Model):
    """One browser in which an account is signed in, as its owner may recognise it: which door, what kind of
    browser and device, and nothing by which the device or its place could be found. The browser's cookie
    leads to Django's session, which names this row: a row that has ended opens nothing."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="browser_sessions")
    door = models.CharField(max_length=20)
    browser = models.CharField(max_length=20, blank=True, default="")
    system = models.CharField(max_length=20, blank=True, default="")
    begun_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="session_ends_after_it_begins",
                condition=Q(ended_at=None) | Q(ended_at__gte=F("begun_at")),
            ),
        ]

    class Care:
        keep = "P90D after it was last seen"
        personal = ("account",)
        sensitive = ()
        plain = ("id", "door", "browser", "system", "begun_at", "seen_at", "ended_at")

    def __str__(self) -> str:
        return str(self.id)
