"""What a thief sees on the website while the identity is locked: the same words at every door, no more."""

import json
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust_actions
from onedoor.trust.types import LockedBy
from tests.doors.portal.conftest import EMAIL, PASSWORD, code_now
from tests.doors.portal.relying import Service, room

__all__ = ["room"]
pytestmark = pytest.mark.django_db
SAME_WORDS = "an identity theft was reported"
WRONG = "The e-mail or the password is wrong. Try again."


@pytest.fixture
def lock(mei: UUID, at: datetime) -> Callable[[], None]:
    def lock_her() -> None:
        trust_actions.lock_identity(customer=mei, how=LockedBy.NOT_ME, by=SYSTEM, at=at)

    return lock_her


def sign_in(password: str = PASSWORD, email: str = EMAIL) -> tuple[int, str]:
    answer = Client().post("/sign-in/", {"email": email, "password": password})
    return answer.status_code, answer.content.decode()


def test_a_right_password_is_refused_and_says_nothing_of_her(account: UUID, lock: Callable[[], None]) -> None:
    lock()
    status, page = sign_in()
    assert status == 422
    assert SAME_WORDS in page
    assert "Mei Lin" not in page


def test_a_wrong_password_is_answered_as_for_nobody(account: UUID, lock: Callable[[], None]) -> None:
    lock()
    for email in (EMAIL, "nobody@harbour.example"):
        status, page = sign_in("guessed-guessed", email)
        assert (status, WRONG in page, SAME_WORDS in page) == (422, True, False)


def test_a_session_with_its_code_is_over_before_the_code_counts(
    browser: Client, lock: Callable[[], None]
) -> None:
    lock()
    answer = browser.post("/step-up/", {"code": code_now()})
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]
    assert not JournalEntry.objects.filter(event="trust.account.step_up_passed").exists()


def test_a_proved_session_reads_nothing_any_more(proved: Client, lock: Callable[[], None]) -> None:
    assert proved.get("/my-data/").status_code == 200
    lock()
    assert proved.get("/my-data/").status_code == 302
    assert "Mei Lin" not in proved.get("/").content.decode()


def test_other_services_get_nobody(room: Service, lock: Callable[[], None]) -> None:
    signed = room.sign_in()
    assert room.claims(signed["token"])[0] == 200
    lock()
    assert room.claims(signed["token"])[0] == 401, "what was given before opens nothing"
    answer = room.browser.get(room.address())
    assert answer.status_code == 302
    assert "/sign-in/" in answer["Location"]


def test_not_even_signed_in_by_a_passkey_from_before(
    room: Service, lock: Callable[[], None], account: UUID
) -> None:
    lock()
    browser = Client()
    browser.force_login(_account(account))
    session = browser.session
    session["assurance"] = 3
    session.save()
    answer = browser.get(room.address())
    assert answer.status_code == 403
    assert SAME_WORDS in answer.content.decode()
    assert browser.post(room.address(), {"answer": "yes"}).status_code == 403


def test_a_program_of_hers_is_refused_as_one_that_was_ended(
    mei: UUID, at: datetime, lock: Callable[[], None]
) -> None:
    secret = trust_actions.issue_partner_key(
        partner="mei", customer=mei, label="Books", by=SYSTEM, at=at
    ).secret
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/applications", headers=bearer).status_code == 200
    lock()
    answer = Client().get("/api/v1/applications", headers=bearer)
    assert answer.status_code == 401
    assert "theft" not in json.dumps(answer.json())


def _account(account: UUID) -> object:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(id=account)
