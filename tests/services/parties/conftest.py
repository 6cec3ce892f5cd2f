"""Mei Lin asks others to confirm: the child's other parent, Bo Lin, and those who move along."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from onedoor.contact import actions as contact
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.files import loading
from onedoor.services.files.steps import Step
from tests.services.conftest import citizen, mei, officer, stranger

__all__ = ["citizen", "mei", "officer", "stranger"]

FILES = Path(__file__).parent / "files"
BO, CONTACT = "Bo Lin", "bo@mail.example"

Sign = Callable[..., ApplicationView]
Change = Callable[..., None]


@pytest.fixture(autouse=True)
def services(monkeypatch: pytest.MonkeyPatch, settings: Any) -> dict[str, Any]:
    """The two services, beside those of the catalogue; a test may change one of them."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    settings.DEMO = False
    real = loading.get_catalogue()
    ours = {name: loading.load_service(FILES / name).service for name in ("family-name", "moving")}
    files: dict[str, Any] = {**real.services, **ours}
    monkeypatch.setattr(loading, "_kept", lambda _root: loading.Catalogue(files))
    return files


@pytest.fixture
def change(services: dict[str, Any]) -> Change:
    """Another word in the confirm step, or in the party, of one of the two."""

    def make(service: str, *, party: dict[str, Any] | None = None, **step: Any) -> None:
        file = services[service]
        steps = tuple(
            Step.model_validate(one.model_dump(by_alias=True, exclude_unset=True) | step)
            if one.does == "confirm"
            else one
            for one in file.steps
        )
        parties = {role: one.model_copy(update=party or {}) for role, one in file.parties.items()}
        changed = file.model_copy(update={"steps": steps, "parties": parties})
        services[service] = changed

    return make


@pytest.fixture
def bo(db: None, at: datetime) -> Actor:
    """The other parent, a customer whom the given e-mail reaches."""
    born = date(1984, 5, 6)
    customer = people.register_customer(
        name=BO, birth_date=born, identifier=make_identifier(born, 5), by=SYSTEM, at=at
    )
    point = people.add_contact_point(customer=customer.id, kind="email", value=CONTACT, by=SYSTEM, at=at)
    people.verify_contact_point(contact_point=point.id, by=SYSTEM, at=at)
    return Actor(
        kind="citizen", account=UUID(int=21), name=BO, door="portal", assurance=2, customer=customer.id,
        self_customer=customer.id,
    )  # fmt: skip


@pytest.fixture
def nobody() -> Actor:
    """Somebody with a link and no account."""
    return ANONYMOUS


@pytest.fixture
def sign(mei: UUID, citizen: Actor, at: datetime) -> Sign:
    """Mei Lin answers and signs; whom she names are asked."""

    def make(service: str = "family-name", **posted: str) -> ApplicationView:
        first = actions.start_application(customer=mei, service=service, door="portal", by=citizen, at=at)
        page = first.pages[0].id
        given = posted or {
            "child": "Lin An", "other_name": BO, "other_contact": CONTACT, "secret": "not for Bo",
        }  # fmt: skip
        saved = actions.save_page(
            application=first.id, page=page, answers=given, revision=first.revision, by=citizen, at=at
        ).application
        actions.sign_application(
            application=saved.id, revision=saved.revision, fingerprint=saved.fingerprint, by=citizen, at=at
        )
        return queries.get_application(saved.number, by=citizen, at=at)

    return make


@pytest.fixture
def along(sign: Sign) -> ApplicationView:
    """Mei Lin moves with Ann and Cy."""
    return sign(
        "moving", **{
            "place": "3 Quay Street",
            "movers-0-mover": "Ann Goh", "movers-0-reach": "ann@mail.example",
            "movers-1-mover": "Cy Tan", "movers-1-reach": "9123 4567",
        },
    )  # fmt: skip


def links(at: datetime, *, to: str = "") -> list[str]:
    """The tokens in the mailbox (of ``to``), oldest first, once what is due has left."""
    contact.deliver_outside(by=SYSTEM, at=at)
    found = [one for one in mail.outbox if "/confirm/" in str(one.body) and (not to or to in one.to)]
    return [str(one.body).split("/confirm/")[1].split("/")[0] for one in found]


def party_of(application: ApplicationView, by: Actor, position: int = 0) -> Any:
    return queries.list_parties(application.id, by=by)[position]


def confirm(token: str, by: Actor, at: datetime) -> Any:
    """She looks and confirms what she sees."""
    seen = actions.open_request(token=token, by=by, at=at)
    return actions.confirm_request(token=token, fingerprint=seen.fingerprint, by=by, at=at)


def as_level(by: Actor, level: int) -> Actor:
    return replace(by, assurance=level)
