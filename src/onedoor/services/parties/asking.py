"""Writing to those who take part: a link of her own, by the contact that the applicant gave."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from onedoor.contact import actions as contact
from onedoor.journal import actions as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Invalid
from onedoor.kernel.events import Event
from onedoor.kernel.text import LANGUAGES, pick
from onedoor.people import queries as people
from onedoor.services.applications.lookup import file_of
from onedoor.services.files.steps import Party, Step
from onedoor.services.models import Application, ApplicationParty
from onedoor.services.parties.content import SEAL, opened, titles
from onedoor.services.parties.named import Named
from onedoor.services.parties.types import ASKED, ASKED_YOU, LINK, OF_A_LINK
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

LINK_LASTS = timedelta(days=365)  # to read afterwards what became of it; answering ends with ``due_at``
WITHOUT_END = timedelta(days=7)  # where nothing is said, she is reminded once


def ask(
    row: Application, step: Step, party: Party, who: Named, *, due_at: datetime | None, at: datetime
) -> ApplicationParty:
    """Ask her: a row, a link, word to her. Refused where nobody can be reached by what was given, or
    where a link alone would prove her and it would go to the applicant herself."""
    kind, value = check_contact(row.customer, party, who)
    asked = ApplicationParty.objects.create(
        application=row,
        applicant=row.customer,
        agencies=row.agencies,
        step=step.id,
        role=step.by,
        position=who.position,
        name=trust.seal(who.name, purpose=SEAL),
        contact=trust.seal(value, purpose=SEAL),
        contact_kind=kind,
        known=_known(row.customer, kind, value),
        invited_at=at,
        due_at=due_at,
        next_at=next_of(at, due_at, at),
    )
    send(asked, at=at)
    note(ASKED, asked, customer=row.customer, by=SYSTEM, at=at)
    if asked.known:
        note(ASKED_YOU, asked, customer=asked.known, by=SYSTEM, at=at)
    return asked


def check_contact(applicant: UUID, party: Party, who: Named) -> tuple[str, str]:
    """(kind, value) of a contact by which she, and not the applicant, can be reached."""
    read = people.read_contact(who.contact)
    if read is None or not who.name:
        raise Invalid(
            "party.contact",
            _("Give the name, and an e-mail address or a telephone number, of everybody who takes part."),
            field="contact",
        )
    if party.assurance <= OF_A_LINK and people.has_contact(applicant, *read):
        raise Invalid(
            "party.own_contact",
            _("This is a contact of your own. Give one by which we reach the other person."),
            field="contact",
        )
    return read


def send(row: ApplicationParty, *, at: datetime) -> None:
    """A new link to her; the older one is dead. The e-mail is an open card: it names the service, and
    neither the applicant nor a value."""
    token = trust_actions.make_link(
        purpose=LINK, subject=row.id, expires_at=at + LINK_LASTS, by=SYSTEM, at=at
    )
    file = file_of(row.application)
    contact.write_outside(
        kind=row.contact_kind,
        address=opened(row.contact),
        title={code: _in(code, "title", pick(file.title, code), "", None) for code in LANGUAGES},
        body={code: _in(code, "body", pick(file.title, code), token, row.due_at) for code in LANGUAGES},
        subject=row.id,
        customer=row.applicant,
        agency=file.agency,
        by=SYSTEM,
        at=at,
    )
    row.sent += 1
    row.save(update_fields=["sent"])


def next_of(invited_at: datetime, due_at: datetime | None, at: datetime) -> datetime | None:
    """When something is next to be done about her: half-way, a day before the end, at the end."""
    if due_at is None:
        first = invited_at + WITHOUT_END
        return first if first > at else None
    moments = (invited_at + (due_at - invited_at) / 2, due_at - timedelta(days=1), due_at)
    return min((moment for moment in moments if moment > at), default=None)


def note(event: Event, row: ApplicationParty, *, customer: UUID, by: Actor, at: datetime) -> None:
    """One line of the journal about her, without her name."""
    file = file_of(row.application)
    journal.record(
        event, subject_kind="application", subject=row.application_id, customer=customer,
        agency=file.agency, by=by, at=at, basis=file.basis, purpose=file.purpose,
        case=row.application.case if customer == row.applicant else None,
        data={"service": file.service, "number": row.application.number}
        | titles(file, file.parties[row.role]),
    )  # fmt: skip


def _known(applicant: UUID, kind: str, value: str) -> UUID | None:
    found = people.find_by_contact(kind, value)
    return None if found == applicant else found


def _in(language: str, part: str, service: str, token: str, due_at: datetime | None) -> str:
    with override(language):
        if part == "title":
            return say("You are asked to confirm: %(service)s") % {"service": service}
        text = say("You are asked to confirm something in “%(service)s”. Look here: %(address)s") % {
            "service": service, "address": f"{settings.PUBLIC_URL}/confirm/{token}/",
        }  # fmt: skip
        if due_at is not None:
            day = local(due_at).date().isoformat()
            text += " " + say("Please answer by %(date)s.") % {"date": day}
        return text + " " + say("This link is for you alone. If you do not know about this, say so there.")
