"""Calls under way, so that what the exchange says next finds its conversation; and what was recorded."""

from django.db import models

from onedoor.kernel.ids import new_id


class Call(models.Model):
    """One call. ``carried_as`` is the carrier's own name of it; ``number`` is where it came from, sealed,
    and tells nobody who calls."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    carrier = models.CharField(max_length=8)
    carried_as = models.CharField(max_length=64)
    number = models.BinaryField(default=b"")
    session = models.UUIDField(null=True)
    interaction = models.UUIDField(null=True)
    state = models.CharField(max_length=10)
    silences = models.PositiveSmallIntegerField(default=0)
    has_keys = models.BooleanField(default=False)
    language = models.CharField(max_length=8, default="en")
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["carrier", "carried_as"], name="call_once_a_carrier"),
        ]

    class Care:
        keep = "P90D"
        personal = ()
        sensitive = ("number",)
        plain = (
            "id", "carrier", "carried_as", "session", "interaction", "state", "silences", "has_keys",
            "language", "began_at", "ended_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Recording(models.Model):
    """What a caller said after the tone, once she had been told; sealed, and gone after ``keep_until``."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="recordings")
    sound = models.BinaryField()
    recorded_at = models.DateTimeField()
    keep_until = models.DateTimeField(db_index=True)

    class Care:
        keep = "P90D"
        personal = ()
        sensitive = ("sound",)
        plain = ("id", "call", "recorded_at", "keep_until")

    def __str__(self) -> str:
        return str(self.id)
