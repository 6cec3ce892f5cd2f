"""What left on paper, what came in, and the pictures of its pages. Contents are sealed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
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

    class Care:
        keep = "P7Y"
        personal = ()
        sensitive = ()
        plain = (
            "id", "number", "state", "letters", "pages", "sheets", "sha256", "made_at", "printed_at",
            "posted_at",
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


class Scan(models.Model):
    """One file that a scanner or a fax brought; the same file is taken once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sha256 = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=10)
    state = models.CharField(max_length=8)
    fault = models.CharField(max_length=40, default="")
    pages = models.SmallIntegerField(default=0)
    blanks = models.SmallIntegerField(default=0)
    taken_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="taken", fault="") | (Q(state="refused") & ~Q(fault="")),
                name="scan_refused_says_why",
            )
        ]

    class Care:
        keep = "P1Y"
        personal = ()
        sensitive = ()
        plain = ("id", "sha256", "source", "state", "fault", "pages", "blanks", "taken_at")

    def __str__(self) -> str:
        return str(self.id)


class Letter(models.Model):
    """A letter that came in. Who it is from is known by its mark, its reference, or a person's eye."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10)
    matched_by = models.CharField(max_length=10, default="")
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8, default="")
    case = models.UUIDField(null=True)
    reference = models.CharField(max_length=20, default="")
    asks = ArrayField(models.CharField(max_length=20), default=list)
    why = models.CharField(max_length=40, default="")
    text = models.BinaryField()
    readings = models.BinaryField(null=True)
    message = models.UUIDField(null=True)
    interaction = models.UUIDField(null=True)
    received_at = models.DateTimeField()
    due_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.UUIDField(null=True)
    settled_by_name = models.CharField(max_length=120, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(state="waiting", settled_at=None)
                | (~Q(state="waiting") & Q(settled_at__isnull=False)),
                name="letter_settled_has_time",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("due_at", condition=Q(state="waiting"), name="letters_that_wait")
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer", "settled_by", "settled_by_name")
        sensitive = ("text", "readings")
        plain = (
            "id", "number", "scan", "paper", "state", "matched_by", "agency", "case", "reference", "asks",
            "why", "message", "interaction", "received_at", "due_at", "settled_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Picture(models.Model):
    """One page of a letter that came in, upright, as a sealed picture."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="pictures")
    customer = models.UUIDField(null=True)
    position = models.SmallIntegerField()
    image = models.BinaryField()

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "position"], name="picture_once_a_page")
        ]

    class Care:
        keep = "with its letter"
        personal = ("customer",)
        sensitive = ("image",)
        plain = ("id", "letter", "position")

    def __str__(self) -> str:
        return str(self.id)
