"""Messages and USSD over SMPP 3.4, by sockets: the door's listener bound to a message centre."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from onedoor.config.network.centre import Centre
from onedoor.config.network.handsets import Handset
from onedoor.config.network.pdus import split_text
from onedoor.doors.text.models import Part
from onedoor.kernel import clock
from tests.cases.conftest import Open, citizen, opened
from tests.dialogue.conftest import MEI_ID, mei, pin
from tests.doors.text.conftest import Listener

__all__ = ["citizen", "mei", "opened", "pin"]
from tests.knowledge.conftest import loaded  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)
HER, HIM = "6580000001", "6580000002"


@pytest.fixture
def real_now(tmp_path: Path, at: datetime) -> Iterator[datetime]:
    """The city's morning, for the listener too."""
    clock.set_demo_clock(tmp_path / "clock", at)
    clock.use_demo_clock(tmp_path / "clock")
    yield at
    clock.use_demo_clock(None)


def send(centre: Centre, text: str, number: str = HER) -> str:
    """One message; the answer to it."""
    before = len(centre.handsets.look(number).messages)
    assert centre.write(number, text)
    return centre.handsets.look(number, messages=before, seconds=10).messages[-1]


def key(centre: Centre, text: str, number: str = HER, *, dial: bool = False) -> Handset:
    before = len(centre.handsets.look(number).screens)
    assert centre.dial(number, text) if dial else centre.key_in(number, text)
    return centre.handsets.look(number, screens=before, seconds=10)


def test_a_message_is_answered_in_the_language_that_is_chosen(centre: Centre, listener: Listener) -> None:
    assert "1 English" in send(centre, "Hello")
    assert "How can we help?" in send(centre, "1")
    assert "1 How far" in send(centre, "\U0001f642")
    assert "1 How far" in send(centre, "")


def test_no_part_is_longer_than_a_telephone_takes(centre: Centre, listener: Listener) -> None:
    send(centre, "你好")
    send(centre, "2")
    send(centre, "1")
    her = centre.handsets.look(HER)
    assert max(her.part_lengths) <= 70
    send(centre, "hi", HIM)
    send(centre, "1", HIM)
    assert max(centre.handsets.look(HIM).part_lengths) <= 160


def test_parts_are_joined_in_whatever_order_they_come(
    centre: Centre,
    listener: Listener,
    loaded: int,  # noqa: F811
) -> None:
    send(centre, "Hello")
    send(centre, "1")
    send(centre, "2")
    parts = split_text("health cover for my children, please " * 12, 77)
    assert len(parts) > 2
    before = len(centre.handsets.look(HER).messages)
    centre.write_parts(HER, [parts[-1], *parts[:-1], parts[-1]][: len(parts)])
    said = centre.handsets.look(HER, messages=before, seconds=10).messages[before:]
    assert len(said) == 1
    assert "health cover" in said[0].lower()
    assert not Part.objects.exists()


def test_ten_thousand_characters_are_refused_with_a_word(centre: Centre, listener: Listener) -> None:
    send(centre, "Hello")
    assert "too long" in send(centre, "a" * 4_500)


def test_two_texts_at_once_are_answered_one_after_the_other(centre: Centre, listener: Listener) -> None:
    send(centre, "Hello")
    before = len(centre.handsets.look(HER).messages)
    for text in ("1", "#"):
        centre.write(HER, text)
    centre.handsets.look(HER, messages=before, seconds=10)
    said = centre.handsets.look(HER, messages=before + 1, seconds=10).messages[before:]
    assert len(said) == 2


def test_ussd_screens_fit_a_telephone_and_a_dropped_session_goes_on(
    centre: Centre, listener: Listener
) -> None:
    key(centre, "*1800#", dial=True)
    key(centre, "1")
    asked = key(centre, "1").screen
    assert asked.startswith("How do you want to find it?")
    centre.leave(HER)
    again = key(centre, "*1800#", dial=True)
    assert "We go on where you stopped." in again.screen
    for _more in range(4):
        key(centre, "9")
    assert max(len(screen) for screen in again.screens) <= 182


def test_the_door_says_when_the_centre_is_gone_and_binds_again(centre: Centre, listener: Listener) -> None:
    key(centre, "*1800#", dial=True)
    key(centre, "1")
    centre.drop()
    listener.thread.join(timeout=10)
    assert listener.broke

    again = Listener(centre)
    assert centre.wait_until_bound(5)
    assert "How can we help?" in key(centre, "*1800#", dial=True).screen
    again.end()


def test_a_wrong_password_binds_nobody(centre: Centre, transactional_db: object) -> None:
    centre._password = "other"
    listener = Listener(centre)
    listener.thread.join(timeout=10)
    assert listener.broke
    assert not centre.is_bound


def test_stop_is_confirmed_once_and_she_is_answered_when_she_writes_again(
    centre: Centre, listener: Listener
) -> None:
    send(centre, "Hello")
    assert "no more text messages" in send(centre, " Stop ")
    assert "1 English" in send(centre, "Hello")


def test_status_and_appointment_by_ussd_in_screens_that_fit(
    centre: Centre, listener: Listener, pin: str, opened: Open, real_now: datetime
) -> None:
    number = opened().number
    key(centre, "*1800#", dial=True)
    for text in ("1", "1", "1", number):
        her = key(centre, text)
    assert "Income tax: " in her.screen
    for text in ("#", "#", "#", "4", MEI_ID, pin, "1", "1", "1"):
        her = key(centre, text)
    shown = " ".join(her.screens)
    assert "You have an appointment" in shown
    assert max(len(screen) for screen in her.screens) <= 182
