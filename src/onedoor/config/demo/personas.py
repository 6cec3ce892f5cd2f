"""The people whom the services' own files bring into the demo, beside the cast."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid5

from onedoor.config.demo.cast import CITIZENS
from onedoor.kernel.documents import Document, Faulty
from onedoor.kernel.text import Text
from onedoor.people.rules import make_identifier, make_organisation_identifier
from onedoor.people.types import NewCustomer
from onedoor.services.queries import list_persona_files
from onedoor.services.types import Organisation, Persona, PersonaFile

_NAMESPACE = UUID("99000000-0000-4000-8000-000000000001")
FIRST_PERSON, FIRST_BUSINESS, FIRST_PARTNER = 9500, 70_000, 80_000


@dataclass(frozen=True, slots=True)
class Settler:
    """A persona with the identity that she has in this demo."""

    persona: Persona
    identifier: str

    @property
    def id(self) -> UUID:
        return uuid5(_NAMESPACE, self.persona.login)

    @property
    def email(self) -> str:
        return f"{self.persona.login}@harbour.example"

    def as_customer(self) -> NewCustomer:
        """How ``people.actions.register_customers`` wants her."""
        persona = self.persona
        return NewCustomer(
            id=self.id, kind=persona.kind, name=persona.name["en"], name_zh=persona.name["zh-hans"],
            birth_date=persona.birth_date, identifier=self.identifier, language=persona.language,
            address=persona.address, phone=persona.telephone,
            email=self.email if persona.signs_in or persona.kind == "business" else "",
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Settlement:
    """Everybody, and every partner, that the files bring."""

    settlers: tuple[Settler, ...]
    partners: tuple[tuple[Organisation, str], ...]

    @property
    def with_accounts(self) -> list[Settler]:
        """Those who sign in themselves."""
        return [one for one in self.settlers if one.persona.kind == "person" and one.persona.signs_in]


def settle(files: Iterable[tuple[PersonaFile, Document]]) -> Settlement:
    """Who the files beside the services bring. Raises Faulty where a login belongs to the cast."""
    settlers: list[Settler] = []
    partners: dict[str, tuple[Organisation, str]] = {}
    taken = {citizen.login for citizen in CITIZENS}
    for file, document in files:
        for number, persona in enumerate(file.personas):
            if persona.login in taken:
                message = f"The login '{persona.login}' is taken already."
                keys = ("personas", number, "login")
                raise Faulty([document.fault(keys, message, "Give each persona a login of her own.")])
            taken.add(persona.login)
            settlers.append(Settler(persona, _identifier(persona, len(settlers))))
        for partner in file.partners:
            identifier = make_organisation_identifier("business", FIRST_PARTNER + len(partners))
            partners.setdefault(partner.code, (partner, identifier))
    return Settlement(tuple(settlers), tuple(partners.values()))


def list_logins() -> Iterator[tuple[str, str, Text]]:
    """Name, e-mail address and story of everybody of the files who signs in."""
    for one in settle(list_persona_files()).with_accounts:
        yield one.persona.name["en"], one.email, one.persona.story


def _identifier(persona: Persona, number: int) -> str:
    if persona.birth_date is None:
        return make_organisation_identifier("business", FIRST_BUSINESS + number)
    return make_identifier(persona.birth_date, FIRST_PERSON + number)
