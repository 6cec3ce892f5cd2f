"""What is taken back is told to each receiver, until it acknowledges or an officer takes it over."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.types import NoticeState, NoticeView, Share
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.trust import queries as trust

HELP = "AG-2025-22"
PAUSE = timedelta(minutes=2)


@pytest.fixture(autouse=True)
def _given(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement=HELP, by=citizen, at=at)


def notices(donor: UUID, citizen: Actor, at: datetime, **part: object) -> dict[str, NoticeView]:
    left = actions.withdraw_consent(customer=donor, agreement=HELP, by=citizen, at=at, **part)  # type: ignore[arg-type]
    return {one.receiver: one for one in left.notices}


def test_who_loses_everything_is_told_so_and_the_others_hear_nothing(
    donor: UUID, citizen: Actor, at: datetime
) -> None:
    told = notices(donor, citizen, at, receivers=["SOC"])

    assert set(told) == {"SOC"}
    assert told["SOC"].state is NoticeState.WAITING


def test_an_attribute_is_taken_back_from_every_receiver(donor: UUID, citizen: Actor, at: datetime) -> None:
    share = Share("job-endings", "reason")
    told = notices(donor, citizen, at, shares=[share])

    assert {receiver: one.shares for receiver, one in told.items()} == dict.fromkeys(
        ("LAB", "EDU", "SOC"), (share,)
    )


def test_whoever_was_told_before_is_not_told_again(donor: UUID, citizen: Actor, at: datetime) -> None:
    notices(donor, citizen, at, receivers=["SOC"])
    told = notices(donor, citizen, at)

    assert set(told) == {"SOC", "LAB", "EDU"}


def test_the_news_names_her_only_by_the_receivers_own_pseudonym(
    donor: UUID, citizen: Actor, at: datetime
) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]
    claimed = actions.claim_notice(notice=news.id, pause=PAUSE, by=SYSTEM, at=at)

    assert claimed is not None
    assert claimed.told["person"] == trust.pseudonym(donor, "SOC")
    assert claimed.told["withdrawn"] == "all"
    assert str(donor) not in str(claimed.told)


def test_one_job_at_a_time_has_it_in_hand(donor: UUID, citizen: Actor, at: datetime) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]

    assert queries.list_due_notices(at=at) == [news.id]
    assert actions.claim_notice(notice=news.id, pause=PAUSE, by=SYSTEM, at=at)
    assert actions.claim_notice(notice=news.id, pause=PAUSE, by=SYSTEM, at=at) is None
    assert queries.list_due_notices(at=at + PAUSE) == [news.id]


@pytest.mark.parametrize(("outcome", "state"), [("done", "acknowledged"), ("refused", "refused")])
def test_she_sees_what_the_receiver_answered(
    donor: UUID, citizen: Actor, at: datetime, outcome: str, state: str
) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]
    actions.note_notice(notice=news.id, outcome=outcome, answer="Deleted", by=SYSTEM, at=at)

    [consent] = queries.list_consents(donor, by=citizen, at=at)
    assert [(one.state, one.answer, one.answered_at) for one in consent.notices] == [(state, "Deleted", at)]


def test_an_answer_stands(donor: UUID, citizen: Actor, at: datetime) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]
    actions.note_notice(notice=news.id, outcome="done", by=SYSTEM, at=at)

    assert actions.note_notice(notice=news.id, outcome="refused", by=SYSTEM, at=at).state == "acknowledged"
    assert actions.note_notice_failure(
        notice=news.id, code="timeout", give_up=True, by=SYSTEM, at=at
    ).state == "acknowledged"  # fmt: skip


def test_who_cannot_be_reached_is_an_officers_at_last(donor: UUID, citizen: Actor, at: datetime) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]
    first = actions.note_notice_failure(notice=news.id, code="timeout", give_up=False, by=SYSTEM, at=at)
    last = actions.note_notice_failure(notice=news.id, code="timeout", give_up=True, by=SYSTEM, at=at)

    assert (first.state, last.state) == ("waiting", "stuck")
    assert queries.list_due_notices(at=at + timedelta(days=9)) == []


def test_neither_she_nor_an_officer_acknowledges_for_a_receiver(
    donor: UUID, citizen: Actor, officer: Actor, at: datetime
) -> None:
    news = notices(donor, citizen, at, receivers=["SOC"])["SOC"]

    for by in (citizen, officer):
        with pytest.raises(NotAllowed):
            actions.note_notice(notice=news.id, outcome="done", by=by, at=at)
