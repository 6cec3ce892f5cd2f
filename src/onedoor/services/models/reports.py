"""What was reported at a place: what the public map and Open311 show, and who is told at the end."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Report(models.Model):
    """The public side of an application by which something at a place was reported.

    ``customer`` is who reported: a customer, or the random number of a visitor who gave no name.
    ``merged_into`` is the report of the same thing that was there first: only that one is worked on.
    ``description`` is what may be read by everybody; what was written stands in the application.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.TextField(unique=True)
    application = models.OneToOneField("Application", models.PROTECT, related_name="report")
    customer = models.UUIDField(db_index=True)
    service = models.TextField()
    kind = models.TextField()
    same = models.JSONField(default=dict)
    agencies = ArrayField(models.TextField())
    lat = models.FloatField(null=True)
    long = models.FloatField(null=True)
    address = models.TextField(default="", blank=True)
    description = models.TextField(default="", blank=True)
    media_url = models.TextField(default="", blank=True)
    before = models.UUIDField(null=True)
    after = models.UUIDField(null=True)
    state = models.TextField(default="open")
    notes = models.TextField(default="", blank=True)
    case = models.UUIDField(null=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    reported_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    rating = models.SmallIntegerField(null=True)
    rated_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True)
                | Q(state="closed", closed_at__isnull=False),
                name="report_closed_has_time",
            ),
            models.CheckConstraint(
                condition=Q(lat__isnull=True, long__isnull=True)
                | Q(lat__gte=-90, lat__lte=90, long__gte=-180, long__lte=180),
                name="report_lies_on_earth",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True, rated_at__isnull=True)
                | Q(rating__gte=1, rating__lte=5, rated_at__isnull=False),
                name="report_rating_1_to_5",
            ),
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="report_is_not_its_own"
            ),
        ]
        indexes = [
            models.Index("service", "kind", "lat", "long", name="report_near"),
            models.Index(F("reported_at").desc(), name="report_newest"),
            models.Index(fields=["case"], name="report_by_case", condition=Q(case__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.number

    class Care:
        keep = "with its application"
        personal = (
            "customer",
            "address",
            "description",
            "media_url",
            "before",
            "after",
            "rating",
        )
        sensitive = ()
        plain = (
            "id", "number", "application", "service", "kind", "same", "agencies", "lat", "long", "state",
            "notes", "case", "merged_into", "reported_at", "promised_at", "changed_at", "closed_at",
            "rated_at",
        )  # fmt: skip
