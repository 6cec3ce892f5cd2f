"""The permission matrix is true: every caller knocks at every address, and is answered as its cell says."""

import csv
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from onedoor.cases import actions as cases
from onedoor.config import permissions
from onedoor.config.commands.docs import PLACE, permissions_page, permissions_table
from onedoor.config.permissions import (
    OPENS,
    OWN,
    PROOF,
    REFUSED,
    SIGN_IN,
    Address,
    Caller,
    cell,
    list_addresses,
    list_callers,
)
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.look.doors import door
from onedoor.look.operations import Unstated, operation, state
from onedoor.people import actions as people
from onedoor.trust import actions as trust
from tests.attacks.hands import Hand, bearer
from tests.cases.conftest import Hire
from tests.promises.conftest import MEI, RAVI, Enter

AGENCIES = {"medical-officer": "HLT", "contact-centre": "CTC"}  # where these roles are; all others at REV
LEAVING = ("/sign-out/", "/desk/sign-out/")
LAST = "/security/theft/"  # it signs her out everywhere


def answered(answer: Any) -> str:
    """The cell that this answer belongs to."""
    status, to = answer.status_code, str(answer.get("Location", ""))
    if status == 401 or (status == 302 and "sign-in/?next=" in to):
        return SIGN_IN
    if status == 302 and to.startswith("/step-up/"):
        return PROOF
    if status == 403:
        return _why(answer.content.decode())
    return "broken" if status >= 500 else OPENS


def _why(said: str) -> str:
    if "assurance.too_low" in said:
        return PROOF
    return REFUSED


def methods(address: Address, caller: Caller) -> list[str]:
    """All of them; a role at doors that are not for officers only the first, as no role counts there."""
    every = address.methods.split(", ")
    return every if not caller.role or address.path.startswith(("/desk/", "/api/")) else every[:1]


def differs(address: Address, caller: Caller, answer: Any) -> bool:
    """Whether the answer is another than the cell allows."""
    wanted, got = cell(address, caller), answered(answer)
    if got == "broken":
        return True
    if answer.status_code == 405 and not address.interface:  # the page does nothing of that kind, for anybody
        return False
    if wanted in (OPENS, OWN):
        return turned_away(answer) or (got == SIGN_IN and address.audience != "public")
    if wanted == REFUSED and caller.elsewhere and address.reach:
        return answer.status_code not in (401, 403, 404)
    if wanted == REFUSED and address.interface:
        return answer.status_code not in (401, 403)
    return got != wanted


def turned_away(answer: Any) -> bool:
    """Whether the door itself refused, before the page looked at what was asked."""
    said = answer.content.decode(errors="replace") if answer.status_code == 403 else ""
    return any(word in said for word in DOOR_SAYS)


DOOR_SAYS = ("This page is for other accounts.", "Your role does not open this page.", '.refused"')


Shows = Callable[[Caller], Hand]


@pytest.fixture
def officer_at(hire: Hire, sit: Callable[[Actor], Client], enter: Enter, at: datetime) -> Shows:
    """An officer of this role at her desk, with a key for her programs."""

    def come(caller: Caller) -> Hand:
        agency = "LAB" if caller.elsewhere else AGENCIES.get(caller.role, "REV")
        who = hire("Some One", agency=agency, role=caller.role)
        desk = sit(who)
        if caller.level < permissions.OFFICER_LEVEL:
            return Hand(enter(f"some.one@{agency.lower()}.example"))
        return Hand(desk, bearer(trust.issue_desk_key(label="Bar", by=who, at=at).secret))

    return come


