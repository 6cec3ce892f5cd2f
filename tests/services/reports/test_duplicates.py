"""Reports of one thing are one piece of work, and everybody who reported is told."""

from datetime import datetime, timedelta

import pytest

from onedoor.cases import queries as cases
from onedoor.contact.models import Message, OutsideMessage
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.services import actions, queries
from onedoor.services.places.distance import METRES_A_DEGREE, metres_between
from tests.services.reports.conftest import PLACE, File, visit, worker


def north(metres: float) -> dict[str, str]:
    """The place, so many metres further north."""
    return PLACE | {"lat": f"{5.209 + metres / METRES_A_DEGREE:.6f}"}


def test_degrees_and_metres_agree() -> None:
    assert metres_between(5.209, 105.0, 5.209 + 30 / METRES_A_DEGREE, 105.0) == pytest.approx(30, abs=0.01)
    assert metres_between(0, 0, 0, 180) == pytest.approx(20_015_115, abs=1)


@pytest.mark.parametrize(("metres", "together"), [(0, True), (29, True), (31, False)])
def test_thirty_metres_are_one_place(file: File, metres: float, together: bool) -> None:
    first = file()

    second = queries.find_report(file(place=north(metres)).number)

    assert second is not None
    assert (second.merged_into == first.number) is together


@pytest.mark.parametrize(("days", "together"), [(0, True), (13, True), (14, True), (15, False)])
def test_fourteen_days_are_one_time(file: File, at: datetime, days: int, together: bool) -> None:
    first = file()

    second = queries.find_report(file(on=at + timedelta(days=days)).number)

    assert second is not None
    assert (second.merged_into == first.number) is together


def test_another_kind_is_another_thing(file: File) -> None:
    file()

    found = queries.find_report(file(kind="rubbish").number)

    assert found is not None
    assert found.merged_into == ""


def test_a_third_report_joins_the_first_and_not_the_second(file: File) -> None:
    first, second = file(), file(place=north(20))

    third = queries.find_report(file(place=north(25)).number)

    assert second.case is None
    assert third is not None
    assert third.merged_into == first.number
    carrying = queries.find_report(first.number)
    assert carrying is not None
    assert carrying.others == 2


def test_the_officer_reads_that_others_reported_it_too(file: File) -> None:
    first, second = file(), file()

    assert first.case is not None
    assert second.number in cases.get_case(first.case, by=SYSTEM).notes[0].text


def test_before_it_is_sent_it_says_that_it_was_reported_already(file: File, at: datetime) -> None:
    first, who = file(), visit(at)
    with scoped(who):
        draft = actions.start_application(
            customer=who.customer, service="street-issue", door="portal", by=who, at=at
        )
        for page, answers in (("what", {"kind": "pothole"}), ("where", {"place": PLACE, "ground": "street"})):
            assert queries.find_similar(draft.number, by=who, at=at) is None
            draft = actions.save_page(
                application=draft.id, page=page, answers=answers, revision=draft.revision, by=who, at=at
            ).application

        similar = queries.find_similar(draft.number, by=who, at=at)

    assert similar is not None
    assert similar.number == first.number


def test_all_are_told_at_the_end_and_a_finished_report_gathers_no_more(
    file: File, at: datetime, mender: Actor, citizen: Actor
) -> None:
    first = file(email="ann@mail.example")
    second = file(by=citizen)
    third = file()  # left no address
    with scoped(mender):
        actions.finish_report(application=first.application, notes="Filled with asphalt.", by=mender, at=at)

    states = [found.state for one in (first, second, third) if (found := queries.find_report(one.number))]
    assert states == ["closed"] * 3
    assert [message.customer for message in Message.objects.all()] == [citizen.customer]
    assert "Filled with asphalt." in Message.objects.get().body["en"]
    assert [one.subject for one in OutsideMessage.objects.all()] == [first.application]
    again = queries.find_report(file().number)
    assert again is not None
    assert again.merged_into == ""


def test_an_officer_of_an_agency_that_has_no_part_in_it_finishes_nothing(file: File, at: datetime) -> None:
    from onedoor.kernel.errors import NotFound

    filed, other = file(), worker("LIB")

    with scoped(other), pytest.raises(NotFound):
        actions.finish_report(application=filed.application, notes="Done.", by=other, at=at)
