"""One-time codes: right once, wrong counted, locked after ten."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, StepUpNeeded
from onedoor.trust import actions, queries
from onedoor.trust.keys.ring import forget_ring
from onedoor.trust.rules import totp_code
from onedoor.trust.types import AccountView, Locked
from tests.trust.conftest import ADA, SECRET

pytestmark = pytest.mark.django_db
MOMENT = datetime(2026, 5, 4, 10, 0, 10, tzinfo=UTC)  # real time: the demo city's date does not matter


@pytest.fixture
def clock(ada: AccountView, at: datetime) -> Iterator[time_machine.Traveller]:
    """Ada has an authenticator, and it is 10:00:10."""
    actions.enrol_totp(account=ada.id, secret=SECRET, by=SYSTEM, at=at)
    with time_machine.travel(MOMENT, tick=False) as traveller:
        yield traveller


def code_at(moment: datetime) -> str:
    return queries.demo_totp_code(SECRET, moment)


def give(code: str, ada_acts: Actor, at: datetime) -> int:
    return actions.verify_totp(account=ada_acts.account, code=code, by=ada_acts, at=at)


def happened(event: str) -> int:
    return JournalEntry.objects.filter(event=f"trust.step_up.{event}", customer=ADA).count()


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_the_standards_own_figures(seconds: int, code: str) -> None:  # RFC 6238, appendix B
    assert totp_code("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", seconds // 30) == code


@pytest.mark.usefixtures("clock")
def test_the_code_of_this_moment_lifts_the_session_to_level_three(ada_acts: Actor, at: datetime) -> None:
    assert give(code_at(MOMENT), ada_acts, at) == 3
    assert happened("passed") == 1


@pytest.mark.parametrize("drift", [-30, 30])
@pytest.mark.usefixtures("clock")
def test_a_clock_half_a_minute_off_is_forgiven(drift: int, ada_acts: Actor, at: datetime) -> None:
    assert give(code_at(MOMENT + timedelta(seconds=drift)), ada_acts, at) == 3


@pytest.mark.parametrize("drift", [-90, 90])
@pytest.mark.usefixtures("clock")
def test_a_clock_further_off_is_not(drift: int, ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        give(code_at(MOMENT + timedelta(seconds=drift)), ada_acts, at)


@pytest.mark.usefixtures("clock")
def test_a_code_typed_in_two_groups_is_taken(ada_acts: Actor, at: datetime) -> None:
    code = code_at(MOMENT)
    assert give(f" {code[:3]} {code[3:]} ", ada_acts, at) == 3


@pytest.mark.usefixtures("clock")
def test_a_code_works_once(ada_acts: Actor, at: datetime) -> None:
    give(code_at(MOMENT), ada_acts, at)
    with pytest.raises(Invalid, match=r"totp\.wrong"):
        give(code_at(MOMENT), ada_acts, at)


@pytest.mark.usefixtures("clock")
def test_an_older_code_does_not_work_after_a_newer_one(ada_acts: Actor, at: datetime) -> None:
    give(code_at(MOMENT), ada_acts, at)
    with pytest.raises(Invalid):
        give(code_at(MOMENT - timedelta(seconds=30)), ada_acts, at)


def test_ten_wrong_codes_lock_for_ten_minutes(
    clock: time_machine.Traveller, ada_acts: Actor, at: datetime
) -> None:
    for _ in range(10):
        with pytest.raises(Invalid):
            give("000000", ada_acts, at)
    with pytest.raises(Locked) as caught:
        give(code_at(MOMENT), ada_acts, at)
    assert caught.value.status == 429
    assert (happened("failed"), happened("locked")) == (10, 1)
    clock.shift(timedelta(minutes=10))
    assert give(code_at(MOMENT + timedelta(minutes=10)), ada_acts, at) == 3


@pytest.mark.usefixtures("clock")
def test_a_right_code_forgives_the_wrong_ones(ada_acts: Actor, at: datetime) -> None:
    for _ in range(9):
        with pytest.raises(Invalid):
            give("000000", ada_acts, at)
    give(code_at(MOMENT), ada_acts, at)
    with pytest.raises(Invalid):
        give("000000", ada_acts, at)


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "0" * 10_000, "\x00"])
@pytest.mark.usefixtures("clock")
def test_odd_input_is_only_a_wrong_code(code: str, ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        give(code, ada_acts, at)


def test_without_an_authenticator_there_is_nothing_to_verify(ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid, match="not_enrolled"):
        give("123456", ada_acts, at)


@pytest.mark.usefixtures("clock")
def test_nobody_uses_a_strangers_codes(ada: AccountView, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.verify_totp(account=ada.id, code=code_at(MOMENT), by=ANONYMOUS, at=at)


@pytest.mark.usefixtures("clock")
def test_the_secret_lies_sealed(ada: AccountView) -> None:
    assert queries.has_totp(ada.id)
    assert SECRET not in str(Authenticator.objects.get(user_id=ada.id).data)


@pytest.mark.usefixtures("clock")
def test_setting_up_again_ends_the_old_secret(ada_acts: Actor, at: datetime) -> None:
    fresh = actions.enrol_totp(account=ada_acts.account, by=ada_acts, at=at)
    with pytest.raises(Invalid):
        give(code_at(MOMENT), ada_acts, at)
    assert give(queries.demo_totp_code(fresh, MOMENT), ada_acts, at) == 3


@pytest.mark.usefixtures("clock")
def test_codes_in_use_are_replaced_only_at_level_three(ada_acts: Actor, at: datetime) -> None:
    give(code_at(MOMENT), ada_acts, at)
    with pytest.raises(StepUpNeeded):
        actions.enrol_totp(account=ada_acts.account, by=ada_acts, at=at)
    actions.enrol_totp(account=ada_acts.account, by=replace(ada_acts, assurance=3), at=at)


@pytest.mark.usefixtures("clock")
def test_the_secret_sealed_anew_gives_the_same_codes(ada_acts: Actor, at: datetime) -> None:
    before = Authenticator.objects.get().data["secret"]
    actions.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()

    assert actions.reseal_secrets(by=SYSTEM, at=at) == (1, 0)
    assert Authenticator.objects.get().data["secret"] != before
    assert give(code_at(MOMENT), ada_acts, at) == 3
    forget_ring()
