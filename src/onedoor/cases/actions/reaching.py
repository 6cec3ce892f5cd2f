"""Reaching the officer on duty by telephone: whom to ring now, what she pressed, and who is rung next.

An urgent case that the roster gave to an officer, and that she has not taken, rings her. Who does not answer
is rung again and sent a text; then the next on duty is rung, at last the supervisor. A call tells that urgent
work waits and nothing else: whoever answers proves no more than that she holds the telephone.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.cases.access import require_officer
from onedoor.cases.actions.duties import pass_on
from onedoor.cases.duty import list_on_duty
from onedoor.cases.models import Case, DutyCall, DutyNumber
from onedoor.cases.ownership import set_owner
from onedoor.cases.reaching import NUMBER
from onedoor.cases.record import record
from onedoor.cases.ringing import (
    DUTY_ANSWERED,
    DUTY_MISSED,
    DUTY_NUMBER_REMOVED,
    DUTY_NUMBER_SET,
    DUTY_RUNG,
    DUTY_TEXTED,
    DutyCallState,
    DutyRing,
)
from onedoor.cases.types import CaseState, Lane
from onedoor.contact import actions as contact
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, as_language
from onedoor.people import queries as people
from onedoor.trust import queries as trust

TAKE, PASS = "1", "2"
AGAIN_AFTER = timedelta(seconds=20)
LONGEST_CALL = timedelta(minutes=4)
"""After so long a call is over, whatever the exchange says: the process that placed it is gone."""
WAITING = _("Urgent work waits for you as the officer on duty. Sign in to take it:")


@action(may="cases.work")
def set_duty_number(*, number: str, by: Actor, at: datetime) -> None:
    """Say where you are rung while you are on duty; empty takes it away. It is sealed, and no colleague
    reads it.

    Raises Invalid where it is no telephone number."""
    require_officer(by)
    assert by.account is not None
    found = people.read_contact(number) if number.strip() else None
    if number.strip() and (found is None or found[0] != "phone"):
        raise Invalid(
            "phone.wrong", _("Enter a phone number, like 9123 4567 or +65 9123 4567."), field="number"
        )
    with scoped(SYSTEM):
        if found is None:
            gone, _rows = DutyNumber.objects.filter(account=by.account).delete()
            if not gone:
                return
        else:
            sealed = trust.seal(found[1], purpose=NUMBER)
            row = {"agency": by.agency, "number": sealed, "set_at": at}
            DutyNumber.objects.update_or_create(account=by.account, defaults=row)
    event = DUTY_NUMBER_SET if found else DUTY_NUMBER_REMOVED
    journal.record(event, subject_kind="account", subject=by.account, agency=by.agency, by=by, at=at)


@action()
def claim_duty_call(*, by: Actor, at: datetime) -> DutyRing | None:
    """The next call that has to be placed now, for whoever has the exchange; None where none has. Of two that
    ask at once each gets another call: an officer is rung once at a time, and so is a case."""
    require_officer(by)
    for lost in DutyCall.objects.filter(ended_at=None, began_at__lte=at - LONGEST_CALL):
        _miss(lost.id, DutyCallState.MISSED, by=by, at=at)
    waiting = Case.objects.filter(lane=Lane.URGENT, state=CaseState.OPEN, taken_at=None).exclude(owner=None)
    with_number = waiting.filter(owner__in=DutyNumber.objects.values("account"))
    for case in with_number.select_for_update(skip_locked=True).order_by("assigned_at"):
        attempt = _next_attempt(case, at)
        if attempt and (ring := _ring(case, attempt, by=by, at=at)):
            return ring
    return None


@action()
def answer_duty_call(*, call: UUID, key: str, by: Actor, at: datetime) -> DutyCallState:
    """What she pressed: 1 takes the work, 2 passes it to the next on duty (with the last it stays); any
    other key changes nothing. A key pressed twice counts once."""
    require_officer(by)
    row, case = _lock(call)
    if row.ended_at is not None or key not in (TAKE, PASS):
        return DutyCallState(row.state)
    if case.taken_at or case.state != CaseState.OPEN or (key == PASS and case.owner != row.account):
        return _end(row, case, DutyCallState.OVER, by=by, at=at)
    if key == TAKE:
        set_owner(case, owner=row.account, name=row.name, agency=row.agency, by=by, at=at, taken=True)
        return _end(row, case, DutyCallState.TAKEN, by=by, at=at)
    passed = pass_on(case, by=by, at=at)
    return _end(row, case, DutyCallState.PASSED if passed else DutyCallState.STAYS, by=by, at=at)


@action()
def miss_duty_call(*, call: UUID, placed: bool, by: Actor, at: datetime) -> None:
    """Nobody answered, or nothing was pressed; or the exchange could not even place the call. Nothing happens
    where she had answered."""
    require_officer(by)
    _miss(call, DutyCallState.MISSED if placed else DutyCallState.FAILED, by=by, at=at)


def _next_attempt(case: Case, at: datetime) -> int:
    """Which attempt with her owner it would be now; 0 where none is due. An officer who was given the case by
    hand, and is not on duty, is not rung."""
    assert case.owner is not None  # only owned cases are looked at
    tried = DutyCall.objects.filter(case=case, account=case.owner, began_at__gte=case.assigned_at)
    latest = tried.order_by("-began_at").first()
    if DutyCall.objects.filter(case=case, ended_at=None).exists():
        return 0
    if latest and (latest.state == DutyCallState.STAYS or (latest.ended_at or at) + AGAIN_AFTER > at):
        return 0
    made = tried.count()
    is_on_duty = case.owner in {officer.account for officer in list_on_duty(case.agency, at)}
    return made + 1 if made < settings.DUTY_CALL_TRIES and is_on_duty else 0


def _ring(case: Case, attempt: int, *, by: Actor, at: datetime) -> DutyRing | None:
    officer = next(one for one in list_on_duty(case.agency, at) if one.account == case.owner)
    number = DutyNumber.objects.get(account=officer.account)
    try:
        with transaction.atomic():
            row = DutyCall.objects.create(
                case=case, account=officer.account, name=officer.name, agency=officer.agency, attempt=attempt,
                state=DutyCallState.RINGING, began_at=at,
            )  # fmt: skip
    except IntegrityError:  # she is being rung about something else
        return None
    record(DUTY_RUNG, case, by=by, at=at, officer=str(officer.account), attempt=attempt)
    language = as_language(trust.get_account(officer.account).language)
    return DutyRing(row.id, trust.unseal(bytes(number.number), purpose=NUMBER), language)


def _miss(call: UUID, state: DutyCallState, *, by: Actor, at: datetime) -> None:
    row, case = _lock(call)
    if row.ended_at is not None:
        return
    _end(row, case, state, by=by, at=at)
    if case.owner != row.account or case.taken_at or case.state != CaseState.OPEN:
        return
    if row.attempt == 1:
        _text(row, case, by=by, at=at)
    if row.attempt >= settings.DUTY_CALL_TRIES:
        pass_on(case, by=by, at=at)


def _text(row: DutyCall, case: Case, *, by: Actor, at: datetime) -> None:
    """The second road: the same words to the same telephone, which a text may reach where no call does."""
    number = DutyNumber.objects.filter(account=row.account).first()
    if number is None:
        return
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = f"{WAITING} {settings.PUBLIC_URL}/desk/"
    contact.write_outside(
        kind="phone", address=trust.unseal(bytes(number.number), purpose=NUMBER), title=words, body=words,
        subject=row.id, customer=None, agency=row.agency, urgent=True, by=by, at=at,
    )  # fmt: skip
    row.texted = True
    row.save(update_fields=["texted"])
    record(DUTY_TEXTED, case, by=by, at=at, officer=str(row.account))


def _lock(call: UUID) -> tuple[DutyCall, Case]:
    """The case before the attempt, as every act on a case does."""
    found = DutyCall.objects.filter(id=call).only("case_id").first()
    if found is None:
        raise NotFound("duty_call.unknown", _("There is no such call."))
    case = Case.objects.select_for_update().get(id=found.case_id)
    return DutyCall.objects.select_for_update().get(id=call), case


def _end(row: DutyCall, case: Case, state: DutyCallState, *, by: Actor, at: datetime) -> DutyCallState:
    row.state, row.ended_at = state, at
    row.save(update_fields=["state", "ended_at"])
    event = DUTY_MISSED if state in (DutyCallState.MISSED, DutyCallState.FAILED) else DUTY_ANSWERED
    record(event, case, by=by, at=at, officer=str(row.account), attempt=row.attempt, result=state.value)
    return state
