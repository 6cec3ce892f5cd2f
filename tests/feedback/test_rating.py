"""Saying how well one was served: by whom it was for, once for each reference, and what follows."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from onedoor.cases import queries as cases
from onedoor.cases.models import Case
from onedoor.feedback import actions, queries
from onedoor.feedback.models import Rating
from onedoor.feedback.types import RatingView
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.scope import scoped
from onedoor.services import actions as services
from tests.cases.conftest import Open
from tests.services.reports.conftest import File, visit

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


@pytest.fixture
def rate(opened: Open, citizen: Actor, at: datetime) -> Callable[..., RatingView]:
    """Rates one case of the citizen's, five stars by herself on the portal unless told otherwise."""
    case = opened()

    def say(**changed: Any) -> RatingView:
        facts: dict[str, Any] = {"number": case.number, "stars": 5, "door": "portal", "by": citizen, "at": at}
        return actions.rate(**(facts | changed))

    return say


@pytest.fixture
def finished(file: File, at: datetime) -> tuple[str, Actor]:
    """A mended pothole, and who reported it without a name."""
    mender = Actor(
        kind="officer", agency="CTY", door="desk", assurance=3,
        permissions=frozenset({"services.look", "services.decide", "cases.read", "cases.close"}),
    )  # fmt: skip
    who = visit(at)
    filed = file(by=who)
    with scoped(mender):
        services.finish_report(application=filed.application, notes="Filled.", by=mender, at=at)
    return filed.number, who


def test_who_was_served_says_how_well(rate: Callable[..., RatingView]) -> None:
    said = rate(stars=4, comment="  Quick.  ")

    assert (said.stars, said.comment, said.is_identified, said.follow_up) == (4, "Quick.", True, "")


def test_it_is_in_her_journal_without_her_words(rate: Callable[..., RatingView], citizen: Actor) -> None:
    said = rate(comment="My name is Lin Wei")

    with scoped(SYSTEM):
        entry = JournalEntry.objects.get(event="feedback.rating.given")
    assert entry.customer == citizen.customer
    assert entry.data == {"number": said.number, "stars": 5, "service": "income-tax"}


@pytest.mark.parametrize("stars", [0, 6, -1])
def test_there_are_one_to_five_stars(rate: Callable[..., RatingView], stars: int) -> None:
    with pytest.raises(Invalid, match="one to five"):
        rate(stars=stars)


@pytest.mark.parametrize("number", ["", "rubbish", "HC-7K3M-Q9TD-5"])
def test_a_number_that_cannot_be_ours_is_refused(rate: Callable[..., RatingView], number: str) -> None:
    with pytest.raises(Invalid):
        rate(number=number)


def test_a_number_read_aloud_is_understood(rate: Callable[..., RatingView]) -> None:
    said = rate()

    assert rate(number=said.number.lower()).number == said.number


def test_a_stranger_learns_nothing(rate: Callable[..., RatingView], stranger: Actor) -> None:
    with pytest.raises(NotFound):
        rate(by=stranger)


def test_an_officer_does_not_rate_in_a_persons_place(rate: Callable[..., RatingView], officer: Actor) -> None:
    with pytest.raises(NotFound):
        rate(by=officer)


def test_somebody_who_holds_the_number_may_rate_without_a_name(rate: Callable[..., RatingView]) -> None:
    said = rate(by=replace(ANONYMOUS, door="phone"), door="phone")

    assert (said.is_identified, said.door) == (False, "phone")


def test_her_own_word_takes_the_place_of_a_nameless_one(rate: Callable[..., RatingView]) -> None:
    rate(by=ANONYMOUS, stars=1)

    said = rate(stars=5)

    assert (said.stars, said.is_identified, Rating.objects.count()) == (5, True, 1)


def test_a_nameless_one_does_not_take_the_place_of_hers(rate: Callable[..., RatingView]) -> None:
    rate(stars=5)

    with pytest.raises(Conflict, match="Sign in"):
        rate(by=ANONYMOUS, stars=1)


def test_it_may_be_changed_for_seven_days(rate: Callable[..., RatingView], at: datetime) -> None:
    rate(stars=5)

    assert rate(stars=3, at=at + 7 * DAY).stars == 3
    with pytest.raises(Conflict, match="seven days"):
        rate(stars=5, at=at + 7 * DAY + timedelta(seconds=1))


def test_long_after_the_end_it_is_too_late(
    rate: Callable[..., RatingView], opened: Open, at: datetime
) -> None:
    case = opened(number="")
    Case.objects.filter(id=case.id).update(state="closed", closed_at=at, outcome="done")

    assert rate(number=case.number, at=at + 90 * DAY).stars == 5
    other = opened()
    Case.objects.filter(id=other.id).update(state="closed", closed_at=at, outcome="done")
    with pytest.raises(Conflict, match="90 days"):
        rate(number=other.number, at=at + 91 * DAY)