@pytest.fixture
def customer_at(
    enter: Enter, meis_account: UUID, account: Callable[..., UUID], representative: UUID, mei: UUID,
    at: datetime,
) -> Shows:  # fmt: skip
    """Mei Lin, or who acts for her: a person at a browser, or her own system with its key."""

    def come(caller: Caller) -> Hand:
        if caller.credential == "system key":
            issued = trust.issue_partner_key(partner="books", label="Books", customer=mei, by=SYSTEM, at=at)
            return Hand(Client(), bearer(issued.secret))
        if caller.name == "representative":
            people.grant_mandate(giver=mei, holder=representative, role="accountant", by=SYSTEM, at=at)
            account(RAVI, "Ravi Menon", representative)
            browser = enter(RAVI)
            browser.post("/acting-for/", {"customer": str(mei)})
            return Hand(browser)
        return Hand(with_session(enter(MEI, level=max(caller.level, 2)), assurance=caller.level))

    return come


@pytest.fixture
def hand(officer_at: Shows, customer_at: Shows, charity: Actor, request: pytest.FixtureRequest) -> Shows:
    """What this caller shows at every door."""

    def come(caller: Caller) -> Hand:
        if caller.role:
            return officer_at(caller)
        if caller.kind == "customer":
            return customer_at(caller)
        if caller.kind == "visitor":
            return Hand(with_session(Client(), visitor=str(uuid4())))
        if caller.name == "partner's clerk":
            return Hand(request.getfixturevalue("clerk"))
        return Hand(Client(), request.getfixturevalue("key") if caller.kind == "partner" else {})

    return come


def with_session(browser: Client, **facts: Any) -> Client:
    session = browser.session
    session.update(facts)
    session.save()
    browser.cookies["sessionid"] = str(session.session_key)
    return browser


@pytest.fixture
def of_revenue(mei: UUID, at: datetime) -> str:
    """A case of the Revenue Service."""
    return cases.open_case(
        kind="correction", customer=mei, agency="REV", service="income-tax", subject={"en": "A gift"},
        promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    ).number  # fmt: skip


@pytest.mark.parametrize("caller", list_callers(), ids=lambda one: one.name)
def test_every_cell_is_as_it_is_written(caller: Caller, hand: Shows, of_revenue: str, mei: UUID) -> None:
    knocks, named = hand(caller), {"number": of_revenue, "customer": str(mei), "code": "street-issue"}
    wrong = [
        f"{method} {address.path}: {cell(address, caller)}, but {answer.status_code}"
        for address in sorted(list_addresses(), key=lambda one: (one.path == LAST, one.nameless))
        if not address.path.startswith(LEAVING)
        for method in methods(address, caller)
        if differs(address, caller, answer := knocks.knock(address, method, **named))
    ]

    assert not wrong, "\n".join(wrong)


def test_the_committed_pages_are_what_is_declared() -> None:
    assert (PLACE / "permissions.csv").read_text() == permissions_table()
    assert (PLACE / "permissions.md").read_text() == permissions_page()


def test_no_cell_is_unstated() -> None:
    head, *rows = csv.reader((PLACE / "permissions.csv").read_text().splitlines())

    assert len(rows) == len(list_addresses())
    for row in rows:
        assert len(row) == len(head)
        assert set(row[6:]) <= set(permissions.CELLS)


def test_an_operation_that_says_nothing_keeps_the_house_from_starting() -> None:
    def steal_everything(request: Any) -> HttpResponse:
        return HttpResponse()

    address = path("everything", steal_everything, name="steal_everything")

    with pytest.raises(Unstated, match="steal_everything does not say who may call it"):
        state([address], [(steal_everything, ["GET"])])

    state([address], [(operation(audience="officer", level=3, may="x")(steal_everything), ["GET"])])


def test_an_address_that_says_too_little_has_no_row() -> None:
    def show(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    guarded = path("", door(audience="officer", level=3)(show))
    assert permissions.read_address("/desk/secrets/", guarded).reach == ""

    with pytest.raises(permissions.Unstated, match="REACH"):
        _ = permissions.read_address("/desk/secrets/<uuid:secret>/", guarded).reach
    with pytest.raises(permissions.Unstated, match="put @door"):
        permissions.read_address("/secrets/", path("", show))
