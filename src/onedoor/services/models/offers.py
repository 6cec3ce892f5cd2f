"""What government found for somebody, before she asked."""

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id

OPEN_OFFERS = ("offered",)
ANSWERED = ("taken", "given", "declined", "mistaken", "lapsed")


class Offer(models.Model):
    """A service that seems to be somebody's due. ``values`` is what was found, with its sources, as in
    an application's document."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    service = models.TextField()
    agency = models.TextField()
    values = models.JSONField(default=list)
    state = models.TextField(default="offered")
    found_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    deadline = models.DateField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    application = models.UUIDField(null=True)
    reason = models.TextField(default="", blank=True)
    was_right = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["customer", "service"], condition=Q(state__in=OPEN_OFFERS), name="one_open_offer"
            ),
            models.CheckConstraint(
                condition=Q(state="offered", answered_at__isnull=True)
                | Q(state__in=ANSWERED, answered_at__isnull=False),
                name="offer_answered_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "found_at"], name="offers_of_a_customer"),
            models.Index(fields=["lapses_at"], name="offers_lapsing", condition=Q(state__in=OPEN_OFFERS)),
            models.Index(
                fields=["application"], name="offer_by_application", condition=Q(application__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.id)

    class Care:
        keep = "P2Y after it is answered"
        personal = ("customer", "reason")
        sensitive = ("values",)
        plain = (
            "id", "service", "agency", "state", "found_at", "lapses_at", "deadline", "reminded_at",
            "answered_at", "application", "was_right",
        )  # fmt: skip
