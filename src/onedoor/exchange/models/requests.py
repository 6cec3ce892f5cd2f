"""Requests to partners to report what they have not reported yet."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


class ReportRequest(models.Model):
    """Asked of a partner because somebody needs the value now. Whether it was answered is read from
    what was reported since; it is not written here a second time."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    customer = models.UUIDField(db_index=True)
    partner = models.CharField(max_length=32)
    agency = models.CharField(max_length=8)
    register = models.CharField(max_length=40)
    attribute = models.CharField(max_length=40)
    period = models.CharField(max_length=8, blank=True, default="")
    service = models.CharField(max_length=40)
    application = models.UUIDField(null=True, blank=True)
    case = models.UUIDField(null=True, blank=True)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_request_a_value",
                fields=["partner", "customer", "register", "attribute", "period"],
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="requests_of_a_partner", fields=["partner", "due_at"]),
        ]

    class Care:
        keep = "P7Y after the request"
        personal = ("customer",)
        sensitive = ()
        plain = (
            *("id", "number", "partner", "agency", "register", "attribute", "period", "service"),
            *("application", "case", "requested_at", "due_at"),
        )

    def __str__(self) -> str:
        return self.number
