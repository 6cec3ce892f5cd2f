"""What came in, where it stood by mistake, and the pictures of its pages. Contents are sealed."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from onedoor.doors.post.models.leaving import Paper
from onedoor.kernel.ids import new_id


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
    """A letter that came in. Who it is from is known by its mark, its reference, or a person's eye.
    ``agency`` is whose matter it belongs to; until that is known it waits in the ``room`` of an agency."""

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
    room = models.CharField(max_length=8, default="")
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
            "why", "message", "interaction", "room", "received_at", "due_at", "settled_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class Misfiling(models.Model):
    """That a letter stood in the records of ``customer`` by mistake until it was taken back. ``things`` are
    the letter and what hung on it there: what the journal says of these until then is in no timeline."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.CASCADE, related_name="misfilings")
    customer = models.UUIDField(null=True, db_index=True)
    things = ArrayField(models.UUIDField())
    why = models.CharField(max_length=20)
    filed_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    taken_by = models.UUIDField(null=True)
    taken_by_name = models.CharField(max_length=120, default="")

    class Care:
        keep = "with its letter"
        personal = ("customer", "taken_by", "taken_by_name")
        sensitive = ()
        plain = ("id", "letter", "things", "why", "filed_at", "taken_at")

    def __str__(self) -> str:
        return str(self.id)


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
