"""A thread is joined to a case of its customer, stands in the history of the case, and goes where
the case goes."""

from datetime import datetime
from uuid import UUID, uuid4

import pytest

from onedoor.cases import actions
from onedoor.contact import actions as contact
from onedoor.contact import queries as messages
from onedoor.contact.types import MessageView
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Hire, Open


@pytest.fixture
def hers(db: None, citizen: Actor, at: datetime) -> MessageView:
    """What she wrote to the Revenue Service, about no case yet."""
    return contact.receive_message(
        customer=citizen.customer, text="Which donation?", agency="REV", language="en", by=SYSTEM, at=at
    )


def join(hers: MessageView, case: UUID, by: Actor, at: datetime) -> None:
    with scoped(by):
        contact.join_thread(thread=hers.id, case=case, by=by, at=at)


def test_joined_it_stands_in_the_history_of_the_case_and_she_is_told(
    opened: Open, hers: MessageView, officer: Actor, citizen: Actor, at: datetime
) -> None:
    case = opened()
    join(hers, case.id, officer, at)
    [entry] = [one for one in journal.list_about(case.id, by=officer) if one.event == "contact.thread.joined"]
    assert (entry.subject, entry.case, entry.data["number"]) == (hers.id, case.id, case.number)
    assert "contact.thread.joined" in [
        one.event for one in journal.list_timeline(customer=citizen.customer or uuid4(), by=citizen)
    ]
    with scoped(officer):
        assert [one.id for one in messages.list_threads_of_case(case.id, by=officer)] == [hers.id]


def test_what_she_writes_later_is_in_the_case_too(
    opened: Open, hers: MessageView, officer: Actor, citizen: Actor, at: datetime
) -> None:
    case = opened()
    join(hers, case.id, officer, at)
    again = contact.receive_message(
        customer=citizen.customer,
        text="And?",
        thread=hers.id,
        language="en",
        by=SYSTEM,
        at=at,
    )
    assert again.case == case.id


def test_only_a_case_of_hers_that_the_officer_may_open(
    opened: Open, hers: MessageView, officer: Actor, stranger: Actor, at: datetime
) -> None:
    anothers, not_ours = opened(customer=stranger.customer), opened(agency="LAB")
    for case in (anothers.id, not_ours.id, uuid4()):
        with pytest.raises(NotFound):
            join(hers, case, officer, at)
    assert messages.get_message(hers.id, by=SYSTEM).case is None


def test_an_officer_of_another_agency_and_a_customer_join_nothing(
    opened: Open, hers: MessageView, elsewhere: Actor, citizen: Actor, at: datetime
) -> None:
    case = opened()
    with pytest.raises(NotFound):
        join(hers, case.id, elsewhere, at)
    with pytest.raises(NotAllowed):
        join(hers, case.id, citizen, at)


def test_it_is_joined_once_and_never_before_it_is_known_whose_it_is(
    opened: Open, hers: MessageView, officer: Actor, at: datetime
) -> None:
    case = opened()
    join(hers, case.id, officer, at)
    with pytest.raises(Conflict, match="already"):
        join(hers, opened().id, officer, at)
    nobodys = contact.receive_message(customer=None, text="Hi", agency="REV", language="en", by=SYSTEM, at=at)
    with pytest.raises(Conflict, match="Nobody knows"):
        join(nobodys, case.id, officer, at)


def test_with_the_case_of_another_agency_it_is_theirs(
    opened: Open, hers: MessageView, officer: Actor, elsewhere: Actor, at: datetime
) -> None:
    case = opened(agency="LAB", cooperating=("REV",))
    join(hers, case.id, officer, at)
    assert [reads(hers, by) for by in (officer, elsewhere)] == [False, True]


def test_it_goes_where_the_case_goes(
    opened: Open, hers: MessageView, officer: Actor, hire: Hire, elsewhere: Actor, at: datetime
) -> None:
    case, supervisor = opened(), hire("Ruth Lim", role="supervisor")
    join(hers, case.id, officer, at)
    with scoped(supervisor):
        actions.transfer(case=case.id, agency="LAB", reason="Theirs", by=supervisor, at=at)
    assert [reads(hers, by) for by in (officer, elsewhere)] == [False, True]


def reads(hers: MessageView, by: Actor) -> bool:
    with scoped(by):
        return bool(messages.list_thread(hers.id, by=by))
