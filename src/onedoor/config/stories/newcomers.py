"""People who have just come to the city, with the story of a service's persona: a story can be told
as often as one likes, each time by somebody new."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from onedoor.config.demo import cast
from onedoor.config.demo.personas import Settlement, Settler
from onedoor.config.demo.settling import register_settlers, report_holdings
from onedoor.config.stories.people import find_reporters
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.people import queries as people
from onedoor.people.rules import make_identifier, make_organisation_identifier
from onedoor.services.queries import list_persona_files
from onedoor.services.types import Organisation, Persona, PersonaFile
from onedoor.trust import actions as trust

SERIALS = range(9600, 10_000)
ORGANISATIONS = range(50_000_000, 90_000_000)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody who can sign in; a business has no login of its own."""

    id: UUID
    email: str
    name: str


def settle_anew(service: str) -> dict[str, Newcomer]:
    """The personas of ``service`` once more, as new customers with accounts, by the login that the file
    gives them. LookupError if the service brings nobody."""
    file = next(
        (file for file, document in list_persona_files() if document.path.parent.name == service), None
    )
    if file is None:
        raise LookupError(f"{service} brings no people: add personas.yaml beside it")
    mark = secrets.token_hex(3)
    settlers = {persona.login: _renew(persona, mark) for persona in file.personas}
    settlement = Settlement(tuple(settlers.values()), _new_partners(file))
    at = clock.now()
    register_settlers(settlement, at=at)
    brought = {str(partner.kind): partner.code for partner in file.partners}
    for _ in report_holdings(settlement, find_reporters() | brought):
        pass
    for settler in settlement.with_accounts:
        _let_in(settler)
    return {
        login: Newcomer(settler.id, settler.email, settler.persona.name["en"])
        for login, settler in settlers.items()
    }


def _renew(persona: Persona, mark: str) -> Settler:
    renewed = persona.model_copy(
        update={"login": f"{persona.login}{mark}", "acts": tuple(f"{one}{mark}" for one in persona.acts)}
    )
    if persona.birth_date is None:
        return Settler(renewed, make_organisation_identifier("business", secrets.choice(ORGANISATIONS)))
    free = (make_identifier(persona.birth_date, serial) for serial in _shuffled(SERIALS))
    return Settler(renewed, next(one for one in free if one not in people.find_ids([one])))


def _shuffled(serials: range) -> list[int]:
    return secrets.SystemRandom().sample(serials, len(serials))


def _new_partners(file: PersonaFile) -> tuple[tuple[Organisation, str], ...]:
    day = clock.today()
    return tuple(
        (partner, make_organisation_identifier("business", secrets.choice(ORGANISATIONS)))
        for partner in file.partners
        if exchange.find_partner(partner.code, day=day) is None
    )


def _let_in(settler: Settler) -> None:
    at = clock.now()
    opened = trust.open_account(
        email=settler.email, name=settler.persona.name["en"], kind="citizen", password=cast.PASSWORD,
        customer=settler.id, by=SYSTEM, at=at,
    )  # fmt: skip
    trust.enrol_totp(account=opened.id, secret=cast.TOTP_SECRET, by=SYSTEM, at=at)
