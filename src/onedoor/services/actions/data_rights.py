"""A person's right to have a value put right, and to object to a use of her data: cases with a clock."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.cases import queries as open_cases
from onedoor.cases.types import CaseView
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as held
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound

CORRECTED_IN, OBJECTION_ANSWERED_IN = "P5D", "P20D"  # working days, as for values and decisions in forms
CORRECTION, OBJECTION = "data-correction", "data-use-objection"
LONGEST = 2_000


@action()
def ask_to_correct(*, customer: UUID, reported: UUID, reason: str, by: Actor, at: datetime) -> CaseView:
    """A value that is held of her is wrong: whoever reported it must look again, and until then it counts
    as disputed. Refused while it is being checked already."""
    reason = _check(customer, reason, by)
    value = next((one for one in held.list_held(customer, by=by) if one.reported == reported), None)
    if value is None:
        raise NotFound("right.no_value", _("There is no such value in your data."))
    if value.state == "disputed":
        raise Conflict("value.already_disputed", _("This value is being checked already."))
    titles = value.attribute_title
    case = cases.open_case(
        kind=CORRECTION, customer=customer, agency=value.agency, service="",
        subject={"en": f"Correction: {titles['en']}", "zh-hans": f"更正：{titles['zh-hans']}"},
        promise=CORRECTED_IN, calendar="working-days", by=by, at=at,
    )  # fmt: skip
    cases.add_note(case=case.id, text=reason, audience="citizen", by=by, at=at)
    exchange.open_correction(reported=reported, reason=reason, case=case.id, by=by, at=at)
    return case


@action()
def object_to_use(*, customer: UUID, entry: UUID, reason: str, by: Actor, at: datetime) -> CaseView:
    """She does not agree that an agency uses her data as it did: the agency must say why it may, or stop.
    One open objection an agency."""
    reason = _check(customer, reason, by)
    use = held.find_disclosure(entry, customer=customer, by=by)
    if use is None:
        raise NotFound("disclosure.unknown", _("There is no such entry in your list."))
    for one in open_cases.list_cases(customer, by=by, open_only=True):
        if one.kind == OBJECTION and one.agency == use.receiver:
            raise Conflict("right.objected", _("You have objected already. We will answer you."))
    case = cases.open_case(
        kind=OBJECTION, customer=customer, agency=use.receiver, service=use.service,
        subject=_subject(use.purpose_title), promise=OBJECTION_ANSWERED_IN, calendar="working-days",
        by=by, at=at,
    )  # fmt: skip
    cases.add_note(case=case.id, text=reason, audience="citizen", by=by, at=at)
    return case


def _check(customer: UUID, reason: str, by: Actor) -> str:
    if by.kind != "citizen" or by.customer != customer:
        raise NotAllowed("right.not_yours", _("Only the person herself, or who acts for her, can do this."))
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise Invalid("right.reason", _("Say what is wrong, in at most 2,000 characters."), field="reason")
    return reason


def _subject(purpose: Mapping[str, str]) -> dict[str, str]:
    english = purpose.get("en", "")
    return {
        "en": f"Objection to a use of data: {english}",
        "zh-hans": f"反对使用数据：{purpose.get('zh-hans', english)}",
    }
