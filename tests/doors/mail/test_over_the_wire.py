"""The tasks of every door by e-mail, over real SMTP and IMAP."""

import itertools
import threading
from typing import Any

import pytest

from onedoor.config.network.mail import Provider
from tests.cases.conftest import Open, citizen, opened
from tests.dialogue.conftest import mei
from tests.doors.mail.conftest import Writer
from tests.knowledge.conftest import loaded

__all__ = ["citizen", "loaded", "mei", "opened"]
pytestmark = pytest.mark.django_db(transaction=True)
_names = itertools.count()


@pytest.fixture
def ada(mailbox: Provider, listener: threading.Event) -> Writer:
    return Writer(mailbox, f"ada{next(_names)}")


def only(answers: list[Any]) -> Any:
    assert len(answers) == 1, [str(one["Subject"]) for one in answers]
    return answers[0]


def test_status_then_a_rating_by_the_numbers_of_the_answer(ada: Writer, opened: Open) -> None:
    case = opened()
    first = only(ada.write(f"How far is {case.number.lower()}?", subject="My tax"))
    assert f"{case.number}: " in first.get_content()
    assert str(first["Subject"]) == "Re: My tax"
    assert str(first["Auto-Submitted"]) == "auto-replied"

    asked = only(ada.write(f"5\n{case.number}\n\nOn Monday, Harbour City wrote:\n> 5  Rate", answering=first))
    assert "star" in asked.get_content().lower()


def test_a_question_is_answered_and_asked_again_goes_to_a_person(ada: Writer, loaded: object) -> None:
    first = only(ada.write("您好。我刚搬来。搬家怎么改地址？谢谢！", subject="请教"))
    assert "/help/" in first.get_content()

    second = only(ada.write("还是不明白，请解释一下。", answering=first))
    assert "HC-" in second.get_content()
    assert second["In-Reply-To"]


def test_what_needs_to_know_who_she_is_leads_to_where_she_can_sign_in(ada: Writer, loaded: object) -> None:
    first = only(ada.write("Dear city,\nI want to talk to a human.\nAda", subject="Hello"))
    asked = only(ada.write("3", answering=first)).get_content()

    assert "/services/" in asked
    assert "PIN" not in asked
