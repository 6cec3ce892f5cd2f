"""A breach has a clock for each of its duties, and everybody affected is written to, with a way to ask."""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases.types import BREACH_AUTHORITY, BREACH_PERSONS, CaseView
from onedoor.contact import actions as contact
from onedoor.contact.types import Announcement
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as breaches
from onedoor.exchange.types import BreachView
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.kernel.text import Text
from onedoor.services.queries.breaches import list_breach_cases
from onedoor.services.rules import breach_key
from onedoor.trust import queries as trust
from onedoor.trust.types import CONTACT_CENTRE

TOGETHER = 500
WITHIN, CALENDAR = "PT72H", "always"  # the authority, by law; the persons without undue delay: as long
LONG = timedelta(hours=72)
HURRY = timedelta(hours=24)  # before the end it is urgent
SUBJECTS: dict[str, Text] = {
    BREACH_AUTHORITY: {
        "en": "Tell the authority of a breach of data",
        "zh-hans": "向监管机构报告数据泄露事件",
    },
    BREACH_PERSONS: {
        "en": "Tell the persons affected by a breach of data",
        "zh-hans": "告知数据泄露事件的受影响人员",
    },
}
TITLE: Text = {"en": "Important: about the safety of your data", "zh-hans": "重要：关于您的数据安全"}
ASK: Text = {
    "en": "If you want to ask, answer this message in your inbox ({site}/letters/), call us, or come to a"
    " counter, and name {number}. Who used your data: {site}/who-used-my-data/",
    "zh-hans": "如有疑问，请在收件箱中回复本消息（{site}/letters/）、致电或到窗口，并说明编号 {number}。"
    "查看谁使用了您的数据：{site}/who-used-my-data/",
}


@action()
def tell_affected(*, number: str, by: Actor, at: datetime) -> int:
    """Write to the next few hundred who were not told; how many. Told again, nobody hears twice."""
    breach = breaches.get_breach(number, by=by, at=at)
    if by.kind != "system" or breach.approved_at is None:
        raise NotAllowed("breach.not_approved", _("There is no approved notice to send."))
    untold = breaches.list_affected(breach.id, limit=TOGETHER)
    body = {
        language: f"{text}\n\n{ASK[language].format(site=settings.PUBLIC_URL, number=number)}"
        for language, text in breach.notice.items()
    }
    told = [Announcement(one, TITLE, body, breach_key(breach.id, one)) for one in untold]
    contact.announce(announcements=told, agency="CIO", urgent=True, by=by, at=at)
    return exchange.mark_told(breach=breach.id, customers=untold, by=by, at=at)


@action()
def follow_breach(*, number: str, handler: UUID, by: Actor, at: datetime) -> None:
    """Open and end the cases of a breach as its duties stand: one until the authority is told, under the
    breach's own number, and one until the persons are. ``handler`` is who acted last: a case that nobody has
    is hers. Asked twice, it does the same."""
    if by.kind != "system":
        raise NotAllowed("breach.house_only", _("Only the house does this."))
    breach = breaches.get_breach(number, by=by, at=at)
    is_open = breach.closed_at is None
    authority = is_open and breach.duties.authority and breach.reported_at is None
    untold = bool(breaches.list_affected(breach.id, limit=1))
    persons = is_open and breach.duties.persons and (breach.approved_at is None or untold)
    assessed_at = max(at, breach.assessed_at or at)  # the news of it may come after that of the opening
    _settle(
        breach, BREACH_AUTHORITY, authority, "reported" if breach.reported_at else "not-needed",
        since=breach.found_at, handler=handler, by=by, at=breach.reported_at or at,
    )  # fmt: skip
    _settle(
        breach, BREACH_PERSONS, persons, "told" if breach.approved_at and not untold else "not-needed",
        since=assessed_at, handler=handler, by=by, at=assessed_at,
    )  # fmt: skip


def _settle(
    breach: BreachView, kind: str, due: bool, outcome: str, *, since: datetime, handler: UUID, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    there = list_breach_cases(breach.number, by=by)
    running = [case for case in there if case.kind == kind and case.is_open]
    if due and not running:
        _open(breach, kind, there, since=since, handler=handler, by=by, at=at)
    if not due:
        for case in running:
            cases.close_case(case=case.id, outcome=outcome, by=by, at=at)


def _open(
    breach: BreachView, kind: str, there: list[CaseView], *, since: datetime, handler: UUID, by: Actor,
    at: datetime,
) -> None:  # fmt: skip
    officer = None
    with suppress(Refused):
        officer = trust.actor_for(handler, door="desk", assurance=3, at=at)
    case = cases.open_case(
        kind=kind, customer=None, service="", subject=SUBJECTS[kind], promise=WITHIN, calendar=CALENDAR,
        agency=(there[0].agency if there else "") or (officer.agency if officer else "") or CONTACT_CENTRE,
        number="" if there else breach.number, parent=there[0].id if there else None, counted_from=since,
        legal_term=WITHIN if kind == BREACH_AUTHORITY else None, urgent_after=max(at, since + LONG - HURRY),
        by=by, at=at,
    )  # fmt: skip
    if officer is not None:
        with suppress(Refused):  # she may not work on cases: whoever is on duty takes it in time
            cases.take_case(case=case.id, by=officer, at=at)
