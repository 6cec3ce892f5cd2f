"""A person answers an enquiry within two business days; the same arrival opens one case."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from onedoor.cases import actions, queries
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from tests.cases.conftest import Hire, Open

FRIDAY = datetime.fromisoformat("2025-03-14T16:00+08:00")


def ask(by: Actor, **changed: object):  # type: ignore[no-untyped-def]
    facts = {"customer": by.customer, "text": "When?", "door": "mail", "by": by, "at": FRIDAY}
    return actions.open_enquiry(**(facts | changed))  # type: ignore[arg-type]


def test_friday_at_four_is_due_on_tuesday_at_four(citizen: Actor, db: None) -> None:
    assert ask(citizen).promised_at == datetime.fromisoformat("2025-03-18T16:00+08:00")


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        ("2025-03-14T16:00+08:00", "2025-03-18T16:00+08:00"),  # over a weekend
        ("2025-04-30T16:00+08:00", "2025-05-05T16:00+08:00"),  # over Labour Day and a weekend
        ("2024-02-28T10:00+08:00", "2024-03-01T10:00+08:00"),  # over 29 February
        ("2024-02-29T16:00+08:00", "2024-03-04T16:00+08:00"),  # on it, a Thursday
    ],
)
def test_two_business_days_whatever_the_calendar(citizen: Actor, db: None, asked: str, due: str) -> None:
    case = ask(citizen, at=datetime.fromisoformat(asked))
    assert case.promised_at == datetime.fromisoformat(due)


def test_closing_it_ends_its_clock(citizen: Actor, db: None) -> None:
    case, in_time = ask(citizen), datetime.fromisoformat("2025-03-18T15:59+08:00")
    closed = actions.close_case(case=case.id, outcome="answered", by=SYSTEM, at=in_time)
    assert not closed.is_late(in_time + timedelta(days=30))
    assert queries.charter_figures("enquiry", at=in_time + timedelta(days=30)).kept == 1


def test_a_misdirected_one_keeps_its_start(citizen: Actor, hire: Hire) -> None:
    agent, case = hire("Omar Aziz", "CTC", "contact-centre"), ask(citizen)
    later = FRIDAY + timedelta(days=3)
    moved = actions.route_enquiry(case=case.id, agency="REV", reason="About her tax.", by=agent, at=later)
    assert (moved.agency, moved.opened_at, moved.promised_at) == ("REV", FRIDAY, case.promised_at)
    assert queries.get_case(case.id, by=agent).agency == "REV"  # who was asked first is not shut out


def test_a_contractor_passes_on_nothing_else(opened: Open, hire: Hire) -> None:
    agent = hire("Omar Aziz", "REV", "contact-centre")
    for act in (actions.route_enquiry, actions.transfer):
        with pytest.raises(NotAllowed):
            act(case=opened().id, agency="LAB", reason="Theirs.", by=agent, at=FRIDAY)


def test_the_question_is_kept_for_the_customer_to_read(citizen: Actor, db: None) -> None:
    case = ask(citizen)
    assert [note.text for note in queries.get_case(case.id, by=citizen).notes] == ["When?"]


def test_the_same_arrival_is_the_same_case(citizen: Actor, db: None) -> None:
    arrival = uuid4()
    assert ask(citizen, interaction=arrival).id == ask(citizen, interaction=arrival).id


def test_an_unknown_sender_is_answered_too(db: None) -> None:
    assert ask(SYSTEM, customer=None).customer is None


def test_nothing_asked_is_refused(citizen: Actor, db: None) -> None:
    with pytest.raises(Invalid):
        ask(citizen, text=" ")


def test_nobody_asks_for_another(db: None, citizen: Actor, stranger: Actor) -> None:
    with pytest.raises(NotFound):
        ask(stranger, customer=citizen.customer)


def test_a_low_rating_is_followed_up_once(opened: Open, citizen: Actor) -> None:
    case = opened()
    said = {"number": case.number, "reason": "Slow", "door": "portal", "by": citizen, "at": FRIDAY}
    first, again = actions.open_follow_up(**said), actions.open_follow_up(**said)  # type: ignore[arg-type]
    assert (first.parent, first.agency, first.id) == (case.id, case.agency, again.id)


def test_a_stranger_follows_up_nothing(opened: Open, stranger: Actor) -> None:
    with pytest.raises(NotFound):
        actions.open_follow_up(number=opened().number, reason="Slow", door="portal", by=stranger, at=FRIDAY)
