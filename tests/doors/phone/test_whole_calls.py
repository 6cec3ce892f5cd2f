"""Whole calls with the real conversation, by a carrier and by an exchange: the four tasks, and a person."""

from uuid import UUID

import pytest

from onedoor.contact.models import CallBack, Interaction
from onedoor.doors.phone.speech_words import seconds_to_say
from onedoor.feedback.models import Rating
from onedoor.journal.models import JournalEntry
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy
from tests.cases.conftest import Open, citizen, opened  # noqa: F401
from tests.dialogue.conftest import MEI_ID, PIN, pin  # noqa: F401
from tests.doors.phone.conftest import Dial, Exchange
from tests.fakes.twilio import Caller, FakeTwilio
from tests.knowledge.conftest import loaded  # noqa: F401
from tests.services.conftest import mei  # noqa: F401

pytestmark = pytest.mark.django_db
ON_KEYS = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "2223334455667777889999")


@pytest.fixture(autouse=True)
def _by_day(monkeypatch: pytest.MonkeyPatch, at: object, loaded: int) -> None:  # noqa: F811
    """Monday morning, when the counters are open; the city has its answers."""
    monkeypatch.setattr("onedoor.kernel.clock.now", lambda: at)
    monkeypatch.setattr("onedoor.doors.phone.talking.now", lambda: at)


def keys_of(number: str) -> str:
    return number[3:].replace("-", "").translate(ON_KEYS)


def test_by_a_carrier_status_answer_pin_rating_and_a_person(
    carrier: FakeTwilio,
    opened: Open,  # noqa: F811
    pin: str,  # noqa: F811
) -> None:
    case = opened()
    asked = carrier.call(Caller(["1", "1", "1", keys_of(case.number), "2", "5", "2", "1", "0"]))
    heard = " ".join(asked.heard)
    assert "Income tax: in progress" in heard
    assert "Thank you. You can change your rating within seven days." in heard
    assert Rating.objects.get(number=case.number).stars == 5
    assert CallBack.objects.get().reason == "nobody-free"
    assert Interaction.objects.get().state == "missed"

    known = carrier.call(Caller(["1", "1", "2", f"{MEI_ID[2:]}#", pin], number="+6580000002"))
    assert known.turns[-1][0] == "You have no requests with us now."
    assert JournalEntry.objects.filter(event="trust.account.signed_in", door="phone").count() == 1
    assert not [row for row in JournalEntry.objects.all() if PIN in str(row.data)]


LOCK_KEYS = ["1", "9", "2", "1", f"{MEI_ID[2:]}#"]  # English, more, somebody acts in my name, with my PIN


def test_by_a_carrier_she_locks_her_identity_and_then_her_pin_opens_nothing(
    carrier: FakeTwilio,
    pin: str,  # noqa: F811
    mei: UUID,  # noqa: F811
) -> None:
    call = carrier.call(Caller([*LOCK_KEYS, pin, "1"]))
    assert "Your identity is locked." in " ".join(call.heard)
    lock = trust.find_lock(mei)
    assert lock is not None
    assert lock.how == LockedBy.CALLED
    again = carrier.call(Caller(["1", "1", "2", f"{MEI_ID[2:]}#", pin], number="+6580000002"))
    assert "an identity theft was reported" in " ".join(again.heard)
    assert not [row for row in JournalEntry.objects.all() if PIN in str(row.data)]


def test_over_an_exchange_she_locks_her_identity(
    dial: Dial,
    exchange: Exchange,
    pin: str,  # noqa: F811
    mei: UUID,  # noqa: F811
) -> None:
    said = dial([*LOCK_KEYS, pin, "1"], number="6580000001")
    assert any("Your identity is locked." in line for line in said)
    assert trust.find_lock(mei) is not None


def test_without_a_pin_a_person_picks_up(carrier: FakeTwilio) -> None:
    carrier.call(Caller(["1", "9", "2", "2"]))
    assert Interaction.objects.exists() or CallBack.objects.exists()


def test_over_an_exchange_status_answer_pin_rating_and_a_person(
    dial: Dial,
    exchange: Exchange,
    opened: Open,  # noqa: F811
    pin: str,  # noqa: F811
) -> None:
    case = opened()
    exchange.officer = "talks-and-leaves"
    said = dial(
        ["1", "1", "1", keys_of(case.number), "2", "4", "2", "1", "0"], number="6580000001", stays=True
    )
    assert any("Income tax: in progress" in line for line in said)
    assert Rating.objects.get(number=case.number).stars == 4
    assert Interaction.objects.get().state == "closed"
    assert not CallBack.objects.exists()

    dial(["1", "1", "2", f"{MEI_ID[2:]}#", pin], number="6580000002")
    assert "You have no requests with us now." in said


def test_five_wrong_pins_by_telephone_lock_her_pin(
    carrier: FakeTwilio,
    pin: str,  # noqa: F811
) -> None:
    number = f"{MEI_ID[2:]}#"
    caller = carrier.call(Caller(["1", "1", "2", *[number, "111112"] * 5], number="+6580000003"))

    assert any("Too many wrong PINs" in line for line in caller.heard)


def test_the_status_is_heard_within_thirty_seconds_in_both_languages(
    carrier: FakeTwilio,
    opened: Open,  # noqa: F811
) -> None:
    """From the first word to the end of the status, by who presses each key as soon as it is named."""
    keys = keys_of(opened().number)
    for language, status in (("1", "Income tax"), ("2", "个人所得税")):
        caller = carrier.call(Caller([language, "1", "1", keys], number=f"+658000001{language}"))
        heard = [
            _until_key(turn, key) for turn, key in zip(caller.turns, [language, "1", "1", keys], strict=False)
        ]
        heard.append([line for line in caller.turns[4] if status in line])
        seconds = sum(seconds_to_say(line) for turn in heard for line in turn)
        assert heard[-1], caller.turns
        assert seconds < 30, (seconds, heard)


def test_no_menu_names_more_than_four_choices_and_each_names_a_person(
    carrier: FakeTwilio,
    pin: str,  # noqa: F811
) -> None:
    caller = carrier.call(Caller(["1", "1", "#", "2", "9", "#", "3"], number="+6580000004"))

    for turn in caller.turns:
        choices = [
            line for line in turn if line.rpartition("press ")[2][:1] in "12345678" and "press" in line
        ]
        assert len(choices) <= 4, turn
        assert any("press 0" in line for line in turn) or not choices, turn


def test_who_calls_again_goes_on_where_she_was(carrier: FakeTwilio) -> None:
    carrier.call(Caller(["1", "1"], number="+6580000005"))
    again = carrier.call(Caller([], number="+6580000005"))

    assert again.turns[0][:2] == ["We go on where you stopped.", "How do you want to find it?"]


def test_two_calls_from_one_switchboard_are_two_conversations(carrier: FakeTwilio) -> None:
    fields = {"CallSid": "CA1", "From": "+6580000006"}
    first = carrier.fetch(f"{carrier.base}/phone/twiml/", fields)
    carrier.fetch(first.find("Gather").attrib["action"], fields | {"Digits": "1"})  # type: ignore[union-attr]

    second = carrier.call(Caller([], number="+6580000006"))

    assert second.turns[0][0] == "Onedoor, Harbour City."


def _until_key(turn: list[str], key: str) -> list[str]:
    """What is said until the key is named; all of it where a number is asked for."""
    named = [place for place, line in enumerate(turn) if f"press {key}." in line or f"请按 {key}。" in line]
    return turn[: named[0] + 1] if named and len(key) == 1 else turn
