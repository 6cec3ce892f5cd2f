"""What was opened in an emergency is reviewed in a case; what was not right is told to the customer."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases import queries as of_cases
from onedoor.cases.types import EMERGENCY_REVIEW
from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import EmergencyView

PROMISE, CALENDAR = "P2D", "working-days"  # as long as trust gives the reviewer
RIGHT, WRONG = "justified", "not-justified"
SUBJECT: Text = {
    "en": "Review why a record was opened in an emergency",
    "zh-hans": "复核一次紧急查阅",
}
NOT_RIGHT: Text = {"en": "Your record should not have been opened", "zh-hans": "对您档案的查阅没有正当理由"}
SAYS: Text = {
    "en": "On {day} an officer of {agency} opened what is held about you, as in an emergency. A"
    " supervisor has reviewed it and found that it was not right. We are sorry. What was opened stands under"
    " “Who used my data”; if you want to ask or object, you can do it there, or answer this message.",
    "zh-hans": "{day}，{agency}一名工作人员以紧急情况为由查阅了您的档案。主管复核后认定此次查阅没有正当理由。"
    "我们深表歉意。查阅记录见“谁使用了我的数据”；如需询问或提出反对，可在该页面办理，也可直接回复本消息。",
}


@action()
def open_review_case(*, emergency: UUID, by: Actor, at: datetime) -> UUID:
    """The supervisors of the agency see to it within two working days; in the second half of that time it is
    urgent and goes to whoever is on duty. It names nobody: the review page does. Told twice, opened once."""
    if by.kind != "system":
        raise NotAllowed("emergency.house_only", _("Only the house does this."))
    found = trust.get_emergency(emergency, lock=True)
    if found.case is not None:
        return found.case
    half = found.opened_at + (found.review_by - found.opened_at) / 2
    case = cases.open_case(
        kind=EMERGENCY_REVIEW, customer=None, agency=found.agency, service="", subject=SUBJECT,
        promise=PROMISE, calendar=CALENDAR, counted_from=found.opened_at, urgent_after=half, by=by, at=at,
    )  # fmt: skip
    trust_actions.note_review_case(emergency=emergency, case=case.id, by=by, at=at)
    return case.id


@action(may="emergencies.review")
def review_emergency(
    *, emergency: UUID, was_right: bool, reason: str, by: Actor, at: datetime
) -> EmergencyView:
    """The supervisor's word ends the case, and is hers; what was not right is told to the customer now, or
    when the law that keeps it secret lets her know."""
    with scoped(SYSTEM):
        case = open_review_case(emergency=emergency, by=SYSTEM, at=at)
    view = trust_actions.review_emergency(
        emergency=emergency, was_right=was_right, reason=reason, by=by, at=at
    )
    with suppress(Refused):  # somebody else took it: she ends it all the same
        cases.take_case(case=case, by=by, at=at)
    with scoped(SYSTEM):
        if of_cases.get_case(case, by=SYSTEM).is_open:
            cases.close_case(
                case=case, outcome=RIGHT if was_right else WRONG, reason=view.finding, by=SYSTEM, at=at
            )
        tell_of_reviews(by=SYSTEM, at=at)
    return view


@action()
def tell_of_reviews(*, by: Actor, at: datetime) -> int:
    """Write to everybody whose record was opened without right and who may know it by now; how many."""
    if by.kind != "system":
        raise NotAllowed("emergency.house_only", _("Only the house does this."))
    found = trust.list_untold(at=at)
    for one in found:
        if not trust_actions.note_told(emergency=one.id, by=by, at=at):
            continue
        agency, day = trust.get_agency(one.agency).name, f"{local(one.opened_at):%Y-%m-%d}"
        contact.send_message(
            customer=one.customer, title=NOT_RIGHT, agency=one.agency, urgent=True,
            body={code: text.format(day=day, agency=agency[code]) for code, text in SAYS.items()},
            idempotency_key=f"emergency/{one.id}", by=by, at=at,
        )  # fmt: skip
    return len(found)
