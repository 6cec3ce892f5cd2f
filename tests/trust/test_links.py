"""A link is for one person, for one question, for a time."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.models import Link

pytestmark = pytest.mark.django_db

SUBJECT = UUID(int=77)
ANN = Actor(kind="citizen", account=UUID(int=1), door="portal", assurance=1, customer=UUID(int=11))
BEN = Actor(kind="citizen", account=UUID(int=2), door="portal", assurance=3, customer=UUID(int=12))


@pytest.fixture
def token(at: datetime) -> str:
    return actions.make_link(
        purpose="test", subject=SUBJECT, expires_at=at + timedelta(days=1), by=SYSTEM, at=at
    )


def test_it_leads_to_its_subject(token: str, at: datetime) -> None:
    assert queries.get_link(token, "test", at=at).subject == SUBJECT


@pytest.mark.parametrize("wrong", ["", "0" * 32])
def test_a_guess_leads_nowhere(token: str, wrong: str, at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.get_link(wrong, "test", at=at)


def test_it_serves_no_other_purpose(token: str, at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.get_link(token, "other", at=at)


def test_it_expires(token: str, at: datetime) -> None:
    queries.get_link(token, "test", at=at + timedelta(hours=23))
    with pytest.raises(NotFound):
        queries.get_link(token, "test", at=at + timedelta(days=1))


def test_a_newer_one_ends_it(token: str, at: datetime) -> None:
    new = actions.make_link(purpose="test", subject=SUBJECT, expires_at=None, by=SYSTEM, at=at)
    with pytest.raises(NotFound):
        queries.get_link(token, "test", at=at)
    assert queries.get_link(new, "test", at=at).subject == SUBJECT


def test_it_can_be_ended(token: str, at: datetime) -> None:
    actions.end_link(purpose="test", subject=SUBJECT, by=SYSTEM, at=at)
    with pytest.raises(NotFound):
        actions.hold_link(token=token, purpose="test", by=ANN, at=at)
    assert queries.find_live_link("test", SUBJECT) is None


def test_who_opens_it_first_signed_in_has_it(token: str, at: datetime) -> None:
    for _ in range(2):
        assert actions.hold_link(token=token, purpose="test", by=ANN, at=at).holder == ANN.account
    with pytest.raises(Conflict, match=r"link\.anothers"):
        actions.hold_link(token=token, purpose="test", by=BEN, at=at)


def test_a_mail_scanner_takes_it_from_nobody(token: str, at: datetime) -> None:
    assert actions.hold_link(token=token, purpose="test", by=ANONYMOUS, at=at).holder is None
    assert actions.hold_link(token=token, purpose="test", by=ANN, at=at).holder == ANN.account


def test_what_was_held_is_not_opened_signed_out(token: str, at: datetime) -> None:
    actions.hold_link(token=token, purpose="test", by=ANN, at=at)
    with pytest.raises(Conflict):
        actions.hold_link(token=token, purpose="test", by=ANONYMOUS, at=at)


def test_the_wall_shows_links_to_nobody(token: str) -> None:
    for by in (ANN, Actor(kind="officer", agency="REV")):
        with scoped(by):
            assert not Link.objects.exists()
