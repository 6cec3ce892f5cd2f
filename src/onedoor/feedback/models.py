"""What people said of how they were served, and what invited them to say it."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id


class Rating(models.Model):
    """One to five stars for one reference, with words or without; the last that was said stands."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(null=True, db_index=True)
    service = models.CharField(max_length=60)
    agency = models.CharField(max_length=8)
    case = models.UUIDField(null=True)
    door = models.CharField(max_length=20)
    stars = models.SmallIntegerField()
    comment = models.TextField(default="", blank=True)
    is_identified = models.BooleanField()
    rated_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)
    follow_up = models.UUIDField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(stars__gte=1, stars__lte=5), name="rating_is_one_to_five"),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["service", "rated_at"], name="rating_of_service"),
        ]

    class Care:
        keep = "P2Y after it was given; the stars stay, without her"
        personal = ("customer", "comment")
        sensitive = ()
        plain = (
            "id", "number", "service", "agency", "case", "door", "stars", "is_identified", "rated_at",
            "changed_at", "follow_up",
        )  # fmt: skip

    def __str__(self) -> str:
        return f"{self.stars} of 5"


class Invitation(models.Model):
    """A printed sheet by which its reader may rate one reference. ``code`` is the random half of its mark."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=8, unique=True)
    number = models.CharField(max_length=20)
    letter = models.CharField(max_length=20, unique=True)
    invited_at = models.DateTimeField()

    class Care:
        keep = "P1Y"
        personal = ()
        sensitive = ()
        plain = ("id", "code", "number", "letter", "invited_at")

    def __str__(self) -> str:
        return self.letter
