"""Who has not signed by the day of notice is assessed as prepared, once, or asked for what is open."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.contact import queries as contact
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.payments import queries as payments
from onedoor.people import actions as people
from onedoor.services import actions, queries
from onedoor.services.actions.ending import end_season_chunk
from onedoor.services.applications.types import ApplicationState, ApplicationView
from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import Season
from onedoor.services.models import Application

BEFORE = datetime(2025, 4, 10, 1, 0, tzinfo=UTC)  # eight days before it closes
CLOSING = datetime(2025, 4, 11, 1, 0, tzinfo=UTC)
BETWEEN = datetime(2025, 4, 25, 1, 0, tzinfo=UTC)
NOTICE = datetime(2025, 4, 29, 16, 0, tzinfo=UTC)  # 30 April begins in Harbour City


def end(at: datetime, limit: int = 100) -> int:
    return end_season_chunk(service="income-tax", season="YA2025", limit=limit, by=SYSTEM, at=at)


def events(customer: UUID, by: Actor) -> list[str]:
    return [entry.event for entry in journal.list_timeline(customer=customer, by=by)]


@pytest.mark.parametrize("day", [BEFORE, BETWEEN])
def test_nothing_happens_before_its_day(draft: ApplicationView, day: datetime) -> None:
    assert end(day) == 0
    assert actions.end_seasons(by=SYSTEM, at=day) == 0


def test_an_unsigned_return_is_assessed_as_prepared(
    draft: ApplicationView, citizen: Actor, mei: UUID
) -> None:
    assert end(NOTICE) == 1
    after = queries.get_application(draft.number, by=citizen, at=NOTICE)
    assert (after.state, after.signed_at, after.assessed_at) == (ApplicationState.DECIDED, None, NOTICE)
    assert after.recomputes
    assert after.payable == Decimal("770.00")
    (bill,) = payments.list_charges(mei, by=citizen)
    assert (bill.id, bill.amount) == (after.charge, Decimal("770.00"))


def test_she_is_told_that_she_did_not_need_to_do_anything(
    draft: ApplicationView, citizen: Actor, mei: UUID
) -> None:
    end(NOTICE)
    entry = next(
        e
        for e in journal.list_timeline(customer=mei, by=citizen)
        if e.event == "services.application.assessed"
    )
    assert entry.sentence("en").endswith("was assessed as prepared; you did not need to do anything.")
    assert "无需办理" in entry.sentence("zh-hans")


def test_the_notice_explains_itself_and_says_how_to_object(
    draft: ApplicationView, citizen: Actor, mei: UUID, deliver: Callable[[], int]
) -> None:
    end(NOTICE)
    (letter,) = contact.list_letters(mei, by=citizen)
    assert letter.kind == "income-tax/notice"
    content = contact.get_letter(letter.number, by=citizen).content
    assert content["application"]["assessed"]
    assert content["computation"]
    assert content["charge"]


def test_the_case_is_closed_at_birth(draft: ApplicationView) -> None:
    end(NOTICE)
    case = cases.find_tracking(draft.number)
    assert case is not None
    assert case.state == "closed"


def test_the_step_of_signing_is_not_shown_as_done(draft: ApplicationView, citizen: Actor) -> None:
    end(NOTICE)
    steps = queries.get_application(draft.number, by=citizen).steps
    assert [step.does for step in steps] == ["decide", "letter", "pay"]


def test_it_happens_exactly_once(draft: ApplicationView, citizen: Actor, mei: UUID) -> None:
    assert [end(NOTICE), end(NOTICE)] == [1, 0]
    assert len(payments.list_charges(mei, by=citizen)) == len(contact.list_letters(mei, by=citizen)) == 1


def test_a_signed_return_is_left_alone(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    actions.sign_application(
        application=draft.id, revision=draft.revision, fingerprint=draft.fingerprint, by=citizen, at=at
    )
    assert [end(CLOSING), end(NOTICE)] == [0, 0]


def test_a_withdrawn_return_is_left_alone(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    actions.withdraw_application(application=draft.id, by=citizen, at=at)
    assert end(NOTICE) == 0


def test_a_disputed_return_is_not_assessed_but_asked_for(
    draft: ApplicationView, citizen: Actor, mei: UUID, at: datetime
) -> None:
    actions.dispute_value(
        application=draft.id, field="gross_pay", index=0, reason="Not my pay", revision=draft.revision,
        by=citizen, at=at,
    )  # fmt: skip
    assert [end(NOTICE), end(NOTICE)] == [1, 0]
    assert Application.objects.get().state == "draft"
    assert events(mei, citizen).count("services.application.left_open") == 1


def test_a_figure_of_her_own_needs_her_signature(
    draft: ApplicationView, citizen: Actor, mei: UUID, at: datetime
) -> None:
    actions.amend_value(
        application=draft.id, field="gross_pay", index=0, value="58000", reason="Unpaid leave",
        revision=draft.revision, by=citizen, at=at,
    )  # fmt: skip
    end(NOTICE)
    assert Application.objects.get().state == "draft"
    assert payments.list_charges(mei, by=citizen) == []


def test_with_something_missing_it_stays_open(mei: UUID, citizen: Actor, at: datetime) -> None:
    actions.start_application(customer=mei, service="income-tax", door="portal", by=citizen, at=at)
    end(NOTICE)
    assert Application.objects.get().state == "draft"
    assert "services.application.left_open" in events(mei, citizen)


def test_she_is_reminded_once_before_it_closes(draft: ApplicationView, citizen: Actor, mei: UUID) -> None:
    assert [end(CLOSING), end(CLOSING)] == [1, 0]
    (message,) = contact.list_messages(mei, by=citizen)
    assert "18 April 2025" in message.body["en"]
    assert "2025年4月18日" in message.body["zh-hans"]
    assert "assessed as prepared" in message.body["en"]
    assert end(NOTICE) == 1


def test_who_starts_after_the_notice_is_not_assessed_the_next_day(
    year: None, mei: UUID, citizen: Actor
) -> None:
    actions.start_application(customer=mei, service="income-tax", door="portal", by=citizen, at=NOTICE)
    assert end(NOTICE.replace(day=30)) == 0


def test_a_killed_worker_goes_on_where_it_stopped(
    draft: ApplicationView, at: datetime, deliver: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(4):
        other = people.register_customer(name=f"Person {n}", by=SYSTEM, at=at).id
        actions.start_application(customer=other, service="income-tax", door="portal", by=SYSTEM, at=at)
    assert end(NOTICE, limit=2) == 2
    monkeypatch.setattr("onedoor.kernel.clock.now", lambda: NOTICE)
    actions.end_seasons(by=SYSTEM, at=NOTICE)
    deliver()
    assert Application.objects.filter(state="draft", reminded="late").count() == 4
    assert Application.objects.filter(state="decided").count() == 1


def test_a_service_may_let_drafts_expire(
    draft: ApplicationView, citizen: Actor, mei: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = get_catalogue().services["income-tax"]
    rounds = tuple(s.model_copy(update={"unsigned": "expire"}) for s in file.seasons)
    monkeypatch.setitem(file.__dict__, "seasons", rounds)
    end(NOTICE)
    assert Application.objects.get().state == "withdrawn"
    assert "services.application.expired" in events(mei, citizen)


def test_what_is_not_said_is_a_reminder() -> None:
    season = get_catalogue().services["income-tax"].seasons[0].model_dump() | {"opens": "2025-03-01"}
    season.pop("unsigned")
    assert Season.model_validate(season).unsigned == "remind"


def test_an_officer_cannot_end_a_season(db: None, officer: Actor) -> None:
    with pytest.raises(NotAllowed):
        actions.end_seasons(by=replace(officer, permissions=frozenset()), at=NOTICE)
