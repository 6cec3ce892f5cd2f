"""Those who take part, as the applicant, her officer and they themselves see them."""

from django.utils.translation import gettext_lazy as _

from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import queries as people
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.types import ApplicationState
from onedoor.services.flow.plan import default_steps
from onedoor.services.models import ApplicationParty, Signature
from onedoor.services.parties.content import asked_by, fingerprint_of, list_shown, opened
from onedoor.services.parties.types import OF_A_LINK, PartyState, PartyView, RequestCard, RequestView

SENT_AT_MOST = 10


def to_party(row: ApplicationParty, *, failed: bool, hers: bool, officer: bool) -> PartyView:
    """One who takes part; ``hers``: for the applicant, who can do something about her."""
    file = file_of(row.application)
    party, state = file.parties[row.role], PartyState(row.state)
    waiting = f"confirm-{row.step}" in row.application.waits_for
    late = next((step.late for step in default_steps(file) if step.id == row.step), "remind")
    open_end = hers and waiting and row.left_out_at is None and row.alarmed_at is None
    return PartyView(
        id=row.id,
        role=row.role,
        title=party.title,
        name=opened(row.name),
        contact=masked(opened(row.contact), row.contact_kind),
        contact_kind=row.contact_kind,
        state=state,
        invited_at=row.invited_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
        left_out=row.left_out_at is not None,
        reason=row.reason,
        alarmed=officer and row.alarmed_at is not None,
        not_delivered=failed,
        signed_as=_name_of(row),
        may_send=open_end and state is PartyState.INVITED and row.sent < SENT_AT_MOST,
        may_change=open_end and state is not PartyState.CONFIRMED,
        may_leave_out=open_end and state is PartyState.DECLINED and late == "go-on",
        may_settle=officer
        and waiting
        and row.left_out_at is None
        and state in (PartyState.DECLINED, PartyState.EXPIRED),
        demo_text=contact.find_demo_text(row.id) if hers and state is PartyState.INVITED else "",
    )


def to_request(row: ApplicationParty, *, by: Actor) -> RequestView:
    """What she is asked, so far as the proof of ``by`` goes."""
    file = file_of(row.application)
    party = file.parties[row.role]
    known = RequestView(
        id=row.id,
        service=file.title,
        agency=file.agency,
        needs_level=needs_level(row, by),
        state=PartyState(row.state),
        due_at=row.due_at,
        title=party.title,
        confirms=party.confirms,
    )
    if known.needs_level:
        return known
    return RequestView(
        id=row.id,
        service=file.title,
        agency=file.agency,
        needs_level=0,
        state=PartyState(row.state),
        due_at=row.due_at,
        asked_by=asked_by(row),
        title=party.title,
        name=opened(row.name),
        confirms=party.confirms,
        values=tuple(list_shown(row)),
        fingerprint=fingerprint_of(row),
        number=row.application.number,
        progress=ApplicationState(row.application.state),
        answered_at=row.answered_at,
        sha256=row.sha256,
        open=is_open(row),
    )


def to_card(row: ApplicationParty) -> RequestCard:
    """One line of the list of requests to somebody who is known."""
    file = file_of(row.application)
    return RequestCard(
        id=row.id,
        service=file.title,
        title=file.parties[row.role].title,
        asked_by=asked_by(row),
        state=PartyState(row.state),
        invited_at=row.invited_at,
        due_at=row.due_at,
        answered_at=row.answered_at,
    )


def is_open(row: ApplicationParty) -> bool:
    """Whether she can still answer."""
    return row.state == PartyState.INVITED and f"confirm-{row.step}" in row.application.waits_for


def level_of(row: ApplicationParty) -> int:
    """How sure the house must be of who she is."""
    return file_of(row.application).parties[row.role].assurance


def needs_level(row: ApplicationParty, by: Actor) -> int:
    """The level that ``by`` still lacks to see the request; 0 when none. A link alone is enough where
    the file asks for no more than who holds it."""
    level = level_of(row)
    return 0 if level <= OF_A_LINK or by.assurance >= level else level


def check_own_name(row: ApplicationParty, by: Actor) -> None:
    """Refuse the applicant, whoever signed for her, and anybody who acts for somebody else: another
    person is asked, in her own name."""
    if by.mandate is not None:
        raise NotAllowed(
            "party.own_name",
            _("You act for somebody else at the moment. Act for yourself, then confirm in your own name."),
        )
    itself = by.self_customer or by.customer
    signed = Signature.objects.filter(application=row.application, signer=by.account)
    if itself == row.applicant or (by.kind == "citizen" and by.assurance and signed.exists()):
        raise NotAllowed(
            "party.yourself",
            _("You signed this application yourself. Another person is asked to confirm it."),
        )


def masked(contact: str, kind: str) -> str:
    """A contact of which its giver knows enough to see a slip, and others too little to write to it."""
    if kind == "email":
        name, _sep, host = contact.partition("@")
        return f"{name[:2]}…@{host}"
    return f"{contact[:3]} … {contact[-3:]}"


def _name_of(row: ApplicationParty) -> str:
    if row.customer is None or row.state != PartyState.CONFIRMED:
        return ""
    who = people.get_customer(row.customer, by=SYSTEM)
    return who.name or who.name_zh
