"""Those who do not answer are reminded; the applicant can help; at the end the file says what is done."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core import mail

from onedoor.contact.models import Message, OutsideMessage
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound, StepUpNeeded
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView
from onedoor.services.models import Application, ApplicationParty
from tests.services.parties.conftest import BO, CONTACT, Change, Sign, as_level, confirm, links, party_of

pytestmark = pytest.mark.django_db


def watch(at: datetime, days: float) -> datetime:
    then = at + timedelta(days=days)
    actions.watch_parties(by=SYSTEM, at=then)
    return then


def state_of(application: ApplicationView) -> str:
    return Application.objects.get(pk=application.id).state


def test_she_is_reminded_half_way_and_a_day_before(sign: Sign, citizen: Actor, at: datetime) -> None:
    party = party_of(sign(), citizen)
    assert local(party.due_at).isoformat()[:10] == "2025-03-28"  # 14 working days
    sent = [len(links(watch(at, days))) for days in (8, 10, 10.1, 16, 17.5, 17.9)]
    assert sent == [1, 2, 2, 2, 3, 3]


def test_a_reminder_is_a_new_link_and_the_old_one_is_dead(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    links(at)
    then = watch(at, 10)
    old, new = links(then)
    with pytest.raises(NotFound, match=r"link\.dead"):
        actions.open_request(token=old, by=bo, at=then)
    assert confirm(new, bo, then).state == "confirmed"


def test_who_has_answered_is_left_in_peace(sign: Sign, bo: Actor, at: datetime) -> None:
    sign()
    confirm(links(at)[0], bo, at)
    for days in (10, 18, 25):
        watch(at, days)
    assert len(links(at + timedelta(days=26))) == 1


def test_late_by_itself_only_reminds_and_tells_the_applicant(
    sign: Sign, bo: Actor, mei: UUID, citizen: Actor, at: datetime
) -> None:
    application = sign()
    then = watch(at, 19)
    assert party_of(application, citizen).state == "invited"
    assert Message.objects.filter(customer=mei, body__en__icontains="has not answered yet").count() == 1
    assert confirm(links(then)[-1], bo, then).state == "confirmed"


def test_late_may_end_the_application(sign: Sign, change: Change, bo: Actor, mei: UUID, at: datetime) -> None:
    change("family-name", late="end")
    application = sign()
    (token,) = links(at)
    then = watch(at, 19)
    row = Application.objects.get(pk=application.id)
    assert (row.state, row.ended, row.waits_for) == ("closed", "late", [])
    assert Message.objects.filter(customer=mei, body__en__icontains="did not confirm it").count() == 1
    with pytest.raises(Conflict, match=r"party\.over"):
        actions.decline_request(token=token, reason="No", by=bo, at=then)


def test_late_may_be_an_officers_to_decide(
    sign: Sign, change: Change, officer: Actor, citizen: Actor, at: datetime
) -> None:
    change("family-name", late="review")
    application = sign()
    then = watch(at, 19)
    civ = replace(officer, agency="CIV")
    party = party_of(application, civ)
    assert (party.state, party.may_settle, state_of(application)) == ("expired", True, "signed")
    with pytest.raises(NotAllowed):
        actions.settle_party(party=party.id, go_on=True, by=replace(civ, permissions=frozenset()), at=then)
    actions.settle_party(party=party.id, go_on=True, by=civ, at=then)
    assert state_of(application) == "closed"


def test_who_moves_along_confirms_without_an_account(
    along: ApplicationView, nobody: Actor, citizen: Actor, at: datetime
) -> None:
    token = links(at, to="ann@mail.example")[0]
    seen = actions.open_request(token=token, by=nobody, at=at)
    assert [line.field for line in seen.values] == ["place", "movers"]
    assert seen.values[1].shown["mover"] == "Ann Goh"
    confirm(token, nobody, at)
    row = ApplicationParty.objects.get(state="confirmed")
    assert (row.assurance, row.customer, row.position) == (1, None, 0)


def test_a_telephone_is_written_to_by_text_and_only_by_day(along: ApplicationView, at: datetime) -> None:
    text = OutsideMessage.objects.get(kind="phone")
    assert text.due_at == at
    assert len(links(at)) == 1


def test_who_moves_along_and_never_comes_is_left_out(
    along: ApplicationView, nobody: Actor, citizen: Actor, at: datetime
) -> None:
    confirm(links(at)[0], nobody, at)
    assert state_of(along) == "signed"
    watch(at, 15)
    assert state_of(along) == "closed"
    first, second = queries.list_parties(along.id, by=citizen)
    assert (first.state, first.left_out) == ("confirmed", False)
    assert (second.state, second.left_out) == ("expired", True)


def test_one_who_declines_can_be_left_out_where_the_file_allows(
    along: ApplicationView, nobody: Actor, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    actions.decline_request(token=links(at)[0], reason="I stay", by=nobody, at=at)
    party = party_of(along, citizen)
    with pytest.raises(NotFound):
        actions.leave_party_out(party=party.id, by=stranger, at=at)
    assert actions.leave_party_out(party=party.id, by=citizen, at=at).left_out
    assert state_of(along) == "signed"  # Cy is still waited for


def test_a_link_alone_never_goes_to_the_applicant_herself(sign: Sign, mei: UUID, at: datetime) -> None:
    from onedoor.people import actions as people

    people.add_contact_point(customer=mei, kind="email", value="mei@mail.example", by=SYSTEM, at=at)
    with pytest.raises(Invalid, match=r"party\.own_contact"):
        sign(
            "moving",
            **{"place": "3 Quay Street", "movers-0-mover": "Ann", "movers-0-reach": "mei@mail.example"},
        )


def test_she_sends_the_link_again(
    sign: Sign, bo: Actor, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    application = sign()
    links(at)
    party = party_of(application, citizen)
    with pytest.raises(NotFound):
        actions.send_request_again(party=party.id, by=stranger, at=at)
    actions.send_request_again(party=party.id, by=citizen, at=at)
    old, new = links(at)
    with pytest.raises(NotFound):
        actions.open_request(token=old, by=bo, at=at)
    assert actions.open_request(token=new, by=bo, at=at).state == "invited"


def test_but_not_without_end(sign: Sign, citizen: Actor, at: datetime) -> None:
    party = party_of(sign(), citizen)
    for _ in range(9):
        actions.send_request_again(party=party.id, by=citizen, at=at)
    with pytest.raises(Conflict, match=r"party\.not_to_send"):
        actions.send_request_again(party=party.id, by=citizen, at=at)


def test_what_has_not_left_yet_does_not_leave_twice(sign: Sign, citizen: Actor, at: datetime) -> None:
    party = party_of(sign(), citizen)
    actions.send_request_again(party=party.id, by=citizen, at=at)
    assert len(links(at)) == 1


def test_she_puts_the_contact_right(sign: Sign, citizen: Actor, bo: Actor, at: datetime) -> None:
    application = sign(child="Lin An", other_name=BO, other_contact="bo@mali.example", secret="")
    (old,) = links(at)
    party = party_of(application, citizen)
    with pytest.raises(Invalid):
        actions.change_party(party=party.id, name=BO, contact="nonsense", by=citizen, at=at)
    actions.change_party(party=party.id, name=BO, contact=CONTACT, by=citizen, at=at)
    with pytest.raises(NotFound):
        actions.open_request(token=old, by=bo, at=at)
    assert confirm(links(at)[-1], bo, at).state == "confirmed"
    assert mail.outbox[-1].to == [CONTACT]


def test_another_person_needs_the_proof_of_signing(
    sign: Sign, citizen: Actor, bo: Actor, at: datetime
) -> None:
    application = sign()
    (token,) = links(at)
    actions.decline_request(token=token, reason="Not me", by=bo, at=at)
    party = party_of(application, citizen)
    facts = {"party": party.id, "name": "Di Wu", "contact": "di@mail.example", "at": at}
    with pytest.raises(StepUpNeeded):
        actions.change_party(**facts, by=as_level(citizen, 1))
    new = actions.change_party(**facts, by=citizen)
    assert (new.name, new.state) == ("Di Wu", "invited")
    held = {one["field"]: one["value"] for one in Application.objects.get(pk=application.id).values}
    assert (held["other_name"], held["other_contact"]) == ("Di Wu", "di@mail.example")
    with pytest.raises(NotFound):
        actions.open_request(token=token, by=bo, at=at)


def test_one_who_confirmed_stays(
    sign: Sign, along: ApplicationView, nobody: Actor, citizen: Actor, at: datetime
) -> None:
    confirm(links(at)[0], nobody, at)
    party = party_of(along, citizen)
    with pytest.raises(Conflict, match=r"party\.not_to_change"):
        actions.change_party(party=party.id, name="X", contact=CONTACT, by=citizen, at=at)
