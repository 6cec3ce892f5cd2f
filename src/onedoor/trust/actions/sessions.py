"""Where an account is signed in: entered at the sign-in, seen, and ended from here or from elsewhere."""

from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import Account, BrowserSession
from onedoor.trust.queries.accounts import account_or_not_found
from onedoor.trust.rules import SESSIONS_KEPT, read_device
from onedoor.trust.types import NEW_DEVICE, OTHER_SESSIONS_ENDED, SESSION_ENDED, SIGNED_OUT


@action()
def begin_session(*, account: UUID, door: str, agent: str, by: Actor, at: datetime) -> UUID:
    """Enter a browser in which the account is signed in from now on. ``agent`` is what the browser calls
    itself; only the coarse kind is kept. The sign-in itself is recorded by ``record_sign_in``; that it is a
    kind of device which she did not use before, beside those that she did, here: she is told."""
    browser, system = read_device(agent)
    with scoped(SYSTEM):
        BrowserSession.objects.filter(account_id=account, seen_at__lt=at - SESSIONS_KEPT).delete()
        before = set(BrowserSession.objects.filter(account_id=account).values_list("browser", "system"))
        row = BrowserSession.objects.create(
            account_id=account, door=door, browser=browser, system=system, begun_at=at, seen_at=at
        )
        if before and (browser, system) not in before:
            _record(NEW_DEVICE, account_or_not_found(account), by, at)
    return row.id


@action()
def note_session(*, session: UUID, by: Actor, at: datetime) -> None:
    """It was seen now."""
    with scoped(SYSTEM):
        BrowserSession.objects.filter(id=session, ended_at=None).update(seen_at=at)


@action()
def sign_out(*, session: UUID, by: Actor, at: datetime) -> None:
    """Its owner left, in that browser. Safe to repeat."""
    with scoped(SYSTEM):
        row = BrowserSession.objects.select_related("account").filter(id=session, ended_at=None).first()
        if row is not None and _end(session=session, at=at):
            _record(SIGNED_OUT, row.account, by, at)


@action()
def end_session(*, session: UUID, by: Actor, at: datetime) -> None:
    """From now on that browser opens nothing of hers: she ends it from another."""
    with scoped(SYSTEM):
        row = BrowserSession.objects.select_related("account").filter(id=session).first()
        if row is None or by.account != row.account_id:
            raise NotFound("session.unknown", _("You are not signed in there."))
        if _end(session=session, at=at):
            _record(SESSION_ENDED, row.account, by, at)


@action()
def end_other_sessions(*, but: UUID, by: Actor, at: datetime) -> int:
    """Every browser in which she is signed in but this one; how many."""
    if by.account is None:
        raise NotFound("session.unknown", _("You are not signed in there."))
    row = account_or_not_found(by.account)
    with scoped(SYSTEM):
        others = BrowserSession.objects.filter(account=row, ended_at=None).exclude(id=but)
        ended = others.update(ended_at=Greatest(F("begun_at"), at))
    if ended:
        _record(OTHER_SESSIONS_ENDED, row, by, at)
    return ended


def _end(*, session: UUID, at: datetime) -> bool:
    open_one = BrowserSession.objects.filter(id=session, ended_at=None)
    return open_one.update(ended_at=Greatest(F("begun_at"), at)) == 1  # a demo city's date may go back


def _record(event: Event, row: Account, by: Actor, at: datetime) -> None:
    journal.record(event, subject_kind="account", subject=row.id, customer=row.customer, by=by, at=at)
