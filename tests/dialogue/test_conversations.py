"""One conversation at every door: the same tasks, the same fixed keys, the same draft as on the web."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest

from onedoor.dialogue import actions, queries
from onedoor.dialogue.models import Session
from onedoor.dialogue.types import Ending, Expects, Task, Then
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.services import queries as services
from tests.cases.conftest import Open, citizen, opened  # noqa: F401
from tests.dialogue.conftest import MEI_ID, PHONE, PIN, TEXT, Talking
from tests.knowledge.conftest import loaded  # noqa: F401

pytestmark = pytest.mark.django_db
ON_KEYS = str.maketrans("ABCDEFGHJKMNPQRSTVWXYZ", "2223334455667777889999")
Talk = Callable[..., Talking]


@pytest.fixture
def child(mei: UUID, at: datetime) -> None:
    """One child of four, as the civil register knows it."""
    leo = {"name": "Leo", "birth_date": date(2021, 1, 20).isoformat(), "citizen": True, "order": 1}
    value = NewValue(mei, "children", leo, "", reference="C-1")
    exchange.report_values(register="civil-register", source="CIV", values=[value], by=SYSTEM, at=at)


def test_the_language_is_asked_first_at_a_new_address_and_not_again(talk: Talk) -> None:
    her = talk(language="")
    assert her.turn.task is Task.LANGUAGE
    assert her.picks("中文").language == "zh-hans"
    actions.end_session(session=her.turn.session, how=Ending.DONE, by=her.by, at=her.at)

    assert talk(language="").turn.task is Task.MENU


def test_no_menu_has_more_choices_than_the_door_can_show(talk: Talk) -> None:
    her = talk(PHONE)
    assert [option.key for option in her.turn.options] == ["1", "2", "3", "4", "9", "0"]
    assert [option.key for option in her.says("9").options][:1] == ["1"]


def test_zero_is_a_person_by_day_and_a_call_back_by_night(talk: Talk, at: datetime) -> None:
    assert talk().says("0").then is Then.PERSON
    assert talk(at=at + timedelta(hours=12)).says("0").then is Then.CALL_BACK


def test_star_says_it_again_and_hash_goes_back(talk: Talk) -> None:
    her = talk()
    asked = her.picks("How far")
    assert her.says("*") == asked
    assert her.says("#").task is Task.MENU


def test_the_status_says_what_the_public_page_shows_at_every_door(
    talk: Talk,
    opened: Open,  # noqa: F811
    at: datetime,
) -> None:
    case = opened()
    her = talk(address="a")
    her.picks("How far", "By its reference")
    written = her.says(case.number.lower())
    keys = case.number[3:].replace("-", "").translate(ON_KEYS)
    him = talk(PHONE, address="b")
    him.picks("How far", "By its reference")
    keyed = him.says(keys)

    assert written.reference == keyed.reference == case.number
    words = queries.say_status(case.number, form="short", language="en", by=her.by, at=at)
    assert words in her.heard
    assert "Mei" not in her.heard


def test_a_number_that_is_not_ours_is_refused_with_what_to_do(talk: Talk) -> None:
    her = talk()
    her.picks("How far", "By its reference")
    her.says("HC-0000-0000-9")
    assert "Check each letter" in her.heard
    assert her.turn.expects is Expects.TEXT


def test_a_pin_opens_her_own_list_and_is_kept_nowhere(talk: Talk, pin: str) -> None:
    her = talk()
    her.picks("How far", "From my own")
    asked = her.says(MEI_ID)
    assert asked.secret
    assert her.says(pin).task is Task.STATUS
    row = Session.objects.get(id=her.turn.session)
    assert PIN not in str(row.state)
    assert bytes(row.address) != her.address.encode()
    assert JournalEntry.objects.filter(event="dialogue.session.identified", subject=row.id).count() == 1


def test_five_wrong_pins_lock_and_say_so(talk: Talk, pin: str) -> None:
    her = talk()
    her.picks("How far", "From my own")
    for _try in range(5):
        her.says(MEI_ID, "111222")
    assert "Too many wrong PINs" in her.heard
    her.picks("How far", "From my own")
    her.says(MEI_ID, pin)
    assert her.turn.task is not Task.STATUS


def test_an_unknown_number_is_answered_as_a_wrong_pin(talk: Talk, pin: str) -> None:
    her, nobody = talk(address="a"), talk(address="b")
    her.picks("How far", "From my own")
    nobody.picks("How far", "From my own")
    assert her.says(MEI_ID, "111222").says == nobody.says("HC990199001010001", "111222").says


@pytest.mark.usefixtures("child")
def test_an_application_is_saved_as_it_comes_and_opens_on_the_web(
    talk: Talk, pin: str, mei: UUID, at: datetime
) -> None:
    her = talk(TEXT)
    her.picks("Apply for something")
    her.says(MEI_ID, pin)
    her.picks("Health cover")
    assert "Leo" in her.heard
    her.picks("It is right", "Yes")
    number = her.turn.reference
    held = services.get_application(number, by=SYSTEM, at=at)
    (answered,) = [line for group in held.groups for line in group.lines if line.field == "other_parent_here"]
    assert answered.shown is True

    her.says("twelve")
    assert "whole number" in her.heard
    her.says("2")
    assert "Will the children live" in her.heard


@pytest.mark.usefixtures("child")
def test_a_zero_that_may_be_a_number_is_asked_about(talk: Talk, pin: str) -> None:
    her = talk(TEXT)
    her.picks("Apply for something")
    her.says(MEI_ID, pin)
    her.picks("Health cover", "It is right", "Yes")
    her.says("0")
    her.picks("The number zero")
    assert "Will the children live" in her.heard


@pytest.mark.usefixtures("child")
def test_it_is_signed_by_pin_where_the_service_allows(talk: Talk, pin: str, at: datetime) -> None:
    her = talk(TEXT)
    her.picks("Apply for something")
    her.says(MEI_ID, pin)
    her.picks("Health cover", "It is right", "No")
    number = her.turn.reference
    for _question in range(30):
        labels = [option.text for option in her.turn.options]
        if "Sign now" in labels or "Main menu" in labels:
            break
        answer = "1.3.2025" if her.turn.kind == "date" else "2000"
        her.says("1" if her.turn.options else ("-" if "leaves it out" in her.heard else answer))
    her.picks("Sign now")
    assert "Signed" in her.heard
    assert services.get_application(number, by=SYSTEM, at=at).signed_at == at


def test_a_session_that_dropped_is_taken_up_but_she_proves_anew_who_she_is(talk: Talk, pin: str) -> None:
    her = talk()
    her.picks("Apply for something")
    her.says(MEI_ID, pin)
    actions.end_session(session=her.turn.session, how=Ending.HUNG_UP, by=her.by, at=her.at)

    again = talk()
    assert again.turn.session == her.turn.session
    assert again.turn.secret
    assert again.says(pin).task is Task.APPLY


def test_who_is_silent_for_long_is_asked_for_the_pin_again(talk: Talk, pin: str) -> None:
    her = talk()
    her.picks("How far", "From my own")
    her.says(MEI_ID, pin)
    her.at += timedelta(minutes=11)
    assert her.says("*").secret


def test_an_appointment_is_booked(talk: Talk, pin: str) -> None:
    her = talk()
    her.picks("Make an appointment")
    her.says(MEI_ID, pin)
    her.says("1", "1", "1")
    assert "You have an appointment" in her.heard


def test_a_question_is_answered_by_words_and_by_topics(talk: Talk, loaded: int) -> None:  # noqa: F811
    her = talk(TEXT)
    her.picks("A question")
    her.says("what does it cost to enrol a child at a school")
    if not her.turn.sources:
        her.says("1")
    him = talk(PHONE)
    him.picks("A question")
    him.says("1")
    him.says("1")
    for one in (her, him):
        [source] = one.turn.sources
        said = knowledge.get_answer(source, form=Form(one.profile.form), language="en", by=one.by, at=one.at)
        assert said.text in one.heard


def test_a_rating_is_given_by_stars_and_a_word(talk: Talk, opened: Open) -> None:  # noqa: F811
    number = opened().number
    her = talk()
    her.picks("Rate")
    her.says(number, "6")
    assert "one to five" in her.heard
    her.says("4", "Quick")
    assert "Thank you" in her.heard


@pytest.mark.parametrize("written", ["", "🙂", "x" * 10_000])
def test_what_makes_no_sense_is_answered_and_loses_nothing(talk: Talk, written: str) -> None:
    her = talk()
    assert her.says(written).task is Task.MENU
    assert len(her.turn.says) == 2


def test_a_conversation_that_is_over_says_so(talk: Talk) -> None:
    her = talk()
    actions.end_session(session=her.turn.session, how=Ending.DONE, by=her.by, at=her.at)
    with pytest.raises(NotFound):
        her.says("1")


def test_no_door_hears_the_conversation_of_another(talk: Talk) -> None:
    her = talk()
    with pytest.raises(NotFound):
        actions.reply(session=her.turn.session, text="1", by=talk(PHONE).by, at=her.at)
