"""Which conversation a telephone is in, and the parts of messages that are not whole yet."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


class Line(models.Model):
    """A telephone at the text door, by message or by USSD. The number is kept as a blind index only;
    ``rest`` are the screens not shown yet, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(max_length=4)
    address = models.BinaryField()
    session = models.UUIDField(null=True)
    carried_as = models.CharField(max_length=64, default="")
    rest = models.BinaryField(default=b"")
    stopped_at = models.DateTimeField(null=True)
    heard_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kind", "address"], name="line_once_a_telephone"),
        ]

    class Care:
        keep = "P30D after the last message"
        personal = ("address", "session")
        sensitive = ("rest",)
        plain = ("id", "kind", "carried_as", "stopped_at", "heard_at")


class Part(models.Model):
    """One part of a long message, sealed, until the others are there."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.BinaryField()
    reference = models.IntegerField()
    total = models.SmallIntegerField()
    number = models.SmallIntegerField()
    text = models.BinaryField()
    came_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["address", "reference", "total", "number"], name="part_once_a_message"
            ),
        ]

    class Care:
        keep = "P1D"
        personal = ("address",)
        sensitive = ("text",)
        plain = ("id", "reference", "total", "number", "came_at")


class Taken(models.Model):
    """A message of a gateway that was taken: told twice, it is answered once."""

    external_id = models.CharField(max_length=100, primary_key=True)
    came_at = models.DateTimeField()

    class Care:
        keep = "P1D"
        personal = ()
        sensitive = ()
        plain = ("external_id", "came_at")
