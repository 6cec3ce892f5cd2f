"""Government comes first: who is found, is told why, says yes at one tap, or no."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from onedoor.contact import queries as contact
from onedoor.exchange import queries as exchange
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound, Refused
from onedoor.services import actions, queries
from onedoor.services.models import Offer
from onedoor.services.offers.types import OfferState
from tests.services.offers.conftest import QUESTION, card

pytestmark = pytest.mark.django_db
OLD, YOUNG = date(1964, 5, 1), date(1985, 3, 12)


@pytest.fixture
def old(report: Any, city: Any) -> Callable[..., None]:
    """Mei Lin turns out to be 60, once the city has these services."""

    def be(*files: str, born: date = OLD, **more: str) -> None:
        city(*files, **more)
        report("civil-register", "CIV", birth_date=born)

    return be


def offers_of(customer: UUID, by: Actor, at: datetime) -> list[Any]:
    return queries.list_offers(customer, by=by, at=at)


def test_a_new_report_brings_the_offer_within_one_round_of_the_worker(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()

    (offer,) = offers_of(mei, citizen, at)
    assert (offer.service, offer.confirm, offer.state) == ("senior-card", "one-tap", OfferState.OFFERED)
    assert [line.shown for group in offer.facts for line in group.lines] == [OLD]
    assert offer.deadline == date(2026, 5, 1)


def test_she_is_written_to_and_told_why(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()

    (message,) = contact.list_messages(mei, by=citizen)
    assert "You can have the senior card." in message.body["en"]
    assert "Transport Act" in message.body["en"]
    assert "《交通法》" in message.body["zh-hans"]


def test_who_does_not_match_stays_unknown_to_the_agency(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"), born=YOUNG)
    deliver()

    assert not offers_of(mei, citizen, at)
    assert not [use for use in exchange.list_disclosures(mei, by=citizen) if use.receiver == "TRN"]


def test_who_matches_sees_that_her_data_was_used(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()

    (use,) = [use for use in exchange.list_disclosures(mei, by=citizen) if use.receiver == "TRN"]
    assert use.purpose_title["en"] == "To give the card"


def test_one_tap_drafts_signs_and_decides(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    taken = actions.accept_offer(offer=offer.id, by=citizen, at=at)

    application = queries.get_application(taken.number, by=citizen)
    assert application.signed_at == at
    assert application.outcome["en"] == "Given"
    assert taken.state is OfferState.TAKEN
    assert not offers_of(mei, citizen, at)


def test_a_form_to_sign_is_only_opened(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", confirm="sign"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    taken = actions.accept_offer(offer=offer.id, by=citizen, at=at)

    assert queries.get_application(taken.number, by=citizen).can_sign


def test_one_tap_is_not_enough_where_a_question_is_open(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", more=QUESTION))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    taken = actions.accept_offer(offer=offer.id, by=citizen, at=at)

    application = queries.get_application(taken.number, by=citizen)
    assert application.signed_at is None
    assert application.can_change


def test_saying_yes_asks_for_the_level_of_a_signature(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", level=3))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    with pytest.raises(Refused):
        actions.accept_offer(offer=offer.id, by=replace(citizen, assurance=2), at=at)
    assert offers_of(mei, citizen, at)


def test_where_the_law_allows_it_is_given_in_silence_and_she_is_told(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", confirm="silent"))
    deliver()

    row = Offer.objects.get(customer=mei)
    given = queries.get_application_by_id(row.application, by=citizen)  # type: ignore[arg-type]
    assert row.state == OfferState.GIVEN
    assert given.signed_at is None
    assert given.outcome["en"] == "Given"
    assert any("senior card" in message.body["en"] for message in contact.list_messages(mei, by=citizen))


def test_without_a_statute_nothing_is_given_in_silence(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", confirm="silent", basis="public-task:transport"), basis="public-task:transport")
    deliver()

    (offer,) = offers_of(mei, citizen, at)
    assert offer.state is OfferState.OFFERED


def test_what_only_consent_allows_is_never_searched(
    old: Any, mei: UUID, citizen: Actor, at: datetime
) -> None:
    old(card("senior-card"), basis="consent")

    with pytest.raises(NotAllowed):
        actions.find_offers(customer=mei, register="civil-register", by=SYSTEM, at=at)
    assert not Offer.objects.exists()


def test_the_same_facts_are_offered_once(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)
    actions.decline_offer(offer=offer.id, by=citizen, at=at)

    assert not actions.find_offers(customer=mei, register="civil-register", by=SYSTEM, at=at)
    assert actions.offer_daily(service="senior-card", by=SYSTEM, at=at) is None
    assert Offer.objects.count() == 1


def test_new_facts_are_offered_again(
    old: Any, mei: UUID, citizen: Actor, report: Any, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)
    actions.decline_offer(offer=offer.id, by=citizen, at=at)

    report("civil-register", "CIV", birth_date=date(1963, 1, 1))
    deliver()

    assert len(offers_of(mei, citizen, at)) == 1


def test_a_mistake_is_counted_with_its_reason(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    actions.decline_offer(offer=offer.id, reason="I am not 60", mistaken=True, by=citizen, at=at)

    (figures,) = queries.list_offer_figures(by=SYSTEM)
    assert (figures.offered, figures.mistaken, figures.wrong) == (1, 1, 1)
    assert Offer.objects.get().reason == "I am not 60"


def test_a_decision_that_disagrees_is_a_false_positive(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card", born_until=1960))
    deliver()
    (offer,) = offers_of(mei, citizen, at)
    actions.accept_offer(offer=offer.id, by=citizen, at=at)
    deliver()

    assert Offer.objects.get().was_right is False
    told = {entry.event for entry in journal.list_about(offer.id, by=SYSTEM)}
    assert "services.offer.found_wrong" in told


def test_an_offer_lapses_and_cannot_be_taken_then(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)
    later = at + timedelta(days=31)

    with pytest.raises(Conflict):
        actions.accept_offer(offer=offer.id, by=citizen, at=later)
    assert actions.end_offers(by=SYSTEM, at=later) == 1
    assert queries.get_offer(offer.id, by=citizen).state is OfferState.LAPSED


def test_she_is_reminded_of_the_last_day_once(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"), born=date(1963, 3, 15))
    deliver()

    assert actions.end_offers(by=SYSTEM, at=at) == 1
    assert actions.end_offers(by=SYSTEM, at=at) == 0
    bodies = [message.body["en"] for message in contact.list_messages(mei, by=citizen)]
    assert any("15 March 2025" in body for body in bodies)


def test_a_daily_round_looks_at_everybody_of_whom_the_register_knows(
    city: Any, report: Any, mei: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    report("civil-register", "CIV", birth_date=OLD)
    report("civil-register", "CIV", customer=stranger.customer, birth_date=YOUNG)
    city(card("senior-card"))

    reached = actions.offer_daily(service="senior-card", by=SYSTEM, at=at, limit=1)
    while reached is not None:
        reached = actions.offer_daily(service="senior-card", after=reached, by=SYSTEM, at=at, limit=1)

    assert list(Offer.objects.values_list("customer", flat=True)) == [mei]


def test_a_stranger_neither_sees_nor_answers_it(
    old: Any, mei: UUID, citizen: Actor, stranger: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"))
    deliver()
    (offer,) = offers_of(mei, citizen, at)

    assert not offers_of(mei, stranger, at)
    with pytest.raises(NotFound):
        queries.get_offer(offer.id, by=stranger)
    with pytest.raises(NotFound):
        actions.accept_offer(offer=offer.id, by=stranger, at=at)
    with pytest.raises(NotFound):
        actions.decline_offer(offer=offer.id, by=stranger, at=at)


def test_two_things_at_once_for_one_person_are_two_offers(
    old: Any, mei: UUID, citizen: Actor, at: datetime, deliver: Callable[[], int]
) -> None:
    old(card("senior-card"), card("senior-pool"))
    deliver()

    assert {offer.service for offer in offers_of(mei, citizen, at)} == {"senior-card", "senior-pool"}


def test_only_designers_and_drafters_read_how_well_services_find(citizen: Actor) -> None:
    with pytest.raises(NotAllowed):
        queries.list_offer_figures(by=citizen)
