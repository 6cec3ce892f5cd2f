"""Consents, what of them was taken back, and the news of it on its way to each receiver."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from onedoor.exchange.types import NoticeState
from onedoor.kernel.ids import new_id


class Consent(models.Model):
    """A customer's yes to one agreement, until she withdraws it. ``fingerprint`` names what was shown;
    ``shares`` and ``receivers`` are what she said yes to."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField(db_index=True)
    agreement = models.CharField(max_length=32)
    given_at = models.DateTimeField()
    given_by = models.UUIDField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.UUIDField(null=True, blank=True)
    active_until = models.DateTimeField(null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, default="")
    shares = models.JSONField(default=dict)
    receivers = models.JSONField(default=list)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="one_live_consent_an_agreement",
                fields=["customer", "agreement"],
                condition=Q(withdrawn_at__isnull=True),
            ),
            models.CheckConstraint(
                name="consent_withdrawn_by_somebody",
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
            ),
        ]

    class Care:
        keep = "P7Y after it is withdrawn"
        personal = ("customer", "given_by", "withdrawn_by")
        sensitive = ()
        plain = (
            *("id", "agreement", "given_at", "withdrawn_at", "active_until", "fingerprint", "shares"),
            "receivers",
        )

    def __str__(self) -> str:
        return f"{self.agreement} {self.id}"


class ConsentRemoval(models.Model):
    """A part that she took back: one attribute for everybody, or one receiver for everything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="removals")
    customer = models.UUIDField(db_index=True)
    register = models.CharField(max_length=40, blank=True, default="")
    attribute = models.CharField(max_length=40, blank=True, default="")
    receiver = models.CharField(max_length=32, blank=True, default="")
    removed_at = models.DateTimeField()
    removed_by = models.UUIDField()

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                name="taken_back_once", fields=["consent", "register", "attribute", "receiver"]
            ),
            models.CheckConstraint(
                name="a_part_is_an_attribute_or_a_receiver",
                condition=Q(attribute="", register="") & ~Q(receiver="")
                | Q(receiver="") & ~Q(attribute="") & ~Q(register=""),
            ),
        ]

    class Care:
        keep = "P7Y after its consent is withdrawn"
        personal = ("customer", "removed_by")
        sensitive = ()
        plain = ("id", "consent", "register", "attribute", "receiver", "removed_at")

    def __str__(self) -> str:
        return f"{self.attribute or self.receiver} {self.id}"


class ConsentNotice(models.Model):
    """One receiver is told that consent was taken back, until it acknowledges or somebody gives up.
    ``shares``: only these attributes; empty: everything."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    consent = models.ForeignKey(Consent, on_delete=models.CASCADE, related_name="notices")
    customer = models.UUIDField(db_index=True)
    receiver = models.CharField(max_length=32)
    shares = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=NoticeState.choices, default=NoticeState.WAITING)
    attempts = models.IntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=500, blank=True, default="")
    failure = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="notice_answered_says_when",
                condition=~Q(state__in=("acknowledged", "refused")) | Q(answered_at__isnull=False),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(
                name="notices_under_way", fields=["next_try_at"], condition=Q(state__in=("waiting", "sent"))
            ),
        ]

    class Care:
        keep = "P7Y after its consent is withdrawn"
        personal = ("customer", "answer")
        sensitive = ()
        plain = (
            *("id", "consent", "receiver", "shares", "state", "attempts", "next_try_at", "made_at"),
            *("sent_at", "answered_at", "failure"),
        )

    def __str__(self) -> str:
        return f"{self.receiver} {self.id}"


class PredicateAnswer(models.Model):
    """The yes or no that was told instead of a value (null: nothing is held). For her eyes; the journal
    names the question only. ``limit``, with who asked about which value, is what is counted: a value must
    not be found by many questions."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    customer = models.UUIDField()
    subject = models.UUIDField()
    agreement = models.CharField(max_length=32)
    question = models.CharField(max_length=40)
    receiver = models.CharField(max_length=32, blank=True, default="")
    register = models.CharField(max_length=40, blank=True, default="")
    attribute = models.CharField(max_length=40, blank=True, default="")
    period = models.CharField(max_length=8, blank=True, default="")
    limit = models.CharField(max_length=64, blank=True, default="")
    answer = models.BooleanField(null=True)
    answered_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="answers_of_a_customer", fields=["customer", "subject"]),
        ]

    class Care:
        keep = "P7Y after it was told"
        personal = ("customer", "subject")
        sensitive = ("answer",)
        plain = (
            *("id", "agreement", "question", "answered_at", "receiver", "register", "attribute", "period"),
            "limit",
        )

    def __str__(self) -> str:
        return f"{self.question} {self.id}"
