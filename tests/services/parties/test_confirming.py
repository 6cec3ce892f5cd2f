"""One who takes part opens a link of her own, sees what she may, and confirms or does not."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core import mail

from onedoor.cases.models import Case
from onedoor.exchange import queries as registers
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import Application, ApplicationParty
from onedoor.trust import queries as trust
from onedoor.trust.models import Link
from onedoor.trust.types import Signature
from tests.services.parties.conftest import BO, CONTACT, Change, Sign, as_level, confirm, links, party_of

pytestmark = pytest.mark.django_db


def state_of(application: ApplicationView, by: Actor) -> str:
    return str(queries.get_application(application.number, by=by).state)


def test_signing_asks_the_other_by_a_link_of_her_own(sign: Sign, citizen: Actor, at: datetime) -> None:
    application = sign()
    (token,) = links(at)
    party = party_of(application, citizen)
    assert (party.state, party.name, party.contact) == ("invited", BO, "bo…@mail.example")
    assert mail.outbox[0].to == [CONTACT]
    assert application.state == "signed"
    assert len(token) >= 32


def test_the_case_stays_open_while_another_is_awaited(sign: Sign) -> None:
    application = sign()
    assert Case.objects.get(application=application.id).state == "open"


def test_the_mail_is_an_open_card(sign: Sign, at: datetime) -> None:
    sign()
    links(at)
    said = mail.outbox[0].subject + str(mail.outbox[0].body)
    assert "Lin An" not in said
    assert "Mei" not in said
    assert "family name" in said
    assert "子女姓氏登记" in said


def test_only_a_hash_of_the_token_is_kept(sign: Sign, at: datetime) -> None:
    sign()
    (token,) = links(at)
    assert token.encode() not in bytes(Link.objects.get().token_hash)
    row = ApplicationParty.objects.get()
    assert BO.encode() not in bytes(row.name)
    assert CONTACT.encode() not in bytes(row.contact)


def test_she_sees_who_asks_her_sentence_and_what_she_may(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    seen = actions.open_request(token=token, by=bo, at=at)
    assert (seen.asked_by, seen.confirms["en"]) == ("Mei Lin", "I agree that the child bears this name.")
    assert [(line.field, line.shown) for line in seen.values] == [("child", "Lin An")]


def test_without_the_level_she_sees_only_the_service(
    sign: Sign, bo: Actor, nobody: Actor, at: datetime
) -> None:
    sign()
    (token,) = links(at)
    for by in (nobody, as_level(bo, 1)):
        seen = queries.get_request(token, by=by, at=at)
        assert (seen.needs_level, seen.asked_by, seen.values, seen.fingerprint) == (2, "", (), "")
        with pytest.raises(StepUpNeeded):
            actions.confirm_request(token=token, fingerprint="", by=by, at=at)


def test_when_she_confirms_the_flow_goes_on(sign: Sign, bo: Actor, citizen: Actor, at: datetime) -> None:
    application = sign()
    (token,) = links(at)
    seen = confirm(token, bo, at)
    assert seen.state == "confirmed"
    assert state_of(application, citizen) == "closed"
    assert party_of(application, citizen).signed_as == BO


def test_her_signature_is_over_what_she_saw(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    confirm(links(at)[0], bo, at)
    row = ApplicationParty.objects.get()
    held = Signature(row.key, bytes(row.signature or b""))
    assert trust.verify(row.canonical.encode(), held)
    assert "Lin An" in row.canonical
    assert "I agree that the child bears this name." in row.canonical
    assert "not for Bo" not in row.canonical
    assert (row.assurance, row.customer) == (2, bo.customer)


def test_conditions_read_how_many_confirmed(sign: Sign, bo: Actor, mei: UUID, at: datetime) -> None:
    from onedoor.contact.models import Message

    sign()
    assert not Message.objects.filter(customer=mei, body__en="Both agree")
    confirm(links(at)[0], bo, at)
    assert Message.objects.filter(customer=mei, body__en="Both agree").count() == 1


def test_both_sides_have_it_on_record_without_a_name(sign: Sign, bo: Actor, mei: UUID, at: datetime) -> None:
    sign()
    confirm(links(at)[0], bo, at)
    rows = JournalEntry.objects.filter(event__startswith="services.party.")
    assert {(row.event.rsplit(".")[-1], row.customer) for row in rows} == {
        ("asked", mei), ("asked_you", bo.customer), ("confirmed", mei), ("you_confirmed", bo.customer),
    }  # fmt: skip
    assert not any(BO in str(row.data) or "Lin An" in str(row.data) for row in rows)


def test_twice_is_once(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    seen = actions.open_request(token=token, by=bo, at=at)
    for _ in range(2):  # the same press again, or the same page on two devices
        again = actions.confirm_request(token=token, fingerprint=seen.fingerprint, by=bo, at=at)
        assert again.state == "confirmed"
    assert JournalEntry.objects.filter(event="services.party.confirmed").count() == 1


def test_what_was_confirmed_is_not_declined_afterwards(
    sign: Sign, bo: Actor, citizen: Actor, at: datetime
) -> None:
    application = sign()
    (token,) = links(at)
    confirm(token, bo, at)
    with pytest.raises(Conflict, match=r"party\.over"):
        actions.decline_request(token=token, reason="No", by=bo, at=at)
    assert party_of(application, citizen).state == "confirmed"


def test_one_link_is_for_one_person(sign: Sign, bo: Actor, stranger: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    actions.open_request(token=token, by=bo, at=at)
    with pytest.raises(Conflict, match=r"link\.anothers"):
        actions.open_request(token=token, by=stranger, at=at)
    with pytest.raises(Conflict, match=r"link\.anothers"):
        actions.confirm_request(token=token, fingerprint="", by=stranger, at=at)


def test_the_applicant_does_not_confirm_herself(sign: Sign, citizen: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    for act in (
        lambda: actions.open_request(token=token, by=citizen, at=at),
        lambda: actions.confirm_request(token=token, fingerprint="", by=citizen, at=at),
        lambda: actions.decline_request(token=token, reason="No", by=citizen, at=at),
    ):
        with pytest.raises(NotAllowed, match=r"party\.yourself"):
            act()


def test_nor_does_a_representative_of_hers_who_signed(
    sign: Sign, mei: UUID, bo: Actor, citizen: Actor, at: datetime
) -> None:
    sign()
    (token,) = links(at)
    signer = replace(bo, account=citizen.account)
    with pytest.raises(NotAllowed, match=r"party\.yourself"):
        actions.open_request(token=token, by=signer, at=at)


def test_nobody_confirms_in_anothers_name(sign: Sign, bo: Actor, stranger: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    acting = replace(bo, customer=stranger.customer, mandate=UUID(int=3))
    with pytest.raises(NotAllowed, match=r"party\.own_name"):
        actions.open_request(token=token, by=acting, at=at)


@pytest.mark.parametrize("token", ["", "x", "0" * 32])
def test_a_guess_opens_nothing(sign: Sign, stranger: Actor, at: datetime, token: str) -> None:
    sign()
    with pytest.raises(NotFound):
        actions.open_request(token=token, by=stranger, at=at)


def test_what_was_not_shown_is_not_confirmed(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    with pytest.raises(Conflict, match=r"party\.changed"):
        actions.confirm_request(token=token, fingerprint="0" * 64, by=bo, at=at)


def test_whom_the_house_knows_finds_it_at_her_door(
    sign: Sign, bo: Actor, stranger: Actor, at: datetime
) -> None:
    sign()
    assert bo.customer is not None
    (card,) = queries.list_requests(bo.customer, by=bo)
    seen = actions.open_request(party=card.id, by=bo, at=at)
    actions.confirm_request(party=card.id, fingerprint=seen.fingerprint, by=bo, at=at)
    assert queries.list_requests(bo.customer, by=bo)[0].state == "confirmed"
    with pytest.raises(NotFound):
        actions.open_request(party=card.id, by=stranger, at=at)
    assert not queries.list_requests(bo.customer, by=stranger)


def test_a_shared_or_unproved_address_leads_to_nobody(sign: Sign, bo: Actor, at: datetime) -> None:
    other = people.register_customer(name="Bo's wife", email=CONTACT, by=SYSTEM, at=at)
    assert bo.customer is not None
    (point,) = (one for one in _points(other.id) if one.kind == "email")
    people.verify_contact_point(contact_point=point.id, by=SYSTEM, at=at)
    sign()
    assert ApplicationParty.objects.get().known is None


def _points(customer: UUID) -> list[Any]:
    from onedoor.people import queries as of_people

    return of_people.list_contact_points(customer)


def test_afterwards_she_reads_what_became_of_it(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    confirm(token, bo, at)
    seen = actions.open_request(token=token, by=bo, at=at + timedelta(days=100))
    assert (seen.progress, seen.open, len(seen.values)) == ("closed", False, 1)
    with pytest.raises(NotFound, match=r"link\.dead"):
        actions.open_request(token=token, by=bo, at=at + timedelta(days=366))


def test_nobody_is_asked_where_nobody_takes_part(sign: Sign, citizen: Actor) -> None:
    application = sign(child="Lin An", other_name="", other_contact="", secret="")
    assert not queries.list_parties(application.id, by=citizen)
    assert state_of(application, citizen) == "closed"


@pytest.mark.parametrize(("name", "contact"), [(BO, "nonsense"), (BO, "")])
def test_who_cannot_be_reached_keeps_the_signature_from_being_given(
    sign: Sign, citizen: Actor, mei: UUID, name: str, contact: str
) -> None:
    with pytest.raises(Invalid, match=r"party\.contact"):
        sign(child="Lin An", other_name=name, other_contact=contact, secret="")
    (card,) = queries.list_applications(mei, by=citizen)
    assert card.state == "draft"


def test_declining_needs_a_reason(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    (token,) = links(at)
    with pytest.raises(Invalid, match=r"party\.reason"):
        actions.decline_request(token=token, reason=" ", by=bo, at=at)


def test_a_decline_waits_for_the_applicant(sign: Sign, bo: Actor, citizen: Actor, at: datetime) -> None:
    application = sign()
    actions.decline_request(token=links(at)[0], reason="Not this name", by=bo, at=at)
    party = party_of(application, citizen)
    assert (party.state, party.reason, party.may_change, party.may_leave_out) == (
        "declined", "Not this name", True, False,
    )  # fmt: skip
    assert state_of(application, citizen) == "signed"
    with pytest.raises(Conflict, match=r"party\.needed"):
        actions.leave_party_out(party=party.id, by=citizen, at=at)


def test_or_does_what_the_file_says(
    sign: Sign, change: Change, bo: Actor, officer: Actor, citizen: Actor, at: datetime
) -> None:
    change("family-name", **{"else": "review"})
    application = sign()
    actions.decline_request(token=links(at)[0], reason="No", by=bo, at=at)
    assert Application.objects.get(pk=application.id).waits_for == ["review-agree"]


def test_with_an_else_a_confirmation_goes_straight_on(
    sign: Sign, change: Change, bo: Actor, citizen: Actor, at: datetime
) -> None:
    change("family-name", **{"else": "review"})
    application = sign()
    confirm(links(at)[0], bo, at)
    assert state_of(application, citizen) == "closed"


def test_who_knows_nothing_about_it_raises_the_alarm(
    sign: Sign, bo: Actor, nobody: Actor, citizen: Actor, at: datetime
) -> None:
    application = sign()
    (token,) = links(at)
    for _ in range(2):  # signed in or not, and twice is once
        actions.report_request(token=token, words="I have no child", by=nobody, at=at)
    case = Case.objects.get(kind="identity-alarm")
    assert (case.agency, case.lane, case.customer) == ("CIV", "fast", bo.customer)
    party = party_of(application, citizen)
    assert (party.state, party.alarmed, party.may_change) == ("declined", False, False)
    with pytest.raises(Conflict):
        confirm(token, bo, at)


def test_an_alarm_waits_for_an_officer_whatever_the_file_says(
    sign: Sign, change: Change, nobody: Actor, officer: Actor, citizen: Actor, at: datetime
) -> None:
    change("family-name", **{"else": "enter"})
    application = sign()
    actions.report_request(token=links(at)[0], by=nobody, at=at)
    assert state_of(application, citizen) == "signed"
    civ = replace(officer, agency="CIV")
    party = party_of(application, civ)
    assert (party.alarmed, party.may_settle) == (True, True)
    with pytest.raises(NotFound):
        actions.settle_party(party=party.id, go_on=False, by=officer, at=at)
    with pytest.raises(NotFound):
        actions.settle_party(party=party.id, go_on=True, by=citizen, at=at)
    actions.settle_party(party=party.id, go_on=False, by=civ, at=at)
    row = Application.objects.get(pk=application.id)
    assert (row.state, row.ended) == ("closed", "refused")


def test_an_officer_helps_with_her_own_word(sign: Sign, bo: Actor, officer: Actor, at: datetime) -> None:
    sign()
    civ = replace(
        officer, agency="CIV", assisted=UUID(int=5), customer=bo.customer, self_customer=None,
        permissions=officer.permissions | {"assistance.give"},
    )  # fmt: skip
    (card,) = queries.list_requests(bo.customer or UUID(int=0), by=civ)
    seen = actions.open_request(party=card.id, by=civ, at=at)
    with pytest.raises(NotAllowed, match=r"assistance\.not_confirmed"):
        actions.confirm_request(party=card.id, fingerprint=seen.fingerprint, by=civ, at=at)


def test_the_wall_hides_it_from_strangers(
    sign: Sign, bo: Actor, citizen: Actor, stranger: Actor, officer: Actor
) -> None:
    application = sign()
    counts: dict[str, int] = {}
    for name, by in {"mei": citizen, "bo": bo, "noor": stranger, "rev": officer}.items():
        with scoped(by):
            counts[name] = ApplicationParty.objects.count()
    assert counts == {"mei": 1, "bo": 1, "noor": 0, "rev": 0}
    with pytest.raises(NotFound):
        queries.list_parties(application.id, by=stranger)


def test_what_it_brings_about_is_kept_of_both(
    sign: Sign, bo: Actor, mei: UUID, citizen: Actor, at: datetime
) -> None:
    sign()
    confirm(links(at)[0], bo, at)
    for customer, by in ((mei, citizen), (bo.customer or mei, bo)):
        (child,) = [one for one in registers.list_held(customer, by=by) if one.attribute == "children"]
        assert (child.value, child.source) == ({"name": "Lin An"}, "CIV")
