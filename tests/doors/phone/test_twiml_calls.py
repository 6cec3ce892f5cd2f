"""A carrier that speaks TwiML: every document is good, every call comes to an end that somebody sees."""

import pytest
from django.test import Client

from onedoor.dialogue.types import Ending
from onedoor.doors.phone.models import Call
from onedoor.doors.phone.signatures import sign
from tests.doors.phone.conftest import BASE, Front, Script
from tests.fakes.twilio import Caller, FakeTwilio

pytestmark = pytest.mark.django_db


def test_a_whole_call_goes_from_turn_to_turn(carrier: FakeTwilio, script: Script) -> None:
    caller = carrier.call(Caller(["1", "1", "4711#", "748293", "9", "2"]))

    assert script.replies == ["1", "1", "4711", "748293", "9", "2"]
    assert caller.turns[4] == ["H C, 7 K 3 M, Q 9 T D, 4 is being checked.", "To speak to a person, press 0."]
    assert caller.ended == "hung up by us"
    assert not script.endings  # the dialogue ended it by itself


def test_a_menu_says_its_keys_and_the_way_to_a_person(carrier: FakeTwilio, script: Script) -> None:
    caller = carrier.call(Caller(["1"]))

    assert caller.turns[1] == [
        "What is it about?", "Status: press 1.", "End: press 2.", "To speak to a person, press 0.",
    ]  # fmt: skip


def test_each_line_is_said_in_its_own_language(carrier: FakeTwilio, script: Script) -> None:
    caller = carrier.call(Caller(["2"]))

    assert caller.languages[:3] == ["en-GB", "en-GB", "cmn-CN"]
    assert caller.turns[1][-1] == "如需人工服务，请按 0。"


def test_the_number_she_calls_from_identifies_nobody(carrier: FakeTwilio, script: Script) -> None:
    carrier.call(Caller(["1"], number="+6590000001"))

    assert script.address == "+6590000001"
    assert {(actor.door, actor.assurance, actor.customer) for actor in script.actors} == {("phone", 0, None)}
    assert b"90000001" not in bytes(Call.objects.get().number)


def test_a_hidden_number_is_no_number(carrier: FakeTwilio, script: Script) -> None:
    carrier.call(Caller([], number="Anonymous"))

    assert script.address == ""


def test_who_hangs_up_may_go_on_another_time(carrier: FakeTwilio, script: Script) -> None:
    carrier.call(Caller(["1"]))

    assert script.endings == [Ending.HUNG_UP]


def test_silence_is_answered_twice_and_then_by_a_person(
    carrier: FakeTwilio, script: Script, front: Front
) -> None:
    caller = carrier.call(Caller(["", "", ""]))

    assert caller.heard.count("I did not hear a key.") == 2
    assert script.replies == ["0"]
    assert front.names()[0] == "open_interaction"


def test_who_has_keys_and_falls_silent_is_let_go(carrier: FakeTwilio, script: Script) -> None:
    caller = carrier.call(Caller(["1", "", "", ""]))

    assert script.endings == [Ending.TIMED_OUT]
    assert caller.turns[-1][0].endswith("Goodbye.")


def test_nobody_picks_up_and_she_is_called_back(carrier: FakeTwilio, script: Script, front: Front) -> None:
    caller = carrier.call(Caller(["0"]))

    assert front.names() == ["open_interaction", "close_interaction", "request_call_back"]
    assert front.told[0][1]["address"] == "+6598765432"
    assert front.told[1][1]["result"] == "call-back"
    assert front.told[2][1]["number"] == "+6598765432"
    assert "We call you back on the number you call from. Goodbye." in caller.heard


def test_who_gives_up_waiting_is_called_back(carrier: FakeTwilio, script: Script, front: Front) -> None:
    carrier.call(Caller(["0"], officer="hangs up"))

    assert front.told[-1][1]["reason"] == "hung-up-waiting"
    assert front.names().count("request_call_back") == 1


def test_an_officer_picks_up(carrier: FakeTwilio, script: Script, front: Front) -> None:
    carrier.call(Caller(["0"], officer="completed"))

    assert front.names() == [
        "open_interaction",
        "answer_interaction",
        "answer_interaction",
        "close_interaction",
    ]
    assert script.endings == [Ending.HANDED_OVER]


