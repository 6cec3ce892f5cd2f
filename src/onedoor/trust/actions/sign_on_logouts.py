"""Services are told when somebody signed out here: found, claimed, sent, proved, given up, begun anew.

What is over is worked out from the rows, as it is when a token is used: the sign-on was ended, its browser
session, or the account. So no way of ending one can forget to tell.
"""

import hashlib
from datetime import datetime, timedelta
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.calls import CallFailed, call
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.trust.models import LogoutNotice, SignOn, SignOnClient
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.rules import SIGN_ONS_KEPT
from onedoor.trust.sign_on.logouts import make_logout_token
from onedoor.trust.types import LOGOUT_STUCK, LOGOUT_TOLD, LOGOUTS_RETRIED, ClaimedLogout

TOGETHER = 200
SECONDS = 8.0
IN_HAND = timedelta(minutes=1)
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440))


@action()
def find_logouts(*, by: Actor, at: datetime) -> int:
    """Note which services have to be told of sign-ons that ended meanwhile. How many were noted."""
    _check_house(by)
    with scoped(SYSTEM):
        over = SignOn.objects.filter(
            Q(ended_at__isnull=False) | Q(session__ended_at__isnull=False) | Q(account__is_active=False),
            token_hash__isnull=False, notice=None, client__active_to=None, begun_at__gt=at - SIGN_ONS_KEPT,
        ).exclude(client__logout_uri="")[:TOGETHER]  # fmt: skip
        made = [
            LogoutNotice(sign_on=row, client_id=row.client_id, next_try_at=at, made_at=at) for row in over
        ]
        LogoutNotice.objects.bulk_create(made, ignore_conflicts=True)
        return len(made)


@action()
def claim_logout(*, by: Actor, at: datetime) -> ClaimedLogout | None:
    """The next notice that is due, in hand for a minute; None when nothing is due."""
    _check_house(by)
    with scoped(SYSTEM):
        row = (
            LogoutNotice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("sign_on__client", "sign_on__account")
            .filter(state="waiting", next_try_at__lte=at)
            .order_by("next_try_at")
            .first()
        )
        if row is None:
            return None
        token = make_logout_token(row.sign_on)
        row.attempts += 1
        row.next_try_at = at + IN_HAND
        row.proof = hashlib.sha256(token.encode()).hexdigest()
        row.save(update_fields=["attempts", "next_try_at", "proof"])
        return ClaimedLogout(row.id, row.sign_on.client.logout_uri, token, row.attempts)


@action()
def note_logout(*, notice: UUID, failure: str, by: Actor, at: datetime) -> None:
    """What became of it; ``failure`` is empty where the service said yes. After the last pause it is given
    up, and stands at the desk until somebody tries again."""
    _check_house(by)
    with scoped(SYSTEM):
        row = LogoutNotice.objects.select_for_update().select_related("client").get(id=notice)
        if row.state == "told":
            return
        row.failure, row.next_try_at = failure[:20], None
        if not failure:
            row.state, row.told_at = "told", max(at, row.made_at)
        elif row.attempts > len(PAUSES):
            row.state = "stuck"
        else:
            row.next_try_at = at + PAUSES[row.attempts - 1]
        row.save()
        if row.state != "waiting":
            event = LOGOUT_TOLD if row.state == "told" else LOGOUT_STUCK
            _record(event, row.client, by, at, proof=row.proof, attempts=row.attempts)


@action(may="sign_on.manage")
def retry_logouts(*, client: UUID, by: Actor, at: datetime) -> int:
    """What could not be told is tried anew, as often as the first time. How many."""
    with scoped(SYSTEM):
        row = SignOnClient.objects.filter(id=client).first()
        if row is None or (by.kind != "system" and row.agency != by.agency):
            raise NotFound("sign_on_client.unknown", _("There is no such service."))
        stuck = LogoutNotice.objects.filter(client=row, state="stuck")
        again = stuck.update(state="waiting", attempts=0, next_try_at=at)
        if again:
            _record(LOGOUTS_RETRIED, row, by, at, count=again)
    return again


def tell_logouts(*, by: Actor, at: datetime) -> int:
    """Find and tell all that is due; outside of any transaction while a service answers. How many calls."""
    while find_logouts(by=by, at=at) == TOGETHER:
        pass
    calls = 0
    while (claimed := claim_logout(by=by, at=at)) is not None:
        note_logout(notice=claimed.notice, failure=_send(claimed), by=by, at=at)
        calls += 1
    return calls


def _send(claimed: ClaimedLogout) -> str:
    """Why it failed; empty where the service answered 200 or 204."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    host = urlsplit(claimed.address).hostname
    try:
        answer = call(
            "POST", claimed.address, body=urlencode({"logout_token": claimed.token}).encode(),
            headers=headers, seconds=SECONDS, outside=host not in settings.SIGN_ON_INSIDE_HOSTS,
        )  # fmt: skip
    except CallFailed as failure:
        return failure.code
    return "" if answer.status in (200, 204) else f"status-{answer.status}"


def _check_house(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("sign_on.not_yours", _("Only the house itself carries this news."))


def _record(event: Event, client: SignOnClient, by: Actor, at: datetime, **more: object) -> None:
    facts = {"service": dict(client.name), "agency": dict(get_agency(client.agency).name), **more}
    journal.record(
        event,
        subject_kind="sign_on_client",
        subject=client.id,
        agency=client.agency,
        by=by,
        at=at,
        data=facts,
    )
