"""People of the demo who show a service (``personas.yaml`` beside it), and what registers hold of them."""

from datetime import date
from pathlib import Path
from typing import Any, Literal

from pydantic import ConfigDict, model_validator
from pydantic import Field as Described

from onedoor.kernel.documents import Document
from onedoor.services.files.loading import read, shape
from onedoor.services.files.words import Code, Day, Name, Shape, Version, Words

FILE = "personas.yaml"


class Holding(Shape):
    """One thing that a register holds of her before anything begins."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    register_: Code = Described(alias="register")
    attribute: Name
    period: Version = Described("", description="The year, where the register keeps one value for each.")
    value: Any = Described(description="As the register has it; for one with records, a list of them.")
    source: str = Described(
        "",
        description="Agency or partner who reported it. Default: the one that the register believes first.",
    )
    received: Day = Described(date(2025, 1, 15), description="The day on which it was reported.")


class Persona(Shape):
    """A person, or a business, with a story that shows what the service does."""

    login: str = Described(
        pattern=r"^[a-z][a-z0-9]*$", description="Becomes the e-mail address <login>@harbour.example."
    )
    kind: Literal["person", "business"] = "person"
    name: Words
    birth_date: Day | None = Described(None, description="Needed for a person.")
    sex: Literal["female", "male"] | None = None
    residency: Literal["citizen", "pr", "foreigner"] = "citizen"
    address: str = "12-8, Lighthouse Lane"
    telephone: str = Described("", pattern=r"^(\+65990\d{5})?$", description="A number that none can have.")
    language: Literal["en", "zh-hans"] = "en"
    signs_in: bool = Described(True, description="Whether she has an account; else she comes or calls.")
    story: Words = Described(description="What she shows, as the list of logins says it.")
    acts: tuple[str, ...] = Described((), description="For a business: the logins of those who act for it.")
    holds: tuple[Holding, ...] = ()

    @model_validator(mode="after")
    def _fits_its_kind(self) -> "Persona":
        if self.kind == "person" and self.birth_date is None:
            raise ValueError("a person has a 'birth_date'")
        if self.kind == "person" and self.acts:
            raise ValueError("only a business has people who act for it")
        return self


class Organisation(Shape):
    """A partner of the demo, such as the hospital that reports births."""

    code: Code
    kind: Literal["hospital", "bank"]
    name: Words


class PersonaFile(Shape):
    """Who lives in the demo to show this service."""

    partners: tuple[Organisation, ...] = ()
    personas: tuple[Persona, ...] = ()


def read_personas(folder: Path) -> tuple[PersonaFile, Document] | None:
    """The personas beside the service in ``folder``; None if it has none. Raises Faulty."""
    if not (folder / FILE).is_file():
        return None
    document = read(folder / FILE)
    return shape(PersonaFile, document.data, document), document
