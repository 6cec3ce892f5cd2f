"""What was heard already, who is in a conversation, and which answers still have to leave."""

from typing import ClassVar

from django.db import models

from onedoor.kernel.ids import new_id


class Heard(models.Model):
    """A mail that was dealt with: brought again, under whatever number, it is dealt with once. ``key`` is
    a digest of its Message-ID, or of all of it where it has none."""

    key = models.CharField(max_length=64, primary_key=True)
    outcome = models.CharField(max_length=12, default="")
    heard_at = models.DateTimeField()

    class Care:
        keep = "P90D"
        personal = ()
        sensitive = ()
        plain = ("key", "outcome", "heard_at")


class Correspondence(models.Model):
    """A conversation with whoever writes from one address, which is kept as a blind index. ``asked`` is
    what was last written freely, sealed, for the person who may have to answer it; ``message`` is where
    the contact room keeps it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    address = models.BinaryField()
    session = models.UUIDField(unique=True)
    language = models.CharField(max_length=8)
    asked = models.BinaryField(default=b"")
    message = models.UUIDField(null=True)
    helped = models.SmallIntegerField(default=0)
    heard_at = models.DateTimeField()

    class Care:
        keep = "P30D after the last mail"
        personal = ("address", "session", "message")
        sensitive = ("asked",)
        plain = ("id", "language", "helped", "heard_at")


class Reply(models.Model):
    """An answer on its way out. It is written with what it answers, in one transaction, and leaves
    afterwards; ``sealed`` (address, subject, text, what it answers) is emptied once it has left. ``case``
    is where a person wrote it, and hears of it when it does not arrive."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.UUIDField(null=True)
    case = models.UUIDField(null=True)
    sealed = models.BinaryField()
    attempts = models.SmallIntegerField(default=0)
    failure = models.CharField(max_length=60, default="")
    due_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["due_at"], name="mail_reply_due", condition=models.Q(due_at__isnull=False)),
        ]

    class Care:
        keep = "P90D"
        personal = ("session", "case")
        sensitive = ("sealed",)
        plain = ("id", "attempts", "failure", "due_at", "sent_at", "made_at")
