"""Messages, letters with their PDFs, and interactions."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id


class Message(models.Model):
    """One message in or out. Every one is in the portal's inbox; ``channel`` may carry a copy."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
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
    created_at = models.DateTimeField()
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
                | Q(state__in=["created", "sending", "failed"], delivered_at__isnull=True),
                name="message_delivered_has_time",
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("customer", F("created_at").desc(), name="message_inbox"),
            models.Index("due_at", condition=Q(state__in=["created", "sending"]), name="message_to_send"),
        ]

    class Care:
        keep = "P7Y"
        personal = ("customer", "title")
        sensitive = ("body",)
        plain = (
            "id", "agency", "direction", "channel", "state", "urgent", "everywhere", "attempts", "due_at",
            "failure", "letter", "application", "case", "idempotency_key", "created_at", "delivered_at",
            "read_at",
        )  # fmt: skip

    def __str__(self) -> str:
        return str(self.id)


class Letter(models.Model):
    """A letter with a signature over its content; anybody who holds the code can check it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    number = models.CharField(max_length=20, unique=True)
    verify_code = models.CharField(max_length=24, unique=True)
    customer = models.UUIDField(db_index=True)
    agency = models.CharField(max_length=8)
    kind = models.CharField(max_length=40)
    title = models.JSONField()
    languages = ArrayField(models.CharField(max_length=10))
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    key_id = models.CharField(max_length=64)
    signature = models.BinaryField()
    issued_at = models.DateTimeField()
    application = models.UUIDField(null=True, db_index=True)
    case = models.UUIDField(null=True)
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaces")

    class Care:
        keep = "P7Y"
        personal = ("customer", "title")
        sensitive = ("content", "verify_code")
        plain = (
            "id", "number", "agency", "kind", "languages", "sha256", "key_id", "signature", "issued_at",
            "application", "case", "replaced_by",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number


class LetterPdf(models.Model):
    """The printed form of a letter in one language."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="pdfs")
    customer = models.UUIDField(db_index=True)
    language = models.CharField(max_length=10)
    pdf = models.BinaryField()
    attached_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["letter", "language"], name="pdf_once_a_language")
        ]

    class Care:
        keep = "with its letter"
        personal = ("customer",)
        sensitive = ("pdf",)
        plain = ("id", "letter", "language", "attached_at")

    def __str__(self) -> str:
        return str(self.id)


class Interaction(models.Model):
    """One contact through one door; it may hold several topics and unknown people."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(null=True, db_index=True)
    door = models.CharField(max_length=12)
    agency = models.CharField(max_length=8)
    officer = models.UUIDField(null=True)
    officer_name = models.CharField(max_length=120, default="")
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    result = models.CharField(max_length=40, default="")
    sources = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("started_at")),
                name="interaction_ends_after_start",
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index("customer", F("started_at").desc(), name="interaction_timeline")
        ]

    class Care:
        keep = "P3Y"
        personal = ("customer", "officer", "officer_name")
        sensitive = ()
        plain = ("id", "door", "agency", "started_at", "ended_at", "result", "sources")

    def __str__(self) -> str:
        return str(self.id)


class InteractionTopic(models.Model):
    """One question of an interaction."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="topics")
    position = models.SmallIntegerField()
    subject = models.TextField()
    service = models.CharField(max_length=60, default="")
    case = models.UUIDField(null=True)
    application = models.UUIDField(null=True)
    result = models.CharField(max_length=40, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    class Care:
        keep = "with its interaction"
        personal = ("subject",)
        sensitive = ()
        plain = ("id", "interaction", "position", "service", "case", "application", "result")

    def __str__(self) -> str:
        return str(self.id)


class InteractionParticipant(models.Model):
    """Who took part in an interaction, known or not."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    interaction = models.ForeignKey(Interaction, on_delete=models.CASCADE, related_name="participants")
    position = models.SmallIntegerField()
    role = models.CharField(max_length=20)
    customer = models.UUIDField(null=True, db_index=True)
    name = models.CharField(max_length=120, default="")

    class Meta:
        ordering: ClassVar[list[str]] = ["position"]

    class Care:
        keep = "with its interaction"
        personal = ("customer", "name", "role")
        sensitive = ()
        plain = ("id", "interaction", "position")

    def __str__(self) -> str:
        return str(self.id)


class OutsideMessage(models.Model):
    """Word to somebody of whom the house knows only an address, such as a link for one who takes part.
    Address and text are sealed; the text is forgotten once it has left."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    subject = models.UUIDField(db_index=True)
    customer = models.UUIDField()
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
