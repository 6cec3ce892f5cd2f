"""Two sources differ: precedence is applied, both are shown, and she is asked once which is right."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange.models import Weighing
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotFound, Refused
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView, ValueLine
from tests.services.conftest import Report

CIVIL, HOUSING = "12 Quay Street", "2-08, Ferry Court"


@pytest.fixture
def draft(mei: UUID, citizen: Actor, report: Report, at: datetime) -> ApplicationView:
    """Mei Lin's move; the civil register and the Housing Board know two addresses."""
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="citizen", address=CIVIL)
    report("civil-register", "HSG", address=HOUSING)
    return start("move", mei, citizen, at)


def start(service: str, customer: UUID, by: Actor, at: datetime) -> ApplicationView:
    return actions.start_application(customer=customer, service=service, door="portal", by=by, at=at)


def address(application: ApplicationView, field: str = "old_address") -> ValueLine:
    return next(line for group in application.groups for line in group.lines if line.field == field)


def weigh(draft: ApplicationView, holds: Any, by: Actor, at: datetime) -> ValueLine:
    now = services.get_application(draft.number, by=by, at=at)
    actions.weigh_sources(
        application=now.id,
        field="old_address",
        index=0,
        holds=str(holds),
        revision=now.revision,
        by=by,
        at=at,
    )
    return address(services.get_application(draft.number, by=by, at=at))


def sides(line: ValueLine) -> tuple[UUID, UUID]:
    """The report that is believed, and the other."""
    assert line.offered is not None
    assert line.offered.reported is not None
    return line.offered.reported, line.offered.others[0].reported


def test_the_one_that_the_catalogue_believes_is_used_and_the_other_stands_beside_it(
    draft: ApplicationView,
) -> None:
    line = address(draft)
    assert line.offered is not None
    assert (line.shown, line.offered.source) == (CIVIL, "CIV")
    assert [(one.value, one.source) for one in line.offered.others] == [(HOUSING, "HSG")]
    assert line.can_weigh


def test_two_who_say_the_same_are_no_question(
    mei: UUID, citizen: Actor, report: Report, at: datetime
) -> None:
    report("civil-register", "CIV", birth_date=date(1985, 3, 12), residency_status="citizen", address=CIVIL)
    report("civil-register", "HSG", address=CIVIL)
    assert not address(start("move", mei, citizen, at)).can_weigh


def test_the_believed_one_is_right_and_no_case_is_opened(
    draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    believed, _other = sides(address(draft))
    line = weigh(draft, believed, citizen, at)
    assert (line.can_weigh, line.state, line.shown) == (False, "offered", CIVIL)
    assert cases.list_cases(mei, by=SYSTEM) == []


def test_the_other_is_right_and_the_believed_ones_reporter_is_asked(
    draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    _believed, other = sides(address(draft))
    line = weigh(draft, other, citizen, at)
    assert (line.can_weigh, line.state, line.shown) == (False, "disputed", CIVIL)
    assert [case.kind for case in cases.list_cases(mei, by=SYSTEM)] == ["correction"]


def test_the_next_service_does_not_ask_again_and_an_officer_sees_what_she_said(
    draft: ApplicationView, mei: UUID, citizen: Actor, report: Report, at: datetime
) -> None:
    believed, _other = sides(address(draft))
    weigh(draft, believed, citizen, at)
    actions.withdraw_application(application=draft.id, by=citizen, at=at)
    again = start("move", mei, citizen, at)
    line = address(services.get_application(again.number, by=SYSTEM, at=at))
    assert line.offered is not None
    assert (line.can_weigh, line.offered.weighed) == (False, believed)
    assert [one.value for one in line.offered.others] == [HOUSING]


def test_a_new_report_is_asked_about_anew(
    draft: ApplicationView, mei: UUID, citizen: Actor, report: Report, at: datetime
) -> None:
    weigh(draft, sides(address(draft))[0], citizen, at)
    report("civil-register", "CIV", address="9 Hill Lane")
    fresh = actions.refresh_draft(application=draft.id, by=citizen, at=at)
    assert address(fresh).can_weigh


def test_it_is_in_her_journal_without_either_address(
    draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    weigh(draft, sides(address(draft))[1], citizen, at)
    entries = journal.list_timeline(customer=mei, by=citizen)
    (said,) = [entry for entry in entries if entry.event == "exchange.sources.weighed"]
    assert CIVIL not in str(said.data)
    assert HOUSING not in str(said.data)


@pytest.mark.parametrize("holds", ["", "rubbish", str(UUID(int=5))])
def test_only_one_of_the_two_can_be_right(
    draft: ApplicationView, citizen: Actor, at: datetime, holds: str
) -> None:
    with pytest.raises(Invalid):
        weigh(draft, holds, citizen, at)
    assert not Weighing.objects.exists()


def test_a_stranger_says_nothing_about_her(
    draft: ApplicationView, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    believed, other = sides(address(draft))
    with pytest.raises(NotFound):
        exchange.weigh_sources(believed=believed, holds=other, by=stranger, at=at)
    with pytest.raises(Refused):
        actions.weigh_sources(
            application=draft.id,
            field="old_address",
            index=0,
            holds=str(other),
            revision=1,
            by=stranger,
            at=at,
        )


def test_two_statements_about_different_things_are_not_weighed(
    draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime, report: Callable[..., None]
) -> None:
    from onedoor.exchange.models import ReportedValue

    believed, _other = sides(address(draft))
    birth = ReportedValue.objects.get(customer=mei, attribute="birth_date").id
    with pytest.raises(NotFound):
        exchange.weigh_sources(believed=believed, holds=birth, by=citizen, at=at)
