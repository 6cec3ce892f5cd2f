"""Where a customer wants her money. A changed number is how payments are stolen, so: only with two
factors, never shown again, used only after a day, and said to her at once at all her old contacts."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, StepUpNeeded
from onedoor.payments.models import PayeeAccount
from onedoor.payments.rules import read_account
from onedoor.payments.types import ACCOUNT_CHANGED, ACCOUNT_GIVEN, AccountView
from onedoor.payments.views import to_account
from onedoor.trust import queries as trust
from onedoor.trust.types import Held, HeldAct

LEVEL = 3
HOLD = timedelta(hours=24)
PURPOSE = "payee-account"


@action()
def give_account(
    *, customer: UUID, number: str, by: Actor, at: datetime, sure: int | None = None
) -> AccountView:
    """Pay to this account from now on; the first at once, a changed one after ``HOLD``, and none while a
    change of how she is reached is held. ``sure`` is how well the customer proved who she is where the
    house acts on what she signed."""
    if by.kind == "citizen" and by.customer != customer:
        raise NotAllowed("account.not_yours", _("You can name an account only for yourself."))
    if by.kind not in ("citizen", "system"):
        raise NotAllowed(
            "account.customer_only", _("Only the customer herself can say where her money goes.")
        )
    if (by.assurance if sure is None else sure) < LEVEL:
        raise StepUpNeeded(LEVEL, _("To name an account, prove with a second factor that it is you."))
    plain = read_account(number)
    if plain is None:
        raise Invalid(
            "account.unreadable",
            _("Write the account number as your bank does: 9 to 18 figures."),
            field="account",
        )
    held = _held_until(customer, at=at)
    index = trust.blind_index(plain, PURPOSE)
    now = PayeeAccount.objects.select_for_update().filter(customer=customer, replaced_at=None).first()
    if now is not None and bytes(now.index) == index:
        return to_account(now)
    if now is not None:
        now.replaced_at = at
        now.save(update_fields=["replaced_at"])
    row = PayeeAccount.objects.create(
        customer=customer, sealed=trust.seal(plain, purpose=PURPOSE), index=index, tail=plain[-4:],
        given_by=by.account, given_at=at, usable_from=max(held, at + HOLD) if now else held,
    )  # fmt: skip
    journal.record(
        ACCOUNT_CHANGED if now else ACCOUNT_GIVEN, subject_kind="account", subject=row.id, customer=customer,
        by=by, at=at, data={"tail": row.tail},
    )  # fmt: skip
    return to_account(row)


def _held_until(customer: UUID, *, at: datetime) -> datetime:
    """When a new account may be used at the earliest; Held while her identity is locked."""
    try:
        trust.check_free(customer, HeldAct.ACCOUNT, at=at)
    except Held as held:
        if held.facts["until"] is None:
            raise
        return held.facts["until"]  # type: ignore[no-any-return]  # facts are of any kind
    return at
