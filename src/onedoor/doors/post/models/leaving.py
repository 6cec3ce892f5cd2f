"""What left on paper, and in which batch. Contents are sealed."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.kernel.ids import new_id


class Batch(models.Model):
    """Letters that go to the print house together, with what the manifest says of them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    state = models.CharField(max_length=8)
    letters = models.IntegerField()
    pages = models.IntegerField()
    sheets = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    is_secret = models.BooleanField(default=False)
    made_at = models.DateTimeField(db_index=True)
    printed_at = models.DateTimeField(null=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="made", printed_at=None, posted_at=None)
                | Q(state="printed", printed_at__isnull=False, posted_at=None)
                | Q(state="posted", printed_at__isnull=False, posted_at__isnull=False),
                name="batch_state_has_its_time",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("posted_at", condition=Q(is_secret=True), name="secret_batches_posted")
        ]

    class Care:
        keep = "P7Y"
        personal = ()
        sensitive = ()
        plain = (
            "id", "number", "state", "letters", "pages", "sheets", "sha256", "is_secret", "made_at",
            "printed_at", "posted_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Paper(models.Model):
    """One letter or form that was printed, under a random number that its mark carries. ``rated`` are the
    stars that its reply sheet gave when it came back; 0: none yet."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    kind = models.CharField(max_length=8)
    state = models.CharField(max_length=8)
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8, default="")
    message = models.UUIDField(null=True, unique=True)
    case = models.UUIDField(null=True)
    application = models.CharField(max_length=20, default="")
    service = models.CharField(max_length=60, default="")
    version = models.CharField(max_length=20, default="")
    language = models.CharField(max_length=10)
    batch = models.ForeignKey(Batch, null=True, on_delete=models.PROTECT, related_name="papers")
    envelope = models.IntegerField(default=0)
    position = models.IntegerField(default=0)
    pages = models.SmallIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="")
    content = models.BinaryField(null=True)
    pdf = models.BinaryField(null=True)
    layout = models.JSONField(default=list)
    made_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    returned_why = models.CharField(max_length=40, default="")
    rated = models.SmallIntegerField(default=0)

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ("content", "pdf")
        plain = (
            "id", "number", "kind", "state", "agency", "message", "case", "application", "service", "version",
            "language", "batch", "envelope", "position", "pages", "sha256", "layout", "made_at", "posted_at",
            "returned_at", "returned_why", "rated",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class PinSheet(models.Model):
    """The PDF of a letter with a PIN, from when it is printed until it is posted. Sealed, and read by nobody
    but who gives it to the print house."""

    paper = models.OneToOneField(Paper, primary_key=True, on_delete=models.CASCADE, related_name="pin_sheet")
    pdf = models.BinaryField()

    class Care:
        keep = "with its letter, at most until it is posted"
        personal = ()
        sensitive = ("pdf",)
        plain = ("paper",)

    def __str__(self) -> str:
        return str(self.pk)
