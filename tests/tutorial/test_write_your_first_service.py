"""Whoever follows the tutorial ends with a working service, and sees on the way what it says."""

import shlex
import shutil
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner

from onedoor.cases import queries as cases
from onedoor.config.settings import ROOT
from onedoor.contact import queries as contact
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import queries as payments
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationState, ApplicationView, SignedView
from onedoor.services.commands import catalogue
from onedoor.services.files.loading import load_service
from onedoor.services.letters.templates import fill
from tests.tutorial.reading import Type, Write, read_steps

PAGE = ROOT / "docs" / "tutorial" / "write-your-first-service.md"
CAR = {"plate": "HC 1234", "engine": "electric", "owner": "mine"}


@pytest.fixture
def desk(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The reader's folder: a catalogue of her own, and the terminal in it."""
    shutil.copytree(ROOT / "catalogue", tmp_path / "catalogue")
    settings.CATALOGUE = tmp_path / "catalogue"
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def followed(desk: Path) -> Path:
    """The folder after the last page."""
    for step in read_steps(PAGE):
        if isinstance(step, Write):
            step.do(desk)
    return desk


@pytest.fixture
def parked(
    followed: Path, mei: UUID, citizen: Actor, report: Callable[..., None], at: datetime
) -> Callable[..., ApplicationView]:
    """Mei Lin fills in the form of the new service, as far as signing."""
    report("civil-register", "CIV", birth_date="1985-03-12", address="12-8, Lighthouse Lane")

    def fill_in(permits_at_home: str = "0", **car: str) -> ApplicationView:
        view = actions.start_application(
            customer=mei, service="resident-parking", door="portal", by=citizen, at=at
        )
        pages = {"car": CAR | car, "household": {"permits_at_home": permits_at_home}}
        if car.get("owner") == "employer":
            pages["employer"] = {"employer": "Harbour Shipyard"}
        for page, given in pages.items():
            saved = actions.save_page(
                application=view.id, page=page, answers=given, revision=view.revision, by=citizen, at=at
            )
            assert saved.ok, saved.page
            view = saved.application
        return view

    return fill_in


def sign(view: ApplicationView, by: Actor, at: datetime) -> SignedView:
    return actions.sign_application(
        application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
    )


def test_every_command_prints_what_the_page_says(desk: Path, mei: UUID) -> None:
    typed = 0
    for step in read_steps(PAGE):
        if isinstance(step, Write):
            step.do(desk)
            continue
        program, group, *arguments = shlex.split(step.command)
        assert (program, group) == ("onedoor", "catalogue")
        result = CliRunner().invoke(catalogue, arguments)
        assert step.agrees(result.output), f"$ {step.command}\n{result.output}"
        assert (result.exit_code == 1) == ("fault" in step.printed or "not published" in step.printed)
        typed += isinstance(step, Type)
    assert typed >= 9


def test_what_government_holds_is_not_asked(parked: Callable[..., ApplicationView]) -> None:
    view = parked()
    lines = {line.field: line for group in view.groups for line in group.lines}
    assert lines["address"].source.source_name["en"] == "Civil Registry"
    assert [page.id for page in view.pages] == ["car", "household"]
    assert view.can_sign


def test_signing_raises_the_fee_and_paying_brings_the_permit(
    parked: Callable[..., ApplicationView], citizen: Actor, mei: UUID, at: datetime
) -> None:
    signed = sign(parked(), citizen, at)
    (bill,) = payments.list_charges(mei, by=citizen)
    assert (bill.id, bill.amount) == (signed.charge, Decimal("60.00"))
    assert contact.list_letters(mei, by=citizen) == []
    actions.settle_payment(charge=bill.id, by=SYSTEM, at=at)
    (letter,) = contact.list_letters(mei, by=citizen)
    assert letter.kind == "resident-parking/permit"
    assert letter.content["results"]["valid_until"] == "2026-03-10"
    assert queries.get_application(signed.number, by=citizen).state is ApplicationState.CLOSED


@pytest.mark.parametrize(("language", "says"), [("en", "10 March 2026"), ("zh-hans", "2026年3月10日")])
def test_the_permit_reads_well_in_both_languages(followed: Path, language: str, says: str) -> None:
    template = (followed / "catalogue/resident-parking/letters/permit.html").read_text()
    facts = {
        "customer": {"name": "Mei Lin", "name_zh": "林美"},
        "values": {"plate": "HC 1234", "address": "12-8, Lighthouse Lane"},
        "results": {"valid_until": "2026-03-10", "fee": Decimal(60)},
    }
    text = fill(template, facts, language)
    assert says in text
    assert "HC 1234" in text


def test_a_third_permit_is_refused_with_a_reason_and_without_a_bill(
    parked: Callable[..., ApplicationView], citizen: Actor, mei: UUID, at: datetime
) -> None:
    signed = sign(parked(permits_at_home="2"), citizen, at)
    (letter,) = contact.list_letters(mei, by=citizen)
    assert (letter.kind, signed.charge) == ("resident-parking/refusal", None)


def test_the_employers_car_waits_for_an_officer_of_city_works(
    parked: Callable[..., ApplicationView], citizen: Actor, officer: Actor, at: datetime
) -> None:
    view = parked(owner="employer")
    assert [page.id for page in view.pages] == ["car", "employer", "household"]
    signed = sign(view, citizen, at)
    case = cases.find_tracking(signed.number)
    assert signed.charge is None
    assert case is not None
    assert case.state != "closed"
    reviewed = actions.complete_review(application=view.id, by=officer, at=at)
    assert reviewed.charge is not None


def test_it_stands_at_every_door_and_among_the_events_of_a_life(followed: Path, db: None) -> None:
    service = load_service(followed / "catalogue" / "resident-parking").service
    assert service.doors == {"portal": "full", "counter": "full", "api": "full"}
    assert (service.life_event, service.sponsor) == ("home", "Chief executive of City Works")


def test_she_sees_who_used_her_address_and_why(
    parked: Callable[..., ApplicationView], citizen: Actor, mei: UUID
) -> None:
    parked()
    (used,) = [
        entry
        for entry in journal.list_timeline(customer=mei, by=citizen)
        if entry.event == "exchange.values.disclosed"
    ]
    assert (used.agency, used.purpose) == ("CTY", "grant-parking-permit")


def test_a_service_that_was_taken_away_stays_in_her_list(
    parked: Callable[..., ApplicationView], citizen: Actor, mei: UUID, settings: Any
) -> None:
    view = parked()
    settings.CATALOGUE = ROOT / "catalogue"
    (card,) = queries.list_applications(mei, by=citizen)
    assert (card.number, card.title["en"], card.agency) == (view.number, "resident-parking", "CTY")
