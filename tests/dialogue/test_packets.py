"""What a village agent brings back: each entry once, in its order, and nobody's but hers."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.config.demo.village import SLIP, Device
from onedoor.dialogue import actions, queries
from onedoor.dialogue.models import PacketEntry
from onedoor.dialogue.packets import placing
from onedoor.dialogue.packets.types import EntryState, EntryView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.services import actions as services
from onedoor.services import queries as service_queries
from onedoor.trust import actions as trust_actions
from tests.cases.conftest import Hire, hire
from tests.dialogue.conftest import MEI_ID
from tests.services.conftest import citizen, stranger

__all__ = ["citizen", "hire", "stranger"]

POTHOLE = {
    "what": {"kind": "pothole"},
    "where": {"place": {"address": "60 Lighthouse Lane"}, "ground": "street"},
    "more": {"depth": "deep"},
}
FAMILY = {"family": {"other_parent_here": "no", "stays": "yes"}}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def agent(hire: Hire) -> Actor:
    return hire("Asha Rao", agency="CTC", role="village-agent")


@pytest.fixture
def colleague(hire: Hire) -> Actor:
    """Who takes packets in at the office."""
    return hire("Dana Ho", agency="CTC", role="counter-officer")


@pytest.fixture
def device(agent: Actor, at: datetime) -> Device:
    return take(agent, at)


def take(agent: Actor, at: datetime) -> Device:
    kit = actions.take_kit(services=["street-issue", "health-cover"], by=agent, at=at)
    return Device(queries.get_kit_content(kit.id, by=agent, at=at))


def bring(device: Device, by: Actor, at: datetime) -> tuple[EntryView, ...]:
    return actions.receive_packet(content=device.pack(), by=by, at=at).entries


def her(pin: str) -> dict[str, Any]:
    return {"number": MEI_ID, "pin": pin}


def test_a_report_is_filed_and_has_a_number(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    [entry] = bring(device, agent, at + 3 * DAY)
    assert entry.state is EntryState.FILED
    assert (entry.filled_at, entry.arrived_at) == (at + HOUR, at + 3 * DAY)
    said = queries.say_status(entry.number, form="short", language="en", by=agent, at=at + 3 * DAY)
    assert "in progress" in said


def test_the_promise_runs_from_the_arrival(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    [entry] = bring(device, agent, at + 3 * DAY)
    signed = service_queries.get_application(entry.number, by=SYSTEM)
    assert signed.signed_at == at + 3 * DAY


def test_with_her_pin_it_is_her_draft_and_she_still_signs(
    device: Device, agent: Actor, pin: str, mei: UUID, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who=her(pin))
    [entry] = bring(device, agent, at + DAY)
    assert entry.state is EntryState.DRAFT
    assert "Her signature" in entry.missing[-1]["en"]
    draft = service_queries.get_application(entry.number, by=SYSTEM)
    assert (draft.customer, draft.signed_at) == (mei, None)


def test_her_timeline_says_by_whose_hands_it_came(
    device: Device, agent: Actor, pin: str, mei: UUID, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who=her(pin))
    bring(device, agent, at + DAY)
    me = Actor(
        kind="citizen", door="portal", assurance=2, customer=mei, self_customer=mei, account=UUID(int=3)
    )
    entries = journal.list_timeline(customer=mei, by=me)
    [brought] = [one for one in entries if one.event == "dialogue.packet_entry.arrived"]
    assert brought.data["agent"] == "Asha Rao"
    assert brought.data["day"] == "2025-03-10"


def test_without_her_pin_a_number_is_nobodys(device: Device, agent: Actor, mei: UUID, at: datetime) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who={"number": MEI_ID})
    [entry] = bring(device, agent, at + DAY)
    assert (entry.state, entry.number) == (EntryState.HELD, "")
    assert service_queries.list_applications(mei, by=SYSTEM) == []


def test_a_wrong_pin_counts_and_the_entry_waits_for_her(
    device: Device, agent: Actor, pin: str, mei: UUID, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who=her("000000"))
    [entry] = bring(device, agent, at + DAY)
    assert entry.state is EntryState.HELD
    failed = [one for one in journal.list_timeline(customer=mei, by=SYSTEM) if "pin" in one.event]
    assert failed
    assert b"000000" not in bytes(PacketEntry.objects.get().content or b"")


def test_she_takes_up_what_waits_with_the_code_on_her_slip(
    device: Device, agent: Actor, citizen: Actor, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY)
    bring(device, agent, at + DAY)
    number = actions.take_up_entry(
        code=f"{SLIP[:4]} {SLIP[4:8].lower()}-{SLIP[8:]}", by=citizen, at=at + 2 * DAY
    )
    page = service_queries.get_page(number, "family", by=citizen, at=at + 2 * DAY)
    assert {item.id: item.value for item in page.page.items}["stays"] is True
    assert PacketEntry.objects.get().content is None


def test_a_code_is_good_once_and_a_guess_opens_nothing(
    device: Device, agent: Actor, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY)
    bring(device, agent, at + DAY)
    for code in ("", "0000-0000-0000", "short"):
        with pytest.raises(NotFound):
            actions.take_up_entry(code=code, by=stranger, at=at + DAY)
    actions.take_up_entry(code=SLIP, by=citizen, at=at + DAY)
    with pytest.raises(NotFound):
        actions.take_up_entry(code=SLIP, by=stranger, at=at + DAY)


def test_the_agent_cannot_take_up_what_she_wrote_down(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY)
    bring(device, agent, at + DAY)
    with pytest.raises(NotAllowed):
        actions.take_up_entry(code=SLIP, by=agent, at=at + DAY)


def test_what_nobody_takes_up_is_deleted_after_sixty_days(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY)
    bring(device, agent, at + DAY)
    assert actions.forget_entries(by=SYSTEM, at=at + 60 * DAY) == 0
    assert actions.forget_entries(by=SYSTEM, at=at + 62 * DAY) == 1
    assert PacketEntry.objects.get().content is None


def test_the_same_packet_twice_does_nothing_twice(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    first, second = bring(device, agent, at + DAY), bring(device, agent, at + 2 * DAY)
    assert second == (replace(first[0], is_repeated=True),)
    assert len(queries.list_packets(by=agent)) == 1


def test_packets_may_overlap(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    bring(device, agent, at + DAY)
    device.fill(at + 2 * HOUR, service="street-issue", answers=POTHOLE)
    assert [one.is_repeated for one in bring(device, agent, at + 2 * DAY)] == [True, False]
    assert PacketEntry.objects.count() == 2


def test_entries_are_taken_in_the_order_of_filling(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + 2 * HOUR, service="health-cover", answers=FAMILY)
    device.entries.reverse()
    assert [one.place for one in bring(device, agent, at + DAY)] == [1, 2]


def test_one_bad_entry_does_not_stop_the_others(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, word=False)
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    refused, filed = bring(device, agent, at + DAY)
    assert (refused.reason, filed.state) == ("packet.no_word", EntryState.FILED)


def test_an_accident_halfway_leaves_whole_entries_and_the_rest_comes_later(
    device: Device, agent: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onedoor.dialogue.packets import receipts

    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    said: list[int] = []

    def trip(*args: Any, **kwargs: Any) -> None:
        said.append(1)
        if len(said) == 2:
            raise RuntimeError("the power went")

    monkeypatch.setattr(receipts, "send", trip)
    with pytest.raises(RuntimeError):
        bring(device, agent, at + DAY)
    assert PacketEntry.objects.count() == 1
    assert [one.is_repeated for one in bring(device, agent, at + DAY)] == [True, False]


def test_an_altered_entry_is_refused_alone(device: Device, agent: Actor, at: datetime) -> None:
    entry = device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    entry["filled_at"] = at.isoformat()
    altered, filed = sorted(bring(device, agent, at + DAY), key=lambda one: one.state)[::-1]
    assert (altered.reason, filed.state) == ("packet.altered", EntryState.FILED)
    assert PacketEntry.objects.count() == 1


def test_an_entry_sealed_anew_under_the_same_mark_is_refused(
    device: Device, agent: Actor, at: datetime
) -> None:
    entry = device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    bring(device, agent, at + DAY)
    bare = {name: entry[name] for name in ("id", "place", "filled_at")}
    device.entries = [
        device.seal(bare, {"service": "street-issue", "version": "1", "answers": {}, "word": True})
    ]
    [answer] = bring(device, agent, at + DAY)
    assert answer.reason == "packet.entry_changed"


@pytest.mark.parametrize("changed", [{"mac": "AAAA"}, {"made_at": "2025-03-13"}, {"entries": "fewer"}])
def test_an_altered_packet_is_refused_whole(
    device: Device, agent: Actor, at: datetime, changed: dict[str, Any]
) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    if "entries" in changed:
        changed = {"entries": device.entries[:1]}
    with pytest.raises(Invalid) as refused:
        actions.receive_packet(content=device.pack(**changed), by=agent, at=at + DAY)
    assert refused.value.code == "packet.altered"
    assert PacketEntry.objects.count() == 0


def test_a_packet_sealed_with_the_keys_of_another_kit_is_refused(
    device: Device, agent: Actor, at: datetime
) -> None:
    other = take(agent, at)
    other.kit = device.kit
    other.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    with pytest.raises(Invalid) as refused:
        bring(other, agent, at + DAY)
    assert refused.value.code == "packet.altered"


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda packet: packet[: len(packet) // 2], "packet.unreadable"),
        (lambda packet: b"", "packet.unreadable"),
        (lambda packet: b"\xff\xd8\xff", "packet.unreadable"),
        (lambda packet: packet[:-1] + b', "also": 1}', "packet.unreadable"),
        (lambda packet: b"[" * 200_000, "packet.unreadable"),
        (lambda packet: b" " * 25_000_000, "packet.too_large"),
    ],
    ids=["truncated", "empty", "picture", "unknown-field", "nested", "25-megabytes"],
)
def test_what_is_no_packet_is_refused_whole(
    device: Device, agent: Actor, at: datetime, spoil: Callable[[bytes], bytes], code: str
) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    with pytest.raises(Invalid) as refused:
        actions.receive_packet(content=spoil(device.pack()), by=agent, at=at + DAY)
    assert refused.value.code == code


def test_questions_that_the_form_does_not_ask_are_passed_over(
    device: Device, agent: Actor, at: datetime
) -> None:
    more = {**POTHOLE, "more": {"depth": "deep", "gone": "x"}, "no-such-page": {"a": "b"}}
    device.fill(at + HOUR, service="street-issue", version="2024.9", answers=more)
    assert bring(device, agent, at + DAY)[0].state is EntryState.FILED


def test_an_answer_that_cannot_be_read_waits_for_her(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers={**POTHOLE, "what": {"kind": "meteor"}})
    assert bring(device, agent, at + DAY)[0].state is EntryState.HELD


def test_a_packet_of_another_agents_kit_is_refused(
    device: Device, hire: Hire, agent: Actor, at: datetime
) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    with pytest.raises(NotAllowed):
        bring(device, hire("Bela Ito", agency="CTC", role="village-agent"), at + DAY)


def test_who_is_no_agent_sends_nothing(device: Device, hire: Hire, citizen: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    for nobody in (hire("Tan", role="auditor", agency="CIO"), citizen):
        with pytest.raises((NotAllowed, NotFound)):
            bring(device, nobody, at + DAY)


def test_entries_filled_before_the_post_ended_count_and_a_colleague_brings_them(
    device: Device, agent: Actor, colleague: Actor, at: datetime
) -> None:
    from onedoor.trust.models import Post

    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + 3 * DAY, service="street-issue", answers=POTHOLE)
    post = Post.objects.get(account=agent.account)
    trust_actions.end_post(post=post.id, active_to=date(2025, 3, 12), by=SYSTEM, at=at + DAY)
    before, after = bring(device, colleague, at + 4 * DAY)
    assert (before.state, after.reason) == (EntryState.FILED, "packet.no_post")


def test_a_kit_is_good_for_two_weeks_and_its_packets_for_a_month_more(
    device: Device, agent: Actor, at: datetime
) -> None:
    device.fill(at + 13 * DAY, service="street-issue", answers=POTHOLE)
    device.fill(at + 15 * DAY, service="street-issue", answers=POTHOLE)
    good, old = bring(device, agent, at + 44 * DAY)
    assert (good.state, old.reason) == (EntryState.FILED, "packet.kit_old")
    with pytest.raises(Conflict):
        bring(device, agent, at + 45 * DAY)


def test_of_a_kit_that_was_withdrawn_nothing_is_taken_in(device: Device, agent: Actor, at: datetime) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    actions.withdraw_kit(kit=UUID(device.kit), by=agent, at=at + DAY)
    with pytest.raises(Conflict) as refused:
        bring(device, agent, at + DAY)
    assert refused.value.code == "packet.kit_withdrawn"


@pytest.mark.parametrize("written", ["2031-01-01T00:00:00+00:00", "2001-01-01T00:00:00+00:00", "soon"])
def test_where_the_clock_of_the_device_is_wrong_the_arrival_counts(
    device: Device, agent: Actor, at: datetime, written: str
) -> None:
    entry = {"id": str(UUID(int=5)), "place": 1, "filled_at": written}
    said = {"service": "street-issue", "version": "2025.1", "word": True, "answers": POTHOLE}
    device.entries.append(device.seal(entry, said))
    [answer] = bring(device, agent, at + DAY)
    assert (answer.state, answer.is_clock_wrong, answer.filled_at) == (EntryState.FILED, True, at + DAY)


def test_a_form_that_she_went_on_with_elsewhere_is_not_overwritten(
    device: Device, agent: Actor, pin: str, citizen: Actor, at: datetime
) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who=her(pin))
    assert citizen.customer is not None
    services.start_application(
        customer=citizen.customer, service="health-cover", door="portal", by=citizen, at=at + 2 * HOUR
    )
    [entry] = bring(device, agent, at + DAY)
    assert entry.reason == "packet.newer"


def test_a_stranger_sees_no_packets_and_fetches_no_kit(
    device: Device, hire: Hire, stranger: Actor, at: datetime
) -> None:
    other = hire("Bela Ito", agency="CTC", role="village-agent")
    assert queries.list_kits(by=other, at=at) == []
    with pytest.raises(NotAllowed):
        queries.get_kit_content(UUID(device.kit), by=other, at=at)
    with pytest.raises(NotAllowed):
        queries.list_packets(by=stranger)


def test_nothing_of_an_entry_lies_open_in_the_packet(device: Device, pin: str, at: datetime) -> None:
    device.fill(at + HOUR, service="health-cover", answers=FAMILY, who=her(pin))
    opened = json.dumps(json.loads(device.pack()))
    assert not any(word in opened for word in ("health-cover", MEI_ID, pin, SLIP, "stays"))


def test_her_receipt_goes_where_she_said(device: Device, agent: Actor, at: datetime) -> None:
    from onedoor.contact.models import OutsideMessage

    device.fill(
        at + HOUR,
        service="street-issue",
        answers=POTHOLE,
        reach={"kind": "phone", "address": "+65 8000 0001"},
    )
    bring(device, agent, at + DAY)
    assert OutsideMessage.objects.filter(kind="phone").count() == 1


def test_an_entry_that_nobody_foresaw_does_not_hold_up_the_others(
    device: Device, agent: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    device.fill(at + HOUR, service="street-issue", answers=POTHOLE)
    place, tried = placing.place_entry, []

    def fail_once(**given: Any) -> EntryView:
        tried.append(given)
        if len(tried) == 1:
            raise KeyError("a shape of its own")
        return place(**given)

    monkeypatch.setattr(placing, "place_entry", fail_once)
    first, second = bring(device, agent, at + DAY)

    assert (first.state, first.reason) == (EntryState.REFUSED, "packet.unreadable")
    assert second.state == EntryState.FILED
