"""Children who take part by the signature of the parent who is the applicant."""

from datetime import date, datetime
from uuid import UUID

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import local
from onedoor.people import queries as people
from onedoor.services.files.steps import Party, Step
from onedoor.services.models import Application, ApplicationParty, Signature
from onedoor.services.parties.asking import note
from onedoor.services.parties.content import SEAL
from onedoor.services.parties.named import Named
from onedoor.services.parties.types import CHILD_ALONG, PartyState
from onedoor.trust import queries as trust


def find_child(applicant: UUID, party: Party, who: Named, *, at: datetime) -> UUID | None:
    """The applicant's own child of that name, young enough; None for everybody else, who is asked. A name
    that two of her children bear names neither."""
    if not party.children_under:
        return None
    today = local(at).date()
    found = [
        one.other
        for one in people.list_relations(applicant)
        if one.kind == "child"
        and who.name in (one.name, one.name_zh)
        and one.birth_date is not None
        and _age(one.birth_date, today) < party.children_under
    ]
    return found[0] if len(found) == 1 else None


def take_along(row: Application, step: Step, who: Named, child: UUID, *, at: datetime) -> None:
    """She takes part by her parent's signature: what was signed is what is confirmed."""
    signed = Signature.objects.filter(application=row).order_by("-signed_at").first()
    if signed is None:
        return
    contact = people.read_contact(who.contact) or ("email", who.contact)
    party = ApplicationParty.objects.create(
        application=row, applicant=row.customer, agencies=row.agencies, step=step.id, role=step.by,
        position=who.position, name=trust.seal(who.name, purpose=SEAL),
        contact=trust.seal(contact[1], purpose=SEAL), contact_kind=contact[0], state=PartyState.CONFIRMED,
        customer=child, invited_at=at, answered_at=at, canonical=signed.canonical, sha256=signed.sha256,
        signer=signed.signer, assurance=max(signed.assurance, 1), key=signed.key, signature=signed.value,
    )  # fmt: skip
    note(CHILD_ALONG, party, customer=child, by=SYSTEM, at=at)


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
