"""Accounts: who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from onedoor.kernel.clock import now
from onedoor.kernel.ids import new_id
from onedoor.trust.types import AccountKind


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by e-mail, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(email=(username or "").strip().lower())

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        """A new account; without a password it cannot sign in with one."""
        account = self.model(email=email.strip().lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person's way in. A citizen's account belongs to one customer; what it may do for
    others is said by mandates. What an officer's may do is said by her posts."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=8, default="en")
    kind = models.CharField(max_length=8, choices=AccountKind.choices, default=AccountKind.CITIZEN)
    customer = models.UUIDField(null=True, blank=True, unique=True)
    partner = models.CharField(max_length=32, blank=True, default="")
    # NIST 800-63 keeps proofing, authentication and federation apart; the first belongs to the person.
    proofing = models.PositiveSmallIntegerField(default=2)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=now)

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="account_email_in_small_letters", condition=models.Q(email=Lower("email"))
            ),
            models.CheckConstraint(
                name="account_partner_only_for_partners",
                condition=models.Q(kind="partner") ^ models.Q(partner=""),
            ),
            models.CheckConstraint(
                name="account_proofing_1_to_3", condition=models.Q(proofing__gte=1, proofing__lte=3)
            ),
        ]

    class Care:
        keep = "P2Y after the last sign-in"
        personal = ("email", "name", "language", "customer")
        sensitive = ("password",)
        plain = ("id", "kind", "partner", "proofing", "is_active", "created_at", "last_login")

    def __str__(self) -> str:
        return str(self.id)

    def clean(self) -> None:
        self.email = self.email.strip().lower()
