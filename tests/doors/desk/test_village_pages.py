"""Kits and packets at the desk, and over the interface for programs."""

import json
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.config.demo.village import Device
from onedoor.dialogue import actions, queries
from onedoor.kernel.actors import Actor
from onedoor.trust import actions as trust
from tests.dialogue.test_packets import POTHOLE
from tests.doors.desk.conftest import Hire, Sit

SERVICES = ["street-issue", "health-cover", "school"]


@pytest.fixture
def agent(hire: Hire) -> Actor:
    return hire("Asha Rao", agency="CTC", role="village-agent")


@pytest.fixture
def device(agent: Actor, at: datetime) -> Device:
    kit = actions.take_kit(services=["street-issue"], by=agent, at=at - timedelta(days=2))
    filled = Device(queries.get_kit_content(kit.id, by=agent, at=at))
    filled.fill(at - timedelta(days=1), service="street-issue", answers=POTHOLE)
    return filled


def upload(content: bytes) -> dict[str, SimpleUploadedFile]:
    return {"packet": SimpleUploadedFile("packet.json", content)}


def test_the_agent_makes_a_kit_and_saves_it_as_a_file(sit: Sit, agent: Actor) -> None:
    desk = sit(agent)
    assert desk.post("/desk/village/kits/", {"services": SERVICES}).status_code == 302
    [kit] = queries.list_kits(by=agent, at=datetime.fromisoformat("2025-03-10T02:00:00+00:00"))
    file = desk.get(f"/desk/village/kits/{kit.id}/")
    assert file["Content-Disposition"].startswith("attachment")
    assert len(file.content) < 50_000 * len(SERVICES)


def test_a_kit_holds_the_forms_own_words_in_both_languages_and_nothing_from_elsewhere(
    sit: Sit, agent: Actor, at: datetime
) -> None:
    kit = actions.take_kit(services=["school"], by=agent, at=at)
    page = sit(agent).get(f"/desk/village/kits/{kit.id}/").content.decode()
    for item in queries.get_kit_content(kit.id, by=agent, at=at).services[0].pages[0].items:
        assert all(words in page for words in item.label.values() if "'" not in words)
    assert not any(mark in page for mark in (" src=", "<link", "url(", "@import"))


def test_a_kit_without_a_service_is_refused(sit: Sit, agent: Actor) -> None:
    answer = sit(agent).post("/desk/village/kits/", {"services": ["income-tax"]})
    assert answer.status_code == 422


def test_a_packet_that_is_sent_shows_what_became_of_it(sit: Sit, agent: Actor, device: Device) -> None:
    page = sit(agent).post("/desk/village/packets/", upload(device.pack())).content.decode()
    assert "Taken in" in page
    again = sit(agent).post("/desk/village/packets/", upload(device.pack())).content.decode()
    assert "It was here already" in again


@pytest.mark.parametrize("content", [b"", b"{", b" " * 25_000_000], ids=["empty", "torn", "25-megabytes"])
def test_what_is_no_packet_says_what_to_do(sit: Sit, agent: Actor, content: bytes) -> None:
    assert sit(agent).post("/desk/village/packets/", upload(content)).status_code == 422


def test_the_answer_is_in_the_agents_language(sit: Sit, agent: Actor) -> None:
    desk = sit(agent)
    desk.cookies["language"] = "zh-hans"
    page = desk.post("/desk/village/packets/", upload(b"{"))
    assert "材料包" in page.content.decode()


def test_the_office_sees_every_packet_another_agent_none(
    sit: Sit, hire: Hire, agent: Actor, device: Device
) -> None:
    sit(agent).post("/desk/village/packets/", upload(device.pack()))
    [packet] = queries.list_packets(by=agent)
    office, other = hire("Dana Ho", "CTC", "counter-officer"), hire("Bela Ito", "CTC", "village-agent")
    assert sit(office).get(f"/desk/village/packets/{packet.id}/").status_code == 200
    assert sit(other).get(f"/desk/village/packets/{packet.id}/").status_code == 404
    assert sit(other).get(f"/desk/village/kits/{device.kit}/").status_code == 403


def test_a_lost_device_is_withdrawn_with_one_button(sit: Sit, agent: Actor, device: Device) -> None:
    sit(agent).post(f"/desk/village/kits/{device.kit}/withdraw/")
    answer = sit(agent).post("/desk/village/packets/", upload(device.pack()))
    assert answer.status_code == 422


def test_a_program_sends_the_same_packet(agent: Actor, device: Device, at: datetime) -> None:
    key = trust.issue_desk_key(label="sender", by=agent, at=at).secret
    client, head = Client(), {"HTTP_AUTHORIZATION": f"Bearer {key}"}
    sent = client.post("/api/v1/desk/packets", device.pack(), content_type="application/json", **head)
    assert [one["state"] for one in sent.json()["entries"]] == ["filed"]
    again = client.post("/api/v1/desk/packets", device.pack(), content_type="application/json", **head)
    assert [one["repeated"] for one in again.json()["entries"]] == [True]
    found = client.get(f"/api/v1/desk/packets/{UUID(sent.json()['id'])}", **head).json()
    assert found["entries"][0]["number"] == sent.json()["entries"][0]["number"]


def test_a_program_is_told_why_not(agent: Actor, device: Device, at: datetime) -> None:
    key = trust.issue_desk_key(label="sender", by=agent, at=at).secret
    packet = json.loads(device.pack()) | {"also": 1}
    sent = Client().post(
        "/api/v1/desk/packets", json.dumps(packet), content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {key}",
    )  # fmt: skip
    assert (sent.status_code, sent.json()["code"]) == (422, "packet.unreadable")
    assert Client().post("/api/v1/desk/packets", "{}", content_type="application/json").status_code == 401
