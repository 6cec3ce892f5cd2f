"""An officer's key for a program: for a shift, in her name, told once."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.trust import actions, queries
from onedoor.trust.models import DeskKey
from tests.cases.conftest import elsewhere, hire, officer  # noqa: F401  # fixtures

pytestmark = pytest.mark.django_db


def test_its_secret_is_not_kept(officer: Actor, at: datetime) -> None:  # noqa: F811
    issued = actions.issue_desk_key(label="Bar", by=officer, at=at)

    kept = bytes(DeskKey.objects.get().secret_hash)
    assert issued.secret.encode() not in kept
    found = queries.find_officer_by_key(issued.secret, at=at)
    assert found is not None
    assert (found.account, found.agency, found.permissions) == (
        officer.account, officer.agency, officer.permissions,
    )  # fmt: skip


@pytest.mark.parametrize("hours", [-1, 0, 13])
def test_it_lasts_a_shift_at_most(officer: Actor, at: datetime, hours: int) -> None:  # noqa: F811
    with pytest.raises(Invalid):
        actions.issue_desk_key(label="Bar", active_to=at + timedelta(hours=hours), by=officer, at=at)


def test_it_is_made_only_where_one_signed_in_well(officer: Actor, at: datetime) -> None:  # noqa: F811
    with pytest.raises(NotAllowed):
        actions.issue_desk_key(label="Bar", by=replace(officer, assurance=2), at=at)


def test_one_takes_back_ones_own(officer: Actor, elsewhere: Actor, at: datetime) -> None:  # noqa: F811
    key = actions.issue_desk_key(label="Bar", by=officer, at=at).key

    with pytest.raises(NotFound):
        actions.revoke_desk_key(key=key.id, by=elsewhere, at=at)
    assert [one.id for one in queries.list_desk_keys(by=officer, at=at)] == [key.id]
    assert queries.list_desk_keys(by=elsewhere, at=at) == []
