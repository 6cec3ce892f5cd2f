"""Conversations, as far as they have come, and what village agents take along and bring back."""

from typing import Any, ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


def at_the_beginning() -> dict[str, Any]:
    """Nothing asked yet."""
    return {"step": "", "facts": {}, "stack": [], "offset": 0}


class Session(models.Model):
    """One conversation at one door. ``state`` is the place in it: names of steps and our own numbers,
    never what was typed. ``customer`` is who was claimed; she is known only while ``assurance`` is not 0."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    door = models.CharField(max_length=12)
    form = models.CharField(max_length=12)
    choices = models.SmallIntegerField()
    digits_only = models.BooleanField()
    language = models.CharField(max_length=8)
    address = models.BinaryField(default=b"")
    customer = models.UUIDField(null=True)
    account = models.UUIDField(null=True)
    assurance = models.SmallIntegerField(default=0)
    state = models.JSONField(default=at_the_beginning)
    began_at = models.DateTimeField()
    heard_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ending = models.CharField(max_length=12, default="")

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["address", "door", "-heard_at"], name="session_at_an_address"),
            models.Index(fields=["heard_at"], name="session_heard"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(ended_at=None, ending="")
                | models.Q(ended_at__isnull=False) & ~models.Q(ending=""),
                name="session_ended_says_how",
            ),
            models.CheckConstraint(
                condition=models.Q(assurance=0) | models.Q(account__isnull=False),
                name="session_known_by_an_account",
            ),
        ]

    class Care:
        keep = "P30D after the last reply"
        personal = ("address", "customer", "account", "state")
        sensitive = ()
        plain = (
            "id", "door", "form", "choices", "digits_only", "language", "assurance",
            "began_at", "heard_at", "ended_at", "ending",
        )  # fmt: skip


class Kit(models.Model):
    """Forms that a village agent takes along. ``key`` seals the house's half of its keys: with them
    packets of this kit alone are opened and told from forged ones."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    agent = models.UUIDField(db_index=True)
    agent_name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    services = models.JSONField(default=list)
    key = models.BinaryField()
    issued_at = models.DateTimeField()
    good_to = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(good_to__gt=models.F("issued_at")), name="kit_is_good_for_a_while"
            )
        ]

    class Care:
        keep = "P1Y after it was good"
        personal = ("agent", "agent_name")
        sensitive = ("key",)
        plain = ("id", "agency", "services", "issued_at", "good_to", "withdrawn_at")


class Packet(models.Model):
    """A file of entries that arrived; the same file arrives once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="packets")
    sha256 = models.CharField(max_length=64)
    size = models.IntegerField()
    received_at = models.DateTimeField(db_index=True)
    received_by = models.UUIDField()
    received_by_name = models.CharField(max_length=120)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kit", "sha256"], name="packet_once")
        ]

    class Care:
        keep = "P1Y"
        personal = ("received_by", "received_by_name")
        sensitive = ()
        plain = ("id", "kit", "sha256", "size", "received_at")


class PacketEntry(models.Model):
    """What one person had written down. ``mark`` is the kit's own id of it. ``content`` is sealed, and
    kept only while it waits for her (held); ``slip`` is the index of the code that she holds."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kit = models.ForeignKey(Kit, on_delete=models.PROTECT, related_name="+")
    packet = models.ForeignKey(Packet, on_delete=models.PROTECT, related_name="entries")
    mark = models.UUIDField()
    digest = models.CharField(max_length=64)
    place = models.IntegerField()
    service = models.CharField(max_length=60)
    version = models.CharField(max_length=20)
    state = models.CharField(max_length=8)
    reason = models.CharField(max_length=60, default="")
    missing = models.JSONField(default=list)
    number = models.CharField(max_length=20, default="")
    customer = models.UUIDField(null=True, db_index=True)
    slip = models.BinaryField(default=b"")
    content = models.BinaryField(null=True)
    filled_at = models.DateTimeField()
    arrived_at = models.DateTimeField()
    is_clock_wrong = models.BooleanField()
    taken_up_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["slip"], condition=models.Q(state="held"), name="entries_that_wait")
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["kit", "mark"], name="entry_once"),
            models.CheckConstraint(
                condition=models.Q(state="held", content__isnull=False)
                | (~models.Q(state="held") & models.Q(content=None)),
                name="entry_kept_only_while_it_waits",
            ),
        ]

    class Care:
        keep = "P1Y; what waits for her, 60 days"
        personal = ("customer", "slip")
        sensitive = ("content",)
        plain = (
            "id", "kit", "packet", "mark", "digest", "place", "service", "version", "state", "reason",
            "missing", "number", "filled_at", "arrived_at", "is_clock_wrong", "taken_up_at",
        )  # fmt: skip
