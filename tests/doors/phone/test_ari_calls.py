"""An Asterisk exchange: events in their order, keys over the words, people joined, and lines that die."""

import threading
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from pytest_django.fixtures import Settings

from onedoor.dialogue.types import Ending
from onedoor.doors.phone import recordings
from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.models import Recording
from onedoor.doors.phone.switchboard import Switchboard
from onedoor.doors.phone.talking import Talk
from onedoor.doors.phone.voice import Line
from tests.doors.phone.conftest import Front, Script
from tests.fakes.asterisk import GIVES_UP, PASSWORD, USER, FakeAsterisk

pytestmark = pytest.mark.django_db
Dial = Callable[..., list[str]]


class Told:
    """A voice that writes down what it says."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.forgotten: list[UUID] = []

    def say(self, line: Line, *, call: UUID) -> str:
        self.lines.append(line.text)
        return f"sound:/words/{len(self.lines)}"

    def forget(self, call: UUID) -> None:
        self.forgotten.append(call)


@pytest.fixture
def exchange() -> Iterator[FakeAsterisk]:
    fake = FakeAsterisk()
    yield fake
    fake.close()


@pytest.fixture
def voice() -> Told:
    return Told()


@pytest.fixture
def dial(exchange: FakeAsterisk, voice: Told, settings: Settings) -> Iterator[Dial]:
    """A call whose talk runs in this thread, where the test's transaction is; gives what was said."""
    settings.PHONE_PEOPLE = "PJSIP/desk"
    began: list[Talk] = []
    arrived, stop = threading.Event(), threading.Event()

    def begin(talk: Talk) -> None:
        began.append(talk)
        arrived.set()

    client = Asterisk(exchange.address, USER, PASSWORD)
    board = Switchboard(client, voice, begin=begin, patience=0.05)
    reader = threading.Thread(target=board.serve, args=(stop,), daemon=True)
    reader.start()

    def make(presses: list[str], **facts: object) -> list[str]:
        arrived.clear()
        caller = threading.Thread(target=exchange.dial, args=(presses,), kwargs=facts, daemon=True)
        caller.start()
        assert arrived.wait(5)
        began[-1].run()
        caller.join(5)
        assert not caller.is_alive()
        return voice.lines

    yield make
    stop.set()
    reader.join(3)
    client.close()


def test_a_whole_call_goes_from_turn_to_turn(dial: Dial, script: Script, voice: Told) -> None:
    said = dial(["1", "1", "4711#", "748293", "9", "2"], stays=True)

    assert script.replies == ["1", "1", "4711", "748293", "9", "2"]
    assert "H C, 7 K 3 M, Q 9 T D, 4 is being checked." in said
    assert said[-1] == "Goodbye."
    assert len(voice.forgotten) == 1


def test_a_key_cuts_the_words_short(dial: Dial, script: Script, exchange: FakeAsterisk) -> None:
    dial(["1"])

    stopped = [status for method, path, _query, status in exchange.requests if path.startswith("playbacks/")]
    assert stopped == [204]


def test_the_number_she_calls_from_identifies_nobody(dial: Dial, script: Script) -> None:
    dial(["1"], number="6590000001")

    assert script.address == "6590000001"
    assert {(actor.door, actor.assurance, actor.customer) for actor in script.actors} == {("phone", 0, None)}


def test_who_hangs_up_at_a_prompt_may_go_on_another_time(dial: Dial, script: Script) -> None:
    dial(["1", "1"])

    assert script.endings == [Ending.HUNG_UP]


def test_tones_that_no_telephone_has_are_noise(dial: Dial, script: Script) -> None:
    dial(["A1", "BD1", "C47A11#"])

    assert script.replies == ["1", "1", "4711"]


def test_keys_that_come_before_the_question_are_kept(dial: Dial, script: Script) -> None:
    dial(["114711#748293"], stays=True)

    assert script.replies == ["1", "1", "4711", "748293"]


def test_a_star_repeats_and_a_lone_hash_goes_back(dial: Dial, script: Script) -> None:
    dial(["1", "1", "*", "#"])

    assert script.replies == ["1", "1", "*", "#"]


