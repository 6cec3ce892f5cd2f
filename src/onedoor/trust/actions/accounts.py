"""Opening, locking and using accounts."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.kernel.events import Event
from onedoor.trust.actions.protection import note_change
from onedoor.trust.models import Account
from onedoor.trust.queries.accounts import account_or_not_found, customer_of, view_account
from onedoor.trust.queries.protection import check_free
from onedoor.trust.types import (
    ACCOUNT_LOCKED,
    ACCOUNT_OPENED,
    ACCOUNT_UNLOCKED,
    PASSWORD_CHANGED,
    SIGN_IN_FAILED,
    SIGNED_IN,
    AccountView,
    ChangeKind,
    HeldAct,
    NewAccount,
)

PASSWORD_AT_LEAST = 8  # NIST 800-63B; no rules of composition


@action(may="accounts.manage")
def open_account(
    *,
    email: str,
    name: str,
    kind: str,
    password: str | None = None,
    customer: UUID | None = None,
    partner: str = "",
    language: str = "en",
    proofing: int = 2,
    by: Actor,
    at: datetime,
) -> AccountView:
    """A new account; refused when the e-mail or the customer already has one."""
    _only_staff(by)
    if password is not None:
        check_password_length(password)
    try:
        with transaction.atomic():
            account = Account.objects.create_user(
                email, password, name=name, kind=kind, customer=customer, partner=partner,
                language=language, proofing=proofing, created_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise Conflict(
            "account.exists", _("There is already an account for this e-mail or customer.")
        ) from error
    journal.record(
        ACCOUNT_OPENED, subject_kind="account", subject=account.id, customer=customer, by=by, at=at
    )
    return view_account(account)


@action(may="accounts.manage")
def open_accounts(
    *, accounts: Sequence[NewAccount], password: str | None, by: Actor, at: datetime
) -> list[UUID]:
    """Many accounts at once, all with one password hashed once: for demo cities and benchmarks."""
    _only_staff(by)
    hashed = make_password(password)
    rows = [
        Account(
            email=new.email.strip().lower(), name=new.name, kind=new.kind, customer=new.customer,
            partner=new.partner, language=new.language, password=hashed, created_at=at,
        )
        for new in accounts
    ]  # fmt: skip
    Account.objects.bulk_create(rows, batch_size=2000)
    return [row.id for row in rows]


@action()
def change_password(*, account: UUID, password: str, by: Actor, at: datetime) -> None:
    """A new password for one's own account; its sessions end with Django's session hash."""
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can change only your own password."))
    check_password_length(password)
    row = account_or_not_found(account)
    row.set_password(password)
    row.save(update_fields=["password"])
    _record(PASSWORD_CHANGED, row, by, at)
    if by.kind != "system" and (customer := customer_of(row)):
        note_change(customer=customer, kind=ChangeKind.PASSWORD, account=row.id, by=by, at=at)


@action(may="accounts.lock")
def lock_account(*, account: UUID, by: Actor, at: datetime) -> None:
    """Nobody signs in with it until it is unlocked: an identity theft was reported, or it was left."""
    row = account_or_not_found(account)
    if by.kind == "citizen" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can lock only your own account."))
    if row.is_active:
        row.is_active = False
        row.save(update_fields=["is_active"])
        _record(ACCOUNT_LOCKED, row, by, at)


@action(may="accounts.lock")
def unlock_account(*, account: UUID, by: Actor, at: datetime) -> None:
    """The person was seen again."""
    _only_staff(by)
    row = account_or_not_found(account)
    if not row.is_active:
        row.is_active = True
        row.save(update_fields=["is_active"])
        _record(ACCOUNT_UNLOCKED, row, by, at)


@action()
def record_sign_in(
    *, account: UUID, succeeded: bool = True, by_passkey: bool = False, by: Actor, at: datetime
) -> None:
    """Written by the sign-in page, so that a person sees who tried to be her. Refused while her identity is
    locked, but for a passkey, which was looked at where it was given."""
    row = account_or_not_found(account)
    if succeeded and not by_passkey:
        check_free(customer_of(row), HeldAct.SIGN_IN, at=at)
    _record(SIGNED_IN if succeeded else SIGN_IN_FAILED, row, by, at)


def check_password_length(password: str) -> None:
    """Refuse what is too short to be a secret."""
    if len(password) < PASSWORD_AT_LEAST:
        raise Invalid("password.short", _("Choose a password of at least 8 characters."), field="password")


def _only_staff(by: Actor) -> None:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("account.staff_only", _("Only an officer can do this."))


def _record(event: Event, row: Account, by: Actor, at: datetime) -> None:
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
