"""What an Asterisk exchange is asked, request by request; what is noise, and what is recorded."""

import threading
from collections.abc import Iterator

import pytest
from pytest_django.fixtures import Settings

from onedoor.doors.phone import recordings
from onedoor.doors.phone.ari import Asterisk
from onedoor.doors.phone.models import Recording
from onedoor.doors.phone.switchboard import Switchboard
from tests.doors.phone.conftest import Dial, Front, Script, Told
from tests.fakes.asterisk import USER, FakeAsterisk

pytestmark = pytest.mark.django_db


@pytest.fixture
def exchange() -> Iterator[FakeAsterisk]:
    """Here always the fake, which writes down what it is asked."""
    fake = FakeAsterisk()
    yield fake
    fake.close()


def test_a_key_cuts_the_words_short(dial: Dial, script: Script, exchange: FakeAsterisk) -> None:
    dial(["1"])

    stopped = [status for method, path, _query, status in exchange.requests if path.startswith("playbacks/")]
    assert stopped == [204]


def test_tones_that_no_telephone_has_are_noise(dial: Dial, script: Script) -> None:
    dial(["A1", "BD1", "C47A11#"])

    assert script.replies == ["1", "1", "4711"]


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
    assert front.names() == [
        "open_interaction",
        "answer_interaction",
        "answer_interaction",
        "close_interaction",
    ]
    assert front.told[0][1]["address"] == "6598765432"
    assert not exchange.channels
    assert not exchange.bridges


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


def test_a_stranger_cannot_listen(exchange: FakeAsterisk, voice: Told) -> None:
    client, stop = Asterisk(exchange.address, USER, "guessed"), threading.Event()
    threading.Timer(0.3, stop.set).start()

    Switchboard(client, voice).serve(stop)

    client.close()

    assert not exchange.listeners


def test_who_does_not_want_to_be_recorded_presses_a_key(
    dial: Dial, script: Script, exchange: FakeAsterisk, settings: Settings, front: Front
) -> None:
    settings.PHONE_RECORDS = True

    dial(["1", "3", "0"], stays=True)

    assert script.replies == ["1", "3", "0"]
    assert not Recording.objects.exists()
