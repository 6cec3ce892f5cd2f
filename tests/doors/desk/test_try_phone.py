"""The telephone at the desk: the real door behind it, over signed webhooks."""

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from onedoor.contact.models import CallBack
from onedoor.doors.phone.models import Call
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit

pytestmark = pytest.mark.django_db
PAGE = "/desk/try/phone/"


@pytest.fixture
def phone(sit: Sit, hire: Hire, settings: Settings) -> Client:
    settings.PHONE_WEBHOOK_TOKEN, settings.PHONE_PEOPLE = "a-token-of-the-test", "+6560000001"
    return sit(hire("Grace Lim", role="counter-officer"))


def press(phone: Client, **what: str) -> str:
    return phone.post(PAGE, what, follow=True).content.decode()


def test_a_call_is_made_and_answered_by_keys(phone: Client) -> None:
    assert 'lang="zh-Hans">中文，请按 2。' in press(phone, act="dial", number="+6590000001")
    assert "How can we help?" in press(phone, key="1")
    assert "How do you want to find it?" in press(phone, act="keys", keys="1")
    assert "I did not hear a key." in press(phone, act="wait")
    assert Call.objects.get().carrier == "webhook"


def test_keys_of_a_number_are_gathered_and_not_shown(phone: Client) -> None:
    press(phone, act="dial", number="+6590000001")
    press(phone, act="keys", keys="1")
    press(phone, act="keys", keys="1")
    press(phone, act="keys", keys="1")
    page = press(phone, key="7")

    assert "•" in page
    assert "not one of our numbers" in press(phone, act="keys", keys="77777777")


def test_an_officer_picks_up_or_nobody_does(phone: Client) -> None:
    press(phone, act="dial", number="+6590000001")
    assert "An officer picks up" in press(phone, key="0")
    assert "The officer hangs up" in press(phone, act="pick-up")
    assert "The call is over" in press(phone, act="talked")

    press(phone, act="new")
    press(phone, act="dial", number="+6590000002")
    press(phone, key="0")
    assert "We call you back" in press(phone, act="nobody")
    assert CallBack.objects.count() == 1


def test_who_hangs_up_ends_the_call(phone: Client) -> None:
    press(phone, act="dial", number="")
    assert "The call is over" in press(phone, act="hang-up")
    assert Call.objects.get().ended_at is not None


def test_without_a_carrier_it_says_what_is_missing(phone: Client, settings: Settings) -> None:
    settings.PHONE_WEBHOOK_TOKEN = ""

    assert "PHONE_WEBHOOK_TOKEN" in press(phone, act="dial", number="1")
    assert not Call.objects.exists()


def test_only_officers_try_it(client: Client) -> None:
    assert client.get(PAGE).status_code == 302
