"""The code on a slip, at the portal: her form opens, once, for her, and nothing on the way names her."""

import re
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.test import Client

from onedoor.config.demo.village import SLIP, Device
from onedoor.dialogue import actions, queries
from onedoor.dialogue.models import PacketEntry
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from tests.cases.conftest import Hire, hire
from tests.services.conftest import MEI_ID

__all__ = ["hire"]

FAMILY = {"family": {"other_parent_here": "no", "stays": "yes"}}
DAY = timedelta(days=1)
WRITTEN = f"{SLIP[:4]}-{SLIP[4:8]}-{SLIP[8:]}"
WORDS = {
    "en": (
        "You filled in a form with a village agent",
        "Code on your slip",
        "Nothing waits under this code.",
    ),
    "zh-hans": ("您曾与驻村代办员填写表格", "回执单上的代码", "没有与此代码对应的材料。"),
}


@pytest.fixture
def kept(hire: Hire, at: datetime) -> PacketEntry:
    """A village agent wrote it down with her two days ago, and brought it yesterday; no PIN was given."""
    agent = hire("Asha Rao", agency="CTC", role="village-agent")
    kit = actions.take_kit(services=["health-cover"], by=agent, at=at - 3 * DAY)
    device = Device(queries.get_kit_content(kit.id, by=agent, at=at - 3 * DAY))
    device.fill(at - 2 * DAY, service="health-cover", answers=FAMILY, who={"number": MEI_ID})
    actions.receive_packet(content=device.pack(), by=agent, at=at - DAY)
    return PacketEntry.objects.get()


def speak(browser: Client, language: str) -> tuple[str, str, str]:
    browser.cookies["language"] = language
    return WORDS[language]


@pytest.mark.parametrize("language", list(WORDS))
def test_the_page_asks_for_the_code_and_nothing_else(browser: Client, language: str) -> None:
    heading, label, _refusal = speak(browser, language)

    page = browser.get("/slip/").content.decode()

    assert heading in page
    assert label in page
    asked = re.findall(r'<input[^>]* name="([^"]+)"', page.partition("<main")[2].partition("</main>")[0])
    assert asked == ["csrfmiddlewaretoken", "code"]


def test_she_finds_the_page_beside_her_applications(browser: Client) -> None:
    assert 'href="/slip/"' in browser.get("/applications/").content.decode()


@pytest.mark.parametrize("written", [SLIP, WRITTEN, WRITTEN.lower(), f" {WRITTEN} "])
def test_the_code_opens_her_form_as_far_as_it_was_filled_in(
    browser: Client, kept: PacketEntry, mei: UUID, citizen: Actor, written: str
) -> None:
    answer = browser.post("/slip/", {"code": written})

    [card] = services.list_applications(mei, by=citizen)
    assert answer.status_code == 302
    assert answer["Location"] == f"/applications/{card.number}/continue/"
    page = services.get_page(card.number, "family", by=citizen)
    assert {item.id: item.value for item in page.page.items}["stays"] is True
    assert browser.get(answer["Location"], follow=True).status_code == 200
    assert services.get_application(card.number, by=citizen).signed_at is None


@pytest.mark.parametrize("language", list(WORDS))
@pytest.mark.parametrize("code", ["", "7K3M", "0000-0000-0000", "7K3M-Q9TD-4ABD", "x" * 400])
def test_a_wrong_code_says_what_to_do_and_keeps_what_was_typed(
    browser: Client, kept: PacketEntry, language: str, code: str
) -> None:
    _heading, _label, refusal = speak(browser, language)

    answer = browser.post("/slip/", {"code": code})
    page = answer.content.decode()

    assert answer.status_code == 422
    assert page.count(refusal) == 2  # in the summary, and at the field
    assert f'value="{code[:20]}"' in page or not code
    assert "x" * 21 not in page
    kept.refresh_from_db()
    assert kept.state == "held"


def test_the_code_opens_it_once(browser: Client, kept: PacketEntry) -> None:
    assert browser.post("/slip/", {"code": SLIP}).status_code == 302
    assert browser.post("/slip/", {"code": SLIP}).status_code == 422


def test_after_sixty_days_nothing_waits(
    browser: Client, kept: PacketEntry, system: Actor, at: datetime
) -> None:
    actions.forget_entries(by=system, at=at + 60 * DAY)

    assert browser.post("/slip/", {"code": SLIP}).status_code == 422


def test_who_is_not_signed_in_is_asked_to_be(client: Client, kept: PacketEntry) -> None:
    for answer in (client.get("/slip/"), client.post("/slip/", {"code": SLIP})):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/sign-in/")
        assert SLIP not in answer["Location"]
    kept.refresh_from_db()
    assert kept.state == "held"


def test_no_page_address_or_entry_names_her_or_the_code(
    browser: Client, kept: PacketEntry, mei: UUID, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = browser.post("/slip/", {"code": "7K3M-Q9TD-4ABD"}).content.decode()
    right = browser.post("/slip/", {"code": WRITTEN})

    written = " ".join(str(entry.data) for entry in JournalEntry.objects.all())
    for place in (wrong, right["Location"], written, caplog.text):
        assert MEI_ID not in place
        assert str(mei) not in place
    for place in (right["Location"], written, caplog.text):  # the page's example is the demo's own slip
        assert not re.search(f"{SLIP[:4]}-?{SLIP[4:8]}-?{SLIP[8:]}", place)
    assert "Asha Rao" in written
