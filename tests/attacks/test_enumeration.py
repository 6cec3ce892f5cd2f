"""Whose it is cannot be found out by asking: at every address that names one thing, what is somebody
else's is answered exactly as what does not exist. The owner is answered with the thing."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from onedoor.config.permissions import Address, list_addresses
from onedoor.journal import actions as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.people import actions as people
from onedoor.trust import actions as trust
from tests.attacks.belongings import ALIKE, INNER, Things, nobodys
from tests.attacks.hands import Hand, bearer
from tests.cases.conftest import Hire
from tests.promises.conftest import RAVI, Enter


@pytest.fixture
def hers(hers: Things, at: datetime) -> Things:
    """All of it, and sealed: only then there is a proof of a line."""
    journal.seal(at=at)
    return hers


def told_apart(hand: Hand, things: Things, audience: str) -> str:
    """Where a stranger's answer about somebody's thing is another than about nothing."""
    return "\n".join(
        f"{method} {address.path}: {about_it[0]} for somebody's, {about_nothing[0]} for nobody's"
        for address in list_addresses()
        if address.audience == audience and address.reach in ("agency", "herself") and things.at(address)
        for method in address.methods.split(", ")
        if (about_it := said(hand, address, method, parts := things.at(address)))
        != (about_nothing := said(hand, address, method, of_nobody(parts)))
    )


def of_nobody(parts: dict[str, str]) -> dict[str, str]:
    return {name: part if name in ALIKE else nobodys(part) for name, part in parts.items()}


def said(hand: Hand, address: Address, method: str, parts: dict[str, str]) -> tuple[int, str]:
    """The status and the words, without the ids that were asked for and what differs from call to call."""
    answer = hand.knock(address, method, **parts)
    words = answer.content.decode(errors="replace") + str(answer.get("Location", ""))
    for name in set(parts) - set(ALIKE):
        words = words.replace(parts[name], "…")
    words = re.sub(r'(csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": ")[^"]*', r"\1…", words)
    return answer.status_code, words


def hidden_from_owner(hand: Hand, things: Things, audience: str) -> str:
    """Where even the owner is told that it does not exist: there the comparison above would prove nothing."""
    return "\n".join(
        address.path
        for address in list_addresses()
        if address.audience == audience and address.reach in ("agency", "herself") and things.at(address)
        if not {name for _kind, name in address.parameters} & set(INNER)
        if hand.knock(address, "GET", **things.at(address)).status_code == 404
    )


def test_the_owner_finds_what_is_hers(proved: Client, hers: Things) -> None:
    assert hidden_from_owner(Hand(proved), hers, "customer") == ""


def test_a_stranger_cannot_tell_hers_from_nothing(other: Client, hers: Things) -> None:
    assert told_apart(Hand(other), hers, "customer") == ""


def test_nor_can_whom_she_asked_to_act_in_another_service_or_no_longer(
    enter: Enter, account: Callable[..., UUID], representative: UUID, mei: UUID, hers: Things, at: datetime
) -> None:
    mandate = UUID(hers.by_part.pop("mandate"))  # his too: he may always look at it
    account(RAVI, "Ravi Menon", representative)
    ravi = enter(RAVI, level=3)
    ravi.post("/acting-for/", {"customer": str(mei)})
    assert ravi.get(f"/applications/{hers.by_start['/applications/']}/").status_code == 200

    people.end_mandate(mandate=mandate, by=SYSTEM, at=at)

    assert told_apart(Hand(ravi), hers, "customer") == ""


def test_a_system_reads_for_whom_it_acts_only(
    other: Client, stranger: Actor, hers: Things, at: datetime
) -> None:
    key = trust.issue_partner_key(
        partner="books", label="Books", customer=stranger.customer, by=SYSTEM, at=at
    ).secret

    assert told_apart(Hand(Client(), bearer(key)), hers, "customer") == ""


def test_her_agency_finds_its_work(hire: Hire, sit: Callable[[Actor], Client], hers: Things) -> None:
    assert hidden_from_owner(Hand(sit(hire("Boss One", role="supervisor"))), hers, "officer") == ""


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer"])
def test_another_agency_cannot_tell_its_work_from_nothing(
    hire: Hire, sit: Callable[[Actor], Client], hers: Things, role: str, at: datetime
) -> None:
    who = hire("Some One", agency="LAB", role=role)
    key = trust.issue_desk_key(label="Bar", by=who, at=at).secret

    assert told_apart(Hand(sit(who), bearer(key)), hers, "officer") == ""


def test_a_partner_finds_its_own(clerk: Client, key: dict[str, str], of_the_food_bank: Things) -> None:
    assert hidden_from_owner(Hand(clerk, key), of_the_food_bank, "partner") == ""


def test_and_cannot_tell_anothers_from_nothing(shipyard: Hand, of_the_food_bank: Things) -> None:
    assert told_apart(shipyard, of_the_food_bank, "partner") == ""


def test_a_partners_key_that_ended_opens_nothing(of_the_food_bank: Things, at: datetime) -> None:
    ended = trust.issue_partner_key(
        partner="foodbank", label="old", active_from=at - timedelta(days=9), active_to=at - timedelta(days=1),
        by=SYSTEM, at=at,
    ).secret  # fmt: skip
    hand = Hand(Client(), bearer(ended))

    answers = [
        hand.knock(address, method, **of_the_food_bank.at(address)).status_code
        for address in list_addresses()
        if address.interface == "/api/partner/" and address.audience == "partner"
        for method in address.methods.split(", ")
    ]

    assert set(answers) == {401}
