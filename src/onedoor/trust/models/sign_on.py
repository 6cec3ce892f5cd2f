"""Agencies' own services that people sign in to through the house, and where somebody did."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from onedoor.kernel.ids import new_id
from onedoor.trust.models.accounts import Account
from onedoor.trust.models.sessions import BrowserSession


class SignOnClient(models.Model):
    """An agency's own service, a client of OpenID Connect: where it is sent answers, which claims it may
    ask for under which agreement, and by what it proves itself: a secret, of which the hash is kept, or its
    public keys. ``logout_uri`` is told when somebody signs out; ``pushed_only`` means that it hands in every
    request itself (RFC 9126) and none that comes by a browser is taken."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    code = models.CharField(max_length=32, unique=True)
    agency = models.CharField(max_length=8)
    name = models.JSONField()
    redirect_uris = models.JSONField()
    after_uris = models.JSONField(default=list)
    scopes = models.JSONField(default=list)
    agreement = models.CharField(max_length=32, blank=True, default="")
    service = models.CharField(max_length=40, blank=True, default="")
    level = models.PositiveSmallIntegerField(default=2)
    logout_uri = models.CharField(max_length=500, blank=True, default="")
    pushed_only = models.BooleanField(default=False)
    secret_hash = models.BinaryField(null=True)
    public_keys = models.JSONField(null=True)
    active_from = models.DateTimeField()
    active_to = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="sign_on_client_ends_after_it_begins",
                condition=Q(active_to=None) | Q(active_to__gte=F("active_from")),
            ),
            models.CheckConstraint(
                name="sign_on_client_proves_itself_one_way",
                condition=Q(secret_hash__isnull=True) ^ Q(public_keys__isnull=True),
            ),
            models.CheckConstraint(
                name="sign_on_client_level_1_to_4", condition=Q(level__gte=1, level__lte=4)
            ),
        ]

    class Care:
        keep = "P7Y after it ends"
        personal = ()
        sensitive = ("secret_hash",)
        plain = (
            *("id", "code", "agency", "name", "redirect_uris", "after_uris", "scopes", "agreement"),
            *("service", "level", "public_keys", "active_from", "active_to", "logout_uri", "pushed_only"),
        )

    def __str__(self) -> str:
        return self.code


class SignOn(models.Model):
    """Somebody signed in at a client, from one browser, for herself or for ``holder``: the code that is
    spent once, then the token with which the client reads the claims. It opens nothing once it, its browser
    session or its client has ended. What runs out does so in real time, as clients know no demo clock."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    client = models.ForeignKey(SignOnClient, on_delete=models.PROTECT, related_name="sign_ons")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="sign_ons")
    session = models.ForeignKey(BrowserSession, on_delete=models.CASCADE, related_name="sign_ons")
    holder = models.UUIDField()
    scopes = models.JSONField()
    level = models.PositiveSmallIntegerField()
    redirect_uri = models.CharField(max_length=500)
    nonce = models.CharField(max_length=255, blank=True, default="")
    challenge = models.CharField(max_length=128)
    code_hash = models.BinaryField(unique=True)
    token_hash = models.BinaryField(unique=True, null=True)
    proved_at = models.DateTimeField()
    runs_out_at = models.DateTimeField()
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="sign_ons_by_time", fields=["begun_at"]),
        ]

    class Care:
        keep = "P90D after it began"
        personal = ("account", "holder")
        sensitive = ("code_hash", "token_hash", "nonce", "challenge")
        plain = (
            *("id", "client", "session", "scopes", "level", "redirect_uri", "proved_at", "runs_out_at"),
            *("begun_at", "ended_at"),
        )

    def __str__(self) -> str:
        return str(self.id)


class LogoutNotice(models.Model):
    """One service is told that a sign-on there is over (OpenID Connect Back-Channel Logout 1.0), until it
    says yes or the house gives up. ``proof`` is the SHA-256 of the last token that was sent: whoever holds
    the token can show what was told and when, and nobody can learn the token from here."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    sign_on = models.OneToOneField(SignOn, on_delete=models.CASCADE, related_name="notice")
    client = models.ForeignKey(SignOnClient, on_delete=models.PROTECT, related_name="notices")
    state = models.CharField(
        max_length=8,
        choices=[("waiting", "waiting"), ("told", "told"), ("stuck", "stuck")],
        default="waiting",
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    failure = models.CharField(max_length=20, blank=True, default="")
    proof = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                name="logout_notice_is_told_or_under_way_or_stuck",
                condition=Q(state="told", told_at__isnull=False, next_try_at=None)
                | Q(state="waiting", told_at=None, next_try_at__isnull=False)
                | Q(state="stuck", told_at=None, next_try_at=None),
            ),
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(name="logout_notices_due", fields=["next_try_at"], condition=Q(state="waiting")),
        ]

    class Care:
        keep = "with its sign-on"
        personal = ()
        sensitive = ()
        plain = (
            *("id", "sign_on", "client", "state", "attempts", "next_try_at", "made_at", "told_at"),
            *("failure", "proof"),
        )

    def __str__(self) -> str:
        return str(self.id)
