"""The messages of the demo's first morning: each state once at least, at the agency that answers it."""

from datetime import date, datetime
from uuid import UUID

from onedoor.cases import queries as cases
from onedoor.config.demo import threads
from onedoor.config.demo.cast import CITIZENS
from onedoor.contact import queries as contact
from onedoor.contact.types import ThreadState
from onedoor.kernel.actors import SYSTEM
from onedoor.people import actions as people
from tests.cases.conftest import Hire, hire

__all__ = ["hire"]


def test_every_state_of_a_thread_is_shown_at_the_agency_that_answers(hire: Hire, at: datetime) -> None:
    named: dict[str, UUID] = {
        one.login: people.register_customer(
            name=one.name, birth_date=date(1980, 1, 1), language=one.language, by=SYSTEM, at=at
        ).id
        for one in CITIZENS
    }
    officers = {
        (agency, role): hire(f"Officer {agency}", agency, role).account
        for agency, role in [
            ("REV", "case-officer"),
            ("BIZ", "case-officer"),
            ("LAB", "case-officer"),
            ("CTC", "counter-officer"),
        ]
    }
    threads.Correspondence(named, officers, at).happen()
    lists = {state: contact.list_threads(state, by=SYSTEM) for state in ThreadState}
    waiting = {str(next(iter(one.title.values()))): one for one in lists[ThreadState.WAITING]}
    assert {title: one.agency for title, one in waiting.items()} == {
        threads.NEW.title: "REV", threads.NEW_OF_NO_SERVICE.title: "CTC", threads.WRITTEN_AGAIN.title: "REV",
        threads.HANDED_OVER.title: "LAB", threads.JOINED.title: "REV",
    }  # fmt: skip
    assert not waiting[threads.WRITTEN_AGAIN.title].is_new
    assert waiting[threads.HANDED_OVER.title].handed_from == "CTC"
    joined = waiting[threads.JOINED.title].case
    assert joined is not None
    assert cases.get_case(joined, by=SYSTEM).customer == named["mei"]
    assert [one.agency for one in lists[ThreadState.ANSWERED]] == ["BIZ"]
    assert [one.agency for one in lists[ThreadState.CLOSED]] == ["REV"]
