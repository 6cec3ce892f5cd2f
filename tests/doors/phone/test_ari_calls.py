"""An Asterisk exchange, the fake and (``make telephony``) a real one: keys, silence, people, dead lines."""

import pytest

from onedoor.dialogue.types import Ending
from tests.doors.phone.conftest import Dial, Exchange, Front, Script, Told
from tests.fakes.asterisk import GIVES_UP

pytestmark = pytest.mark.django_db


def test_a_whole_call_goes_from_turn_to_turn(dial: Dial, script: Script, voice: Told) -> None:
    said = dial(["1", "1", "4711#", "748293", "9", "2"], stays=True)

    assert script.replies == ["1", "1", "4711", "748293", "9", "2"]
    assert "H C, 7 K 3 M, Q 9 T D, 4 is being checked." in said
    assert said[-1] == "Goodbye."
    assert len(voice.forgotten) == 1


def test_the_number_she_calls_from_identifies_nobody(dial: Dial, script: Script) -> None:
    dial(["1"], number="6590000001")

    assert script.address == "6590000001"
    assert {(actor.door, actor.assurance, actor.customer) for actor in script.actors} == {("phone", 0, None)}


def test_who_hangs_up_at_a_prompt_may_go_on_another_time(dial: Dial, script: Script) -> None:
    dial(["1", "1"])

    assert script.endings == [Ending.HUNG_UP]


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


@pytest.mark.parametrize("officer", ["nobody", "away"])
def test_nobody_picks_up_and_she_is_called_back(
    officer: str, dial: Dial, script: Script, front: Front, exchange: Exchange
) -> None:
    exchange.officer = officer

    said = dial(["0"], stays=True)

    assert front.names() == ["open_interaction", "close_interaction", "request_call_back"]
    assert said[-1] == "We call you back on the number you call from. Goodbye."


def test_who_gives_up_waiting_is_called_back(
    dial: Dial, script: Script, front: Front, exchange: Exchange
) -> None:
    exchange.officer = "rings"

    dial(["0", GIVES_UP])

    assert front.told[-1][0] == "request_call_back"
    assert front.told[-1][1]["reason"] == "hung-up-waiting"