@pytest.mark.parametrize(("stars", "followed_up"), [(1, True), (2, True), (3, False), (5, False)])
def test_a_poor_one_is_followed_up(
    rate: Callable[..., RatingView], officer: Actor, citizen: Actor, stars: int, followed_up: bool
) -> None:
    said = rate(stars=stars, comment="Nobody called.")

    assert bool(said.follow_up) is followed_up
    if followed_up:
        case = cases.get_case(said.follow_up, by=officer)
        assert (case.kind, case.agency, case.customer) == ("follow-up", "REV", citizen.customer)
        assert [note.text for note in case.notes] == ["Nobody called."]


def test_it_is_followed_up_once(rate: Callable[..., RatingView]) -> None:
    first = rate(stars=1)

    assert rate(stars=2).follow_up == first.follow_up
    assert Case.objects.filter(kind="follow-up").count() == 1


def test_a_rating_that_fails_leaves_no_follow_up(rate: Callable[..., RatingView], stranger: Actor) -> None:
    with pytest.raises(NotFound):
        rate(by=stranger, stars=1)

    assert not Case.objects.filter(kind="follow-up").exists()


def test_a_report_is_rated_by_who_reported_it(finished: tuple[str, Actor], at: datetime) -> None:
    number, who = finished

    said = actions.rate(number=number, stars=5, door="portal", by=who, at=at)

    assert (said.service, said.is_identified) == ("street-issue", True)
    with pytest.raises(NotFound):
        actions.rate(number=number, stars=1, door="portal", by=visit(at, "198.51.100.9"), at=at)


def test_a_report_rated_by_its_link_counts_once(
    finished: tuple[str, Actor], deliver: Callable[[], int], at: datetime
) -> None:
    number, who = finished
    with transaction.atomic():
        services.rate_report(number=number, rating=4, by=who, at=at)

    deliver()
    deliver()

    assert [row.stars for row in Rating.objects.filter(number=number)] == [4]


def test_the_agency_reads_what_was_said_and_no_other_does(
    rate: Callable[..., RatingView], officer: Actor, elsewhere: Actor
) -> None:
    said = rate(stars=2)

    with scoped(officer):
        assert [one.number for one in queries.list_ratings(by=officer)] == [said.number]
    with scoped(elsewhere):
        assert queries.list_ratings(by=elsewhere) == []
        assert queries.find_rating(said.number, by=elsewhere) is None


def test_the_figures_count_the_last_year(rate: Callable[..., RatingView], opened: Open, at: datetime) -> None:
    rate(stars=5)
    rate(number=opened().number, stars=1, door="phone")
    Case.objects.filter(kind="correction").update(state="closed", closed_at=at, outcome="done")

    figures = queries.count_ratings(service="income-tax", at=at + 30 * DAY)

    assert (figures.rated, figures.poor, figures.by_door) == (2, 1, {"portal": 1, "phone": 1})
    assert (figures.finished, figures.due, figures.followed_up) == (2, 1, 0)
    assert str(figures.good_share) == "0.500"
    assert queries.count_ratings(service="income-tax", at=at + 400 * DAY).rated == 0


def test_whether_it_may_be_rated_is_known_beforehand(
    rate: Callable[..., RatingView], citizen: Actor, stranger: Actor, at: datetime
) -> None:
    number = rate().number

    assert queries.may_rate(number, by=citizen, at=at + 6 * DAY)
    assert not queries.may_rate(number, by=citizen, at=at + 8 * DAY)
    assert not queries.may_rate(number, by=stranger, at=at)
    assert not queries.may_rate(number, by=ANONYMOUS, at=at)


def test_after_two_years_the_stars_stay_and_nobody_can_say_whose(db: None, at: datetime) -> None:
    from datetime import timedelta
    from uuid import uuid4

    from onedoor.feedback.models import Rating
    from onedoor.people.retention.declaring import list_rules
    from onedoor.people.retention.disposing import dispose, find_due

    for number, age in (("HC-1", 800), ("HC-2", 700)):
        Rating.objects.create(
            number=number, customer=uuid4(), service="move", agency="CIV", case=uuid4(), door="portal",
            stars=2, comment="They lost my form.", is_identified=True, rated_at=at - timedelta(days=age),
        )  # fmt: skip
    [rule] = [one for one in list_rules() if one.model == "feedback.Rating"]
    dispose(rule, [row.pk for row in find_due(rule, as_of=at, at=at)])
    old, new = Rating.objects.order_by("rated_at")
    assert (old.customer, old.comment, old.case, old.stars, old.number[:5]) == (None, "", None, 2, "gone-")
    assert new.comment
    assert not find_due(rule, as_of=at, at=at).exists()