def test_who_hides_her_number_is_asked_for_one(carrier: FakeTwilio, script: Script, front: Front) -> None:
    caller = carrier.call(Caller(["0", "12#", "61234567#"], number="anonymous"))

    assert "That is no telephone number." in caller.heard
    assert front.told[-1][1]["number"] == "61234567"
    assert "61234567" not in script.replies


def test_without_officers_at_telephones_a_person_calls_back(
    carrier: FakeTwilio, script: Script, front: Front, settings: object
) -> None:
    settings.PHONE_PEOPLE = ""  # type: ignore[attr-defined]

    caller = carrier.call(Caller(["0"]))

    assert front.names() == ["request_call_back"]
    assert caller.ended == "hung up by us"


def test_she_asks_to_be_called_back(carrier: FakeTwilio, script: Script, front: Front) -> None:
    caller = carrier.call(Caller(["1", "4"]))

    assert front.told[-1][1]["reason"] == "asked"
    assert "Nobody is free now." not in caller.heard


def test_the_same_arrival_told_twice_is_one_call(carrier: FakeTwilio, script: Script) -> None:
    fields = {"CallSid": "CA1", "From": "+6598765432"}
    carrier.fetch(f"{BASE}/phone/twiml/", fields)
    carrier.fetch(f"{BASE}/phone/twiml/", fields)

    assert Call.objects.count() == 1


@pytest.mark.parametrize("signature", ["", "forged", "RSOYDt4T1cUTdK1PDd93/VVr8B8="])
def test_what_our_carrier_did_not_sign_is_refused(signature: str, client: Client, script: Script) -> None:
    answer = client.post("/phone/twiml/", {"CallSid": "CA1"}, headers={"X-Twilio-Signature": signature})

    assert answer.status_code == 403
    assert not Call.objects.exists()


def test_without_a_token_nothing_is_believed(client: Client, script: Script, settings: object) -> None:
    settings.PHONE_WEBHOOK_TOKEN = ""  # type: ignore[attr-defined]
    signature = sign("", f"{BASE}/phone/twiml/", {"CallSid": ["CA1"]})

    answer = client.post("/phone/twiml/", {"CallSid": "CA1"}, headers={"X-Twilio-Signature": signature})

    assert answer.status_code == 403


def test_one_call_cannot_speak_for_another(carrier: FakeTwilio, script: Script) -> None:
    carrier.fetch(f"{BASE}/phone/twiml/", {"CallSid": "CA1", "From": "+6598765432"})
    other = Call.objects.get()

    address, fields = f"{BASE}/phone/twiml/{other.id}/keys/", {"CallSid": "CA2", "Digits": "1"}
    status, _kind, _body = carrier.send(
        address, fields, {"X-Twilio-Signature": carrier.sign(address, fields)}
    )

    assert status == 403
    assert not script.replies


def test_an_ended_call_hears_nothing_more(carrier: FakeTwilio, script: Script) -> None:
    carrier.call(Caller(["1", "2"]))
    call = Call.objects.get()

    fields = {"CallSid": call.carried_as, "Digits": "1"}
    document = carrier.fetch(f"{BASE}/phone/twiml/{call.id}/keys/", fields)

    assert [verb.tag for verb in document] == ["Hangup"]
    assert script.replies == ["1", "2"]


def test_the_published_example_is_signed_as_published() -> None:
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"
    fields = {"CallSid": ["CA1234567890ABCDE"], "Caller": ["+14158675309"], "Digits": ["1234"],
              "From": ["+14158675309"], "To": ["+18005551212"]}  # fmt: skip

    assert sign("12345", address, fields) == "RSOYDt4T1cUTdK1PDd93/VVr8B8="


def test_repeated_fields_are_signed_once_each_in_their_order() -> None:
    address = "https://mycompany.com/myapp.php?foo=1&bar=2"
    fields = {"Sid": ["CA123"], "SidAccount": ["AC123"], "Digits": ["5678", "1234", "1234"]}

    assert sign("12345", address, fields) == "IK+Dwps556ElfBT0I3Rgjkr1wJU="
