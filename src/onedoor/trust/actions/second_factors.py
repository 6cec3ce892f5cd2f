"""One-time codes from an authenticator: setting up, and the step up to level 3."""

import base64
import secrets
from datetime import UTC, datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, Refused
from onedoor.kernel.events import Event
from onedoor.trust.actions.protection import note_change
from onedoor.trust.mfa import SealedMFAAdapter
from onedoor.trust.models import Account, SecondFactor
from onedoor.trust.queries.accounts import account_or_not_found, customer_of
from onedoor.trust.queries.levels import require_level
from onedoor.trust.queries.passkeys import has_used_proof
from onedoor.trust.queries.protection import check_free
from onedoor.trust.rules import CODE_FAILURES_ALLOWED, CODE_LOCK, find_totp_counter, session_level
from onedoor.trust.types import (
    STEP_UP_FAILED,
    STEP_UP_LOCKED,
    STEP_UP_PASSED,
    TOTP_ENROLLED,
    ChangeKind,
    HeldAct,
    Locked,
)


@action()
def enrol_totp(*, account: UUID, secret: str = "", by: Actor, at: datetime) -> str:
    """Set up one-time codes for the account, replacing what was there; the secret, base32.

    Where codes were used before, or a passkey is kept, only at level 3: a stolen password does not
    bring the second factor with it. Only the demo gives a ``secret`` of its own.
    """
    _own(account, by)
    row = account_or_not_found(account)
    if has_used_proof(row.id):
        require_level(by, 3, _("Confirm with a code or with a passkey that you have first."))
    check_free(customer_of(row), HeldAct.PROOF, at=at)
    held = Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP)
    before = list(held.values_list("data", flat=True))
    held.delete()
    secret = secret or base64.b32encode(secrets.token_bytes(20)).decode()
    sealed = SealedMFAAdapter().encrypt(secret)
    Authenticator.objects.create(
        user=row, type=Authenticator.Type.TOTP, data={"secret": sealed}, created_at=at
    )
    SecondFactor.objects.update_or_create(
        account=row, defaults={"last_counter": 0, "failures": 0, "locked_until": None}
    )
    _record(TOTP_ENROLLED, row, by, at)
    if by.kind != "system" and (customer := customer_of(row)):
        note_change(customer=customer, kind=ChangeKind.TOTP, account=row.id, before=before, by=by, at=at)
    return secret


def verify_totp(*, account: UUID, code: str, by: Actor, at: datetime) -> int:
    """The level of assurance the session has from now on (3 for a proofed person).

    Refuses a wrong, old or already used code, and any code while locked. The attempt is counted
    and recorded even though it is refused, so the refusal is raised after that is written.
    """
    outcome = _try_code(account=account, code=code, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action()
def _try_code(*, account: UUID, code: str, by: Actor, at: datetime) -> int | Refused:
    _own(account, by)
    row = account_or_not_found(account)
    authenticator = Authenticator.objects.filter(user=row, type=Authenticator.Type.TOTP).first()
    if authenticator is None:
        return Invalid("totp.not_enrolled", _("Set up one-time codes first."), field="code")
    SecondFactor.objects.get_or_create(account=row)
    factor = SecondFactor.objects.select_for_update().get(account=row)
    now = datetime.now(UTC)  # codes and locks live in real time, whatever the demo city's clock says
    if factor.locked_until and now < factor.locked_until:
        return Locked(
            "totp.locked",
            _("Too many wrong codes. Wait ten minutes, then try again."),
            until=factor.locked_until,
        )
    secret = SealedMFAAdapter().decrypt(authenticator.data["secret"])
    counter = find_totp_counter(secret, code, now, after=factor.last_counter)
    if counter is None:
        return _count_failure(factor, row, now, by, at)
    factor.last_counter, factor.failures, factor.locked_until = counter, 0, None
    factor.save()
    _record(STEP_UP_PASSED, row, by, at)
    return session_level(row.proofing, ("password", "totp"))


def _count_failure(factor: SecondFactor, row: Account, now: datetime, by: Actor, at: datetime) -> Refused:
    factor.failures += 1  # the row is locked
    _record(STEP_UP_FAILED, row, by, at)
    if factor.failures >= CODE_FAILURES_ALLOWED:
        factor.failures, factor.locked_until = 0, now + CODE_LOCK
        _record(STEP_UP_LOCKED, row, by, at)
    factor.save()
    return Invalid(
        "totp.wrong",
        _("That code is wrong or was already used. Wait for the next code and try again."),
        field="code",
    )


def _own(account: UUID, by: Actor) -> None:
    if by.kind != "system" and by.account != account:
        raise NotAllowed("account.not_yours", _("You can use only your own second factor."))


def _record(event: Event, row: Account, by: Actor, at: datetime) -> None:
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
