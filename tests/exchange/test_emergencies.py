"""What a role may not see opens in an emergency: little, for an hour, once, and reviewed by somebody else."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.contact.models import OutsideMessage
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries
from onedoor.exchange.types import NewValue
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.models import Emergency
from onedoor.trust.queries.accounts import permissions_of

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
WHY = "She lies unconscious at our counter; the ambulance asks what she takes."


@pytest.fixture
def her(at: datetime) -> UUID:
    person = people.register_customer(name="Lin Wei", by=SYSTEM, at=at)
    for register, source, attribute, value in (
        ("health-record", "HLT", "family_doctor", "Dr Ong, Bay Clinic"),
        ("civil-register", "CIV", "address", "3 Hill Lane"),
        ("school-register", "EDU", "pupils", None),
    ):
        if value:
            exchange.report_values(
                register=register, source=source, values=[NewValue(person.id, attribute, value)], by=SYSTEM,
                at=at,
            )  # fmt: skip
    return person.id


def officer(agency: str = "CIV", role: str = "counter-officer") -> Actor:
    return Actor(
        kind="officer", account=new_id(), name="Grace Lim", door="desk", assurance=3, agency=agency,
        permissions=permissions_of([role]),
    )  # fmt: skip


def lead(agency: str = "CIV") -> Actor:
    return officer(agency, "supervisor")


def open_it(customer: UUID, by: Actor, at: datetime, kind: str = "medical", reason: str = WHY) -> UUID:
    return actions.open_emergency(customer=customer, kind=kind, reason=reason, by=by, at=at).id


def seen(customer: UUID, by: Actor, at: datetime) -> set[str]:
    return {value.register for value in queries.list_in_emergency(customer, by=by, at=at)}


def test_it_opens_what_this_emergency_needs_for_an_hour(her: UUID, at: datetime) -> None:
    by = officer()
    assert seen(her, by, at) == set()
    open_it(her, by, at)
    assert seen(her, by, at) == {"health-record", "civil-register"}
    assert seen(her, by, at + HOUR) == set()


def test_a_child_in_danger_opens_no_medical_record(her: UUID, at: datetime) -> None:
    by = officer()
    open_it(her, by, at, kind="child")
    assert seen(her, by, at) == {"civil-register"}


def test_it_opens_for_the_one_officer_and_the_one_person(her: UUID, at: datetime) -> None:
    by = officer()
    open_it(her, by, at)
    assert seen(her, officer(), at) == set()
    assert seen(new_id(), by, at) == set()


def test_another_agencys_rows_are_not_there(her: UUID, at: datetime) -> None:
    by = officer()
    open_it(her, by, at)
    with scoped(officer("REV")):
        assert not Emergency.objects.exists()
    assert seen(her, replace(by, agency="REV"), at) == set()


@pytest.mark.parametrize("role", ["contact-centre", "records-officer", "service-designer", "auditor"])
def test_a_role_that_never_may_and_a_contractor_are_refused(her: UUID, at: datetime, role: str) -> None:
    by = officer("CTC", role)
    with pytest.raises(NotAllowed):
        open_it(her, by, at)
    entry = JournalEntry.objects.get(event="journal.attempt.refused")
    assert (entry.actor, entry.data["code"]) == (by.account, "emergencies.open.refused")
    assert not Emergency.objects.exists()
    assert seen(her, by, at) == set()


def test_a_contractor_who_holds_another_role_as_well_is_refused(her: UUID, at: datetime) -> None:
    by = replace(officer(), permissions=permissions_of(["counter-officer", "contact-centre"]))
    with pytest.raises(NotAllowed):
        open_it(her, by, at)


def test_a_citizen_is_refused(her: UUID, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        open_it(her, Actor(kind="citizen", account=new_id(), assurance=3, customer=new_id()), at)


def test_it_takes_two_factors_and_a_sentence(her: UUID, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        open_it(her, replace(officer(), assurance=2), at)
    with pytest.raises(Invalid):
        open_it(her, officer(), at, reason="urgent")
    with pytest.raises(Invalid):
        open_it(her, officer(), at, kind="curious")


def test_a_second_time_waits_for_the_review(her: UUID, at: datetime) -> None:
    by = officer()
    first = open_it(her, by, at)
    with pytest.raises(NotAllowed):
        open_it(her, by, at + 2 * HOUR)
    actions.review_emergency(emergency=first, was_right=True, reason=WHY, by=lead(), at=at + 2 * HOUR)
    assert open_it(her, by, at + 2 * HOUR)


def test_nobody_reviews_herself_nor_another_agency(her: UUID, at: datetime) -> None:
    both = replace(lead(), permissions=permissions_of(["supervisor", "counter-officer"]))
    first = open_it(her, both, at)
    with pytest.raises(NotAllowed):
        actions.review_emergency(emergency=first, was_right=True, reason=WHY, by=both, at=at)
    with pytest.raises(NotFound):
        actions.review_emergency(emergency=first, was_right=True, reason=WHY, by=lead("REV"), at=at)
    with pytest.raises(NotAllowed):
        actions.review_emergency(emergency=first, was_right=True, reason=WHY, by=officer(), at=at)


def test_the_review_has_a_clock_of_two_working_days(her: UUID, at: datetime) -> None:
    open_it(her, officer(), at)
    [waiting] = trust.list_emergencies(by=lead())
    assert timedelta(days=2) <= waiting.review_by - at <= timedelta(days=3)
    assert waiting.reason == WHY
    assert trust.list_emergencies(by=lead("REV")) == []


def test_she_reads_it_among_who_used_her_data_and_it_is_counted(her: UUID, at: datetime) -> None:
    open_it(her, officer(), at)
    herself = Actor(kind="citizen", account=new_id(), assurance=2, customer=her, self_customer=her)
    [use] = queries.list_disclosures(her, by=herself)
    assert (use.receiver, use.purpose, use.looked) == ("CIV", "emergency-medical", True)
    [count] = queries.count_uses(since=at - HOUR, until=at + HOUR)
    assert count.looked == 1


def test_under_lawful_secrecy_she_reads_it_later(her: UUID, at: datetime) -> None:
    by = officer()
    later = at + timedelta(days=30)
    actions.open_emergency(customer=her, kind="child", reason=WHY, visible_from=later, by=by, at=at)
    assert JournalEntry.objects.get(event="trust.emergency.opened").visible_from == later


def test_the_reason_lies_sealed_and_never_in_the_journal(her: UUID, at: datetime) -> None:
    open_it(her, officer(), at)
    assert WHY.encode() not in bytes(Emergency.objects.get().reason)
    assert WHY not in str(JournalEntry.objects.get(event="trust.emergency.opened").data)


def test_without_a_supervisor_nobody_is_written_to(her: UUID, at: datetime) -> None:
    open_it(her, officer("LIB"), at)
    assert not OutsideMessage.objects.exists()
