"""Where people stop in a form: counts of a day, and nobody in them."""

from django.db import models
from django.db.models import Q

SLOTS = 8  # rows that one busy count is spread over, so that nobody waits for a lock
WHATS = ("shown", "saved", "faulty", "error", "exit")


class PageCount(models.Model):
    """How often a page of a version of a service was shown, saved, saved with something to mend, and at
    which question; or the form ended there early. The sum over ``slot`` is the count."""

    pk = models.CompositePrimaryKey("service", "version", "page", "question", "what", "door", "day", "slot")
    service = models.TextField()
    version = models.TextField()
    page = models.TextField()
    question = models.TextField(default="")
    what = models.TextField()
    door = models.TextField()
    day = models.DateField()
    slot = models.SmallIntegerField(default=0)
    count = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=WHATS), name="page_count_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.service} {self.page} {self.what}"

    class Care:
        keep = "P5Y"
        plain = ("service", "version", "page", "question", "what", "door", "day", "slot", "count")