def test_unfinished_keys_are_taken_after_a_while(dial: Dial, script: Script) -> None:
    dial(["1", "1", "47"], stays=True)

    assert script.replies == ["1", "1", "47"]


def test_silence_is_answered_twice_and_then_by_a_person(dial: Dial, script: Script, front: Front) -> None:
    said = dial(["", "", ""], stays=True)

    assert said.count("I did not hear a key.") == 2
    assert script.replies == ["0"]
    assert front.names()[0] == "open_interaction"


def test_who_has_keys_and_falls_silent_is_let_go(dial: Dial, script: Script) -> None:
    said = dial(["1"], stays=True)

    assert said[-1].endswith("Goodbye.")
    assert script.endings == [Ending.TIMED_OUT]


def test_an_officer_picks_up_and_both_hear_each_other(
    dial: Dial, script: Script, front: Front, exchange: FakeAsterisk
) -> None:
    exchange.officer = "talks-and-leaves"

    dial(["0"], stays=True)

    rung = next(
        query for method, path, query, _ in exchange.requests if (method, path) == ("POST", "channels")
    )
    assert (rung["endpoint"], rung["app"], rung["callerId"]) == ("PJSIP/desk", "onedoor", "6598765432")
    joined = [status for _m, path, _q, status in exchange.requests if path.endswith("addChannel")]
    assert joined == [204, 204]
    assert front.names() == ["open_interaction", "answer_interaction"]
    assert front.told[0][1]["address"] == "6598765432"
    assert not exchange.channels
    assert not exchange.bridges


@pytest.mark.parametrize("officer", ["nobody", "away"])
def test_nobody_picks_up_and_she_is_called_back(
    officer: str, dial: Dial, script: Script, front: Front, exchange: FakeAsterisk
) -> None:
    exchange.officer = officer

    said = dial(["0"], stays=True)

    assert front.names() == ["open_interaction", "close_interaction", "request_call_back"]
    assert said[-1] == "We call you back on the number you call from. Goodbye."


def test_who_gives_up_waiting_is_called_back(
    dial: Dial, script: Script, front: Front, exchange: FakeAsterisk
) -> None:
    exchange.officer = "rings"

    dial(["0", GIVES_UP])

    assert front.told[-1][0] == "request_call_back"
    assert front.told[-1][1]["reason"] == "hung-up-waiting"


def test_nothing_is_recorded_unless_the_house_keeps_recordings(
    dial: Dial, script: Script, front: Front, exchange: FakeAsterisk
) -> None:
    dial(["1", "3"], stays=True)

    assert not any(path.endswith("/record") for _m, path, _q, _s in exchange.requests)
    assert front.names()[0] == "open_interaction"


def test_what_she_says_is_recorded_after_she_was_told_and_kept_sealed(
    dial: Dial, script: Script, exchange: FakeAsterisk, settings: Settings
) -> None:
    settings.PHONE_RECORDS = True

    said = dial(["1", "3", ""])

    assert said.index("What you say after the tone is recorded and kept sealed.") > said.index(
        "Say what happened."
    )
    kept = Recording.objects.get()
    assert script.replies[-1] == f"recording {kept.id}"
    assert exchange.voice not in bytes(kept.sound)
    assert recordings.get_recording(kept.id) == exchange.voice
    assert not exchange.recordings
    assert recordings.delete_old(at=kept.keep_until) == 1


def test_who_does_not_want_to_be_recorded_presses_a_key(
    dial: Dial, script: Script, exchange: FakeAsterisk, settings: Settings, front: Front
) -> None:
    settings.PHONE_RECORDS = True

    dial(["1", "3", "0"], stays=True)

    assert script.replies == ["1", "3", "0"]
    assert not Recording.objects.exists()


def test_a_stranger_cannot_listen(exchange: FakeAsterisk, voice: Told) -> None:
    client, stop = Asterisk(exchange.address, USER, "guessed"), threading.Event()
    threading.Timer(0.3, stop.set).start()

    Switchboard(client, voice).serve(stop)

    client.close()

    assert not exchange.listeners
