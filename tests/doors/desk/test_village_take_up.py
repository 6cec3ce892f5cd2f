"""The code on a slip, at a counter: only with her present, who showed it, and never by the agent alone."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from onedoor.config.demo.village import SLIP, Device
from onedoor.dialogue import actions, queries
from onedoor.dialogue.models import PacketEntry
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from tests.doors.desk.conftest import Hire, Sit
from tests.services.conftest import MEI_ID

ADDRESS = "/desk/village/take-up/"
FAMILY = {"family": {"other_parent_here": "no", "stays": "yes"}}
DAY = timedelta(days=1)
WORDS = {
    "en": ("The code on her slip", "Begin with her one-time code", "Nothing waits under this code."),
    "zh-hans": ("回执单上的代码", "请先使用她的一次性验证码", "没有与此代码对应的材料。"),
}


@pytest.fixture
def agent(hire: Hire) -> Actor:
    return hire("Asha Rao", agency="CTC", role="village-agent")


@pytest.fixture
def kept(agent: Actor, at: datetime) -> PacketEntry:
    """Brought yesterday; it is nobody's before she comes."""
    kit = actions.take_kit(services=["health-cover"], by=agent, at=at - 3 * DAY)
    device = Device(queries.get_kit_content(kit.id, by=agent, at=at - 3 * DAY))
    device.fill(at - 2 * DAY, service="health-cover", answers=FAMILY, who={"number": MEI_ID})
    actions.receive_packet(content=device.pack(), by=agent, at=at - DAY)
    return PacketEntry.objects.get()


def state_of(entry: PacketEntry) -> str:
    entry.refresh_from_db()
    return str(entry.state)


@pytest.mark.parametrize("language", list(WORDS))
def test_without_her_there_is_no_field(desk: Client, kept: PacketEntry, language: str) -> None:
    desk.cookies["language"] = language
    heading, begin, refusal = WORDS[language]

    page = desk.get(ADDRESS).content.decode()

    assert heading in page
    assert begin in page
    assert 'name="code"' not in page
    answer = desk.post(ADDRESS, {"code": SLIP})
    assert answer.status_code == 422
    assert refusal not in answer.content.decode()  # nothing says whether something waits under it
    assert begin in answer.content.decode()
    assert state_of(kept) == "held"


def test_with_her_it_becomes_her_form(
    present: Client, kept: PacketEntry, mei: UUID, citizen: Actor, officer: Actor
) -> None:
    assert 'name="code"' in present.get(ADDRESS).content.decode()

    answer = present.post(ADDRESS, {"code": f"{SLIP[:4]}-{SLIP[4:8].lower()}-{SLIP[8:]}"})

    [card] = [one for one in services.list_applications(mei, by=citizen) if one.service == "health-cover"]
    assert (answer.status_code, answer["Location"]) == (302, f"/desk/assist/{card.number}/")
    assert state_of(kept) == "taken-up"
    [entry] = [
        one for one in journal.list_timeline(customer=mei, by=citizen, limit=50)
        if one.event == "dialogue.packet_entry.taken_up"
    ]  # fmt: skip
    assert (entry.actor, entry.data["agent"]) == (officer.account, "Asha Rao")
    assert SLIP not in str(entry.data)


def test_it_is_not_signed_by_that(present: Client, kept: PacketEntry, mei: UUID, citizen: Actor) -> None:
    present.post(ADDRESS, {"code": SLIP})

    [card] = [one for one in services.list_applications(mei, by=citizen) if one.service == "health-cover"]
    assert services.get_application(card.number, by=citizen).signed_at is None


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("code", ["", "7K3M-Q9TD-4ABD", "<b>"])
def test_a_wrong_code_is_said_at_the_field(
    present: Client, kept: PacketEntry, language: str, code: str
) -> None:
    present.cookies["language"] = language

    answer = present.post(ADDRESS, {"code": code})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert WORDS[language][2] in page
    assert 'aria-describedby="code-hint code-error"' in page
    assert "<b>" not in page
    assert state_of(kept) == "held"


def test_it_opens_once(present: Client, kept: PacketEntry) -> None:
    assert present.post(ADDRESS, {"code": SLIP}).status_code == 302
    assert present.post(ADDRESS, {"code": SLIP}).status_code == 422


def test_the_agent_who_wrote_it_down_may_not(sit: Sit, agent: Actor, kept: PacketEntry) -> None:
    browser = sit(agent)

    assert browser.get(ADDRESS).status_code == 403
    assert browser.post(ADDRESS, {"code": SLIP}).status_code == 403
    assert state_of(kept) == "held"


def test_the_contact_centre_may_not(contractor: Client, kept: PacketEntry) -> None:
    assert contractor.post(ADDRESS, {"code": SLIP}).status_code == 403


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_packets_page_says_that_it_waits_and_then_that_she_took_it_up(
    sit: Sit, agent: Actor, present: Client, kept: PacketEntry, language: str
) -> None:
    waits, taken = {"en": ("Kept for her", "She took it up"), "zh-hans": ("为她保留", "她已接续办理")}[
        language
    ]
    browser = sit(agent)
    browser.cookies["language"] = language
    address = f"/desk/village/packets/{kept.packet_id}/"
    assert waits in browser.get(address).content.decode()

    present.post(ADDRESS, {"code": SLIP})

    page = browser.get(address).content.decode()
    assert taken in page
    assert MEI_ID not in page
    assert SLIP not in page


def test_no_address_or_page_holds_her_number(
    present: Client, kept: PacketEntry, look: Callable[[Client], str]
) -> None:
    wrong = present.post(ADDRESS, {"code": "7K3M-Q9TD-4ABD"}).content.decode()
    right = present.post(ADDRESS, {"code": SLIP})

    assert MEI_ID not in wrong
    assert MEI_ID not in right["Location"]
    assert SLIP not in right["Location"]
