"""A partner's key opens one thing: pushing its own data."""

from datetime import datetime, timedelta

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.trust import actions, queries
from onedoor.trust.models import PartnerKey
from onedoor.trust.types import IssuedKey

pytestmark = pytest.mark.django_db


@pytest.fixture
def issued(at: datetime) -> IssuedKey:
    """A key of the charity HARBOUR-AID."""
    return actions.issue_partner_key(partner="HARBOUR-AID", label="Night upload", by=SYSTEM, at=at)


def test_the_key_makes_a_partner_that_may_only_push(issued: IssuedKey, at: datetime) -> None:
    by = queries.find_partner_by_key(issued.secret, at=at)
    assert by is not None
    assert (by.kind, by.partner, by.permissions) == ("partner", "HARBOUR-AID", {"partner.push"})


@pytest.mark.parametrize("text", ["", "odk_", "odk_00000000_x", "Bearer x", "odk_\x00_y", "x" * 5000])
def test_any_other_text_is_nobody(text: str, issued: IssuedKey, at: datetime) -> None:
    assert queries.find_partner_by_key(text, at=at) is None


def test_a_changed_secret_is_nobody(issued: IssuedKey, at: datetime) -> None:
    assert queries.find_partner_by_key(issued.secret[:-1] + "?", at=at) is None


def test_the_secret_is_not_kept(issued: IssuedKey) -> None:
    row = PartnerKey.objects.get()
    assert issued.secret.split("_", 2)[2].encode() not in bytes(row.secret_hash)
    assert row.prefix in issued.secret


def test_a_key_is_good_in_its_half_open_period(at: datetime) -> None:
    ends = at + timedelta(days=1)
    key = actions.issue_partner_key(partner="P", label="", active_to=ends, by=SYSTEM, at=at)
    assert queries.find_partner_by_key(key.secret, at=at - timedelta(seconds=1)) is None
    assert queries.find_partner_by_key(key.secret, at=at) is not None
    assert queries.find_partner_by_key(key.secret, at=ends) is None


def test_a_revoked_key_is_nobody(issued: IssuedKey, at: datetime) -> None:
    actions.revoke_partner_key(key=issued.key.id, by=SYSTEM, at=at + timedelta(hours=1))
    assert queries.find_partner_by_key(issued.secret, at=at + timedelta(hours=1)) is None


def test_its_use_is_noted(issued: IssuedKey, at: datetime) -> None:
    by = queries.find_partner_by_key(issued.secret, at=at)
    assert by is not None
    actions.note_partner_key_use(by=by, at=at)
    actions.note_partner_key_use(by=by, at=at + timedelta(minutes=1))
    assert [key.last_used_at for key in queries.list_partner_keys("HARBOUR-AID")] == [at]


def test_officers_without_the_permission_issue_none(officer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.issue_partner_key(partner="P", label="", by=officer, at=at)
