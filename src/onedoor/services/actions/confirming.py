"""What somebody does who takes part in another's application: open her link, confirm, decline, or say
that she knows nothing about it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases import actions as cases
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services.applications.canonical import canonical, sha256
from onedoor.services.flow import confirming, effects
from onedoor.services.flow.journey import Journey, house_of
from onedoor.services.models import ApplicationParty
from onedoor.services.parties import finding
from onedoor.services.parties.asking import note
from onedoor.services.parties.content import content_of, fingerprint_of
from onedoor.services.parties.types import (
    ALARMED,
    CONFIRMED,
    DECLINED,
    OF_A_LINK,
    YOU_ALARMED,
    YOU_CONFIRMED,
    YOU_DECLINED,
    PartyState,
    RequestView,
)
from onedoor.services.parties.views import check_own_name, is_open, level_of, to_request
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct

ALARM: Text = {
    "en": "Somebody was named without knowing about it",
    "zh-hans": "有人在不知情的情况下被列为参与人",
}
LONGEST = 2000


@action()
def open_request(*, party: UUID | None = None, token: str = "", by: Actor, at: datetime) -> RequestView:
    """What she is asked: by the ``token`` of her link, or as somebody whose contact is known. The first
    who opens a link signed in has it to herself."""
    with scoped(house_of(by)):
        row = finding.find_asked(party, token, by=by, at=at, hold=True)
        check_own_name(row, by)
        return to_request(row, by=by)


@action(may="services.assist")
def confirm_request(
    *,
    party: UUID | None = None,
    token: str = "",
    fingerprint: str,
    by: Actor,
    at: datetime,
    confirmation: UUID | None = None,
) -> RequestView:
    """She confirms exactly what ``fingerprint`` says she was shown; her signature is over it and her
    sentence. Twice is once. The flow goes on when nobody else is waited for. An officer who helps
    confirms only with her own ``confirmation``, as when signing."""
    with scoped(house_of(by)):
        row = _answerable(party, token, PartyState.CONFIRMED, by=by, at=at)
        if row.state == PartyState.CONFIRMED:
            return to_request(row, by=by)
        trust.check_free(_itself(by), HeldAct.SIGN, at=at)
        if fingerprint_of(row) != fingerprint:
            raise Conflict(
                "party.changed", _("What you were shown has changed. Look at it again before you confirm.")
            )
        if by.kind == "officer":
            trust_actions.spend_confirmation(
                confirmation=confirmation, subject=row.id, content=fingerprint, by=by, at=at
            )
        _sign(row, confirmation if by.kind == "officer" else None, by=by, at=at)
        _record_answer(row, CONFIRMED, YOU_CONFIRMED, by=by, at=at)
        _go_on(row, by=by, at=at)
        return to_request(row, by=by)


@action()
def decline_request(
    *, party: UUID | None = None, token: str = "", reason: str, by: Actor, at: datetime
) -> RequestView:
    """She says no, with a reason that the applicant reads. What follows stands in the service file."""
    _check_reason(reason)
    with scoped(house_of(by)):
        row = _answerable(party, token, PartyState.DECLINED, by=by, at=at)
        if row.state == PartyState.DECLINED:
            return to_request(row, by=by)
        _say_no(row, reason.strip(), by=by, at=at)
        _record_answer(row, DECLINED, YOU_DECLINED, by=by, at=at)
        journey = _go_on(row, by=by, at=at)
        confirming.tell(journey, row, "declined")
        return to_request(row, by=by)


@action()
def report_request(
    *, party: UUID | None = None, token: str = "", words: str = "", by: Actor, at: datetime
) -> RequestView:
    """She knows nothing about it: somebody may use her name. The application waits for an officer, who
    has a case at once; she needs prove nothing to say so."""
    with scoped(house_of(by)):
        row = finding.lock(finding.find_asked(party, token, by=by, at=at, hold=False))
        if row.alarmed_at is None:
            _raise_alarm(row, words.strip()[:LONGEST], by=by, at=at)
        return to_request(row, by=by)


def _answerable(
    party: UUID | None, token: str, answer: PartyState, *, by: Actor, at: datetime
) -> ApplicationParty:
    """Her request, locked, once everything about her is in order; also where she has given this very
    ``answer`` before."""
    row = finding.lock(finding.find_asked(party, token, by=by, at=at, hold=True))
    check_own_name(row, by)
    level = level_of(row)
    if level > OF_A_LINK or not token:
        trust.require_level(by, max(level, 1), _("Confirm that it is you before you answer."))
    if not is_open(row) and not (row.state == answer and _is_hers(row, by)):
        raise Conflict(
            "party.over", _("This was answered already, or is no longer needed. Nothing more is asked.")
        )
    same = finding.live_rows().filter(
        application=row.application, role=row.role, state=PartyState.CONFIRMED, customer=_itself(by)
    )
    if _itself(by) and same.exclude(id=row.id).exists():
        raise Conflict(
            "party.twice", _("You have confirmed for yourself already. This link is for another person.")
        )
    return row


def _is_hers(row: ApplicationParty, by: Actor) -> bool:
    """Whether it was she who answered: the same answer sent once more is no mistake."""
    return row.signer == by.account and row.customer == _itself(by)


def _itself(by: Actor) -> UUID | None:
    return by.customer if by.kind == "officer" else by.self_customer


def _sign(row: ApplicationParty, confirmation: UUID | None, *, by: Actor, at: datetime) -> None:
    text = canonical(content_of(row))
    key = trust.sign(text.encode())
    row.state, row.answered_at, row.next_at = PartyState.CONFIRMED, at, None
    row.canonical, row.sha256, row.key, row.signature = text, sha256(text), key.key_id, key.value
    row.customer, row.signer, row.assurance = _itself(by), by.account, max(by.assurance, OF_A_LINK)
    row.assisted_officer = by.account if by.kind == "officer" else None
    row.confirmation = confirmation
    row.save()


def _say_no(row: ApplicationParty, reason: str, *, by: Actor, at: datetime) -> None:
    row.state, row.answered_at, row.next_at, row.reason = PartyState.DECLINED, at, None, reason
    row.customer, row.signer = _itself(by), by.account
    row.save()


def _raise_alarm(row: ApplicationParty, words: str, *, by: Actor, at: datetime) -> None:
    row.alarmed_at = at
    if is_open(row):
        _say_no(row, "", by=by, at=at)
    row.save(update_fields=["alarmed_at"])
    journey = finding.journey_for(row, by=by, at=at)
    known = _itself(by) or row.known
    case = cases.open_case(
        kind="identity-alarm", customer=known, agency=journey.file.agency, service=journey.file.service,
        subject=ALARM, promise="P1D", calendar="working-days", lane="fast", application=row.application_id,
        parent=row.application.case, by=journey.house, at=at,
    )  # fmt: skip
    if words:
        cases.add_note(case=case.id, text=words, by=journey.house, at=at)
    note(ALARMED, row, customer=row.applicant, by=by, at=at)
    if known:
        note(YOU_ALARMED, row, customer=known, by=by, at=at)


def _record_answer(
    row: ApplicationParty, to_applicant: Event, to_her: Event, *, by: Actor, at: datetime
) -> None:
    note(to_applicant, row, customer=row.applicant, by=by, at=at)
    if row.customer:
        note(to_her, row, customer=row.customer, by=by, at=at)


def _go_on(row: ApplicationParty, *, by: Actor, at: datetime) -> Journey:
    journey = finding.journey_for(row, by=by, at=at)
    if confirming.go_on(journey, finding.step_of(row)):
        effects.settle_case(journey)
    journey.row.changed_at = at
    journey.row.save()
    return journey


def _check_reason(reason: str) -> None:
    if not reason.strip() or len(reason) > LONGEST:
        raise Invalid("party.reason", _("Say why, in a few words. The applicant reads it."), field="reason")
