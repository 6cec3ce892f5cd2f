"""Messages in and out, their files, and word to people outside."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Message(models.Model):
    """One message in or out. Every one is in the portal's inbox; ``channel`` may carry a copy. The first
    of a thread says whether the thread is closed, and which agency handed it over last."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(null=True, db_index=True)
    agency = models.CharField(max_length=8)
    direction = models.CharField(max_length=3)
    title = models.JSONField()
    body = models.JSONField()
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=10)
    urgent = models.BooleanField(default=False)
    everywhere = models.BooleanField(default=False)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=60, default="")
    letter = models.ForeignKey("Letter", null=True, on_delete=models.PROTECT, related_name="+")
    application = models.UUIDField(null=True)
    case = models.UUIDField(null=True, db_index=True)
    idempotency_key = models.CharField(max_length=100, default="")
    external_id = models.CharField(max_length=250, default="")
    thread = models.UUIDField(null=True, db_index=True)
    address = models.BinaryField(null=True)
    written_by_name = models.CharField(max_length=120, default="")
    closed_at = models.DateTimeField(null=True)
    handed_from = models.CharField(max_length=8, default="")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["idempotency_key"], condition=~Q(idempotency_key=""), name="message_written_once"
            ),
            models.CheckConstraint(
                condition=Q(direction__in=["in", "out"]), name="message_direction_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | Q(state__in=["created", "sending", "sent", "bounced", "failed"], delivered_at__isnull=True),
                name="message_delivered_has_time",
            ),
            models.UniqueConstraint(
                fields=["channel", "external_id"],
                condition=Q(direction="in") & ~Q(external_id=""),
                name="message_received_once",
            ),
            models.CheckConstraint(
                condition=Q(direction="out") | ~Q(agency=""), name="message_in_has_agency"
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("customer", F("created_at").desc(), name="message_inbox"),
            models.Index("external_id", condition=~Q(external_id=""), name="message_external"),
            models.Index("due_at", condition=Q(state__in=["created", "sending"]), name="message_to_send"),
            models.Index("created_at", condition=Q(direction="in"), name="message_heard"),
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer", "title", "written_by_name")
        sensitive = ("body", "address")
        plain = (
            "id", "agency", "direction", "channel", "state", "urgent", "everywhere", "attempts", "due_at",
            "failure", "letter", "application", "case", "idempotency_key", "external_id", "thread",
            "closed_at", "handed_from", "created_at", "sent_at", "delivered_at", "read_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class MessageFile(models.Model):
    """A file that came with a message, sealed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=5)
    size = models.IntegerField()
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()

    class Care:
        keep = "with its message"
        personal = ("name",)
        sensitive = ("content",)
        plain = ("id", "message", "kind", "size", "sha256")

    def __str__(self) -> str:
        return str(self.id)


class ThreadReader(models.Model):
    """An officer who has a thread open, until when that is believed, and whether she writes an answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    thread = models.UUIDField()
    account = models.UUIDField()
    name = models.CharField(max_length=120)
    agency = models.CharField(max_length=8)
    here_until = models.DateTimeField(db_index=True)
    writing_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["thread", "account"], name="thread_read_once_by_each")
        ]

    class Care:
        keep = "P1D"
        personal = ("name",)
        sensitive = ()
        plain = ("id", "thread", "account", "agency", "here_until", "writing_until")

    def __str__(self) -> str:
        return str(self.id)


class CaseChannel(models.Model):
    """The channel that a customer chose for one case, in place of her usual one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    case = models.UUIDField()
    channel = models.CharField(max_length=10)
    chosen_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["customer", "case"], name="one_channel_a_case")
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer",)
        sensitive = ()
        plain = ("id", "case", "channel", "chosen_at")

    def __str__(self) -> str:
        return str(self.id)


class OutsideMessage(models.Model):
    """Word to somebody of whom the house knows only an address, such as a link for one who takes part.
    Address and text are sealed; the text is forgotten once it has left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    customer = models.UUIDField(null=True)
    agency = models.CharField(max_length=8)
    kind = models.CharField(max_length=5)
    address = models.BinaryField()
    text = models.BinaryField(null=True)
    state = models.CharField(max_length=10)
    attempts = models.SmallIntegerField(default=0)
    due_at = models.DateTimeField()
    failure = models.CharField(max_length=60, default="")
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(kind__in=["email", "phone"]), name="outside_kind_is_known"),
            models.CheckConstraint(
                condition=Q(state="delivered", delivered_at__isnull=False)
                | Q(state__in=["created", "sending", "failed", "dropped"], delivered_at__isnull=True),
                name="outside_delivered_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("due_at", condition=Q(state__in=["created", "sending"]), name="outside_to_send"),
        ]

    class Care:
        keep = "P1Y"
        personal = ("customer",)
        sensitive = ("address", "text")
        plain = (
            "id", "subject", "agency", "kind", "state", "attempts", "due_at", "failure", "created_at",
            "delivered_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)
