"""Files of applications. Their content is sealed; everything else about them can be listed without it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id


class Attachment(models.Model):
    """One file as it is kept. ``field`` and ``index`` say which answer names it; one that no answer
    names any more is ``dropped``, and goes for good a day later."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    application = models.ForeignKey("services.Application", models.CASCADE, related_name="attachments")
    customer = models.UUIDField()
    agencies = ArrayField(models.TextField())
    field = models.TextField()
    index = models.IntegerField(default=0)
    name = models.TextField()
    kind = models.TextField()
    size = models.IntegerField()
    pages = models.IntegerField(default=0)
    sha256 = models.TextField()
    content = models.BinaryField()
    preview = models.BinaryField(default=bytes)
    state = models.TextField(default="held")
    uploaded_by = models.UUIDField(null=True)
    uploaded_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("jpeg", "png", "webp", "pdf")), name="attachment_kind_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="held", dropped_at__isnull=True)
                | Q(state="dropped", dropped_at__isnull=False),
                name="dropped_attachment_says_when",
            ),
        ]
        indexes = [
            models.Index(fields=["application"], name="attachment_of_application"),
            models.Index(fields=["dropped_at"], name="attachment_dropped", condition=Q(state="dropped")),
        ]

    def __str__(self) -> str:
        return str(self.id)

    class Care:
        keep = "P7Y after the application closes; a day after no answer names it any more"
        personal = ("customer", "name", "uploaded_by")
        sensitive = ("content", "preview")
        plain = (
            "id", "application", "agencies", "field", "index", "kind", "size", "pages", "sha256", "state",
            "uploaded_at", "dropped_at",
        )  # fmt: skip
