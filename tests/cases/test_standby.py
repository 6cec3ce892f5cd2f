"""A name in the roster counts only as long as somebody who lives holds a post there behind it."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from click.testing import CliRunner
from django.conf import LazySettings

from onedoor.cases.actions import set_duty_number
from onedoor.cases.duty import list_on_duty
from onedoor.cases.standby import Gap, list_gaps
from onedoor.config.commands.duty import duty
from onedoor.kernel.actors import SYSTEM
from onedoor.trust import actions as trust
from onedoor.trust.models import Post
from tests.cases.conftest import Hire

ADA, SUE = "ada.one@rev.example", "sue.three@rev.example"
ROSTER = """otherwise: REV
duty:
  REV:
    shifts:
      - {{days: mon-sun, hours: 08:00-20:00, officers: [{day}]}}
      - {{days: mon-sun, hours: 20:00-08:00, officers: [{night}]}}
    supervisor: supervisor
"""
Write = Callable[..., None]


@pytest.fixture
def write(tmp_path: Path, settings: LazySettings) -> Write:
    """A roster of one agency, in a catalogue of its own."""

    def put(*, day: str = ADA, night: str = ADA) -> None:
        for path in Path(settings.CATALOGUE).iterdir():
            (tmp_path / path.name).symlink_to(path)
        (tmp_path / "duty-roster.yaml").unlink()
        (tmp_path / "duty-roster.yaml").write_text(ROSTER.format(day=day, night=night))
        settings.CATALOGUE = tmp_path

    return put


def asked_in_vain(at: datetime) -> list[tuple[str, bool]]:
    return [(gap.asked, gap.is_open) for gap in list_gaps(at=at)]


def test_whoever_lives_and_holds_a_post_there_is_no_gap(write: Write, hire: Hire, at: datetime) -> None:
    write()
    hire("Ada One")
    hire("Sue Three", role="supervisor")

    assert list_gaps(at=at) == []


def test_nobody_of_that_name_and_an_officer_of_another_agency_are_gaps(
    write: Write, hire: Hire, at: datetime
) -> None:
    write(day="ada.one@civ.example", night="nobody@rev.example")
    hire("Ada One", agency="CIV")
    hire("Sue Three", role="supervisor")

    assert set(asked_in_vain(at)) == {("ada.one@civ.example", False), ("nobody@rev.example", False)}
    assert [one.name for one in list_on_duty("REV", at)] == ["Sue Three"]


def test_an_account_that_was_closed_answers_no_more(write: Write, hire: Hire, at: datetime) -> None:
    write()
    ada = hire("Ada One")
    hire("Sue Three", role="supervisor")
    assert ada.account is not None
    trust.lock_account(account=ada.account, by=SYSTEM, at=at)

    assert asked_in_vain(at) == [(ADA, False)]


def test_a_post_that_ends_is_told_before_its_last_day_is_over(write: Write, hire: Hire, at: datetime) -> None:
    write()
    ada = hire("Ada One", role="phone-officer")
    hire("Sue Three", role="supervisor")
    assert ada.account is not None
    post = Post.objects.get(account=ada.account).id
    trust.end_post(post=post, active_to=date(2025, 3, 20), by=SYSTEM, at=at)

    (gap,) = list_gaps(at=at)

    assert gap == Gap("REV", ADA, datetime.fromisoformat("2025-03-20T00:00+08:00"), False)
    assert list_gaps(at=at, ahead=timedelta(days=3)) == []


def test_where_nobody_of_the_roster_is_left_it_is_whoever_holds_a_post_there(
    write: Write, hire: Hire, at: datetime
) -> None:
    write(day="duty-officer", night="duty-officer")
    hire("Cle Four", role="case-officer")

    assert set(asked_in_vain(at)) == {("duty-officer", True), ("supervisor", True)}
    assert [one.name for one in list_on_duty("REV", at)] == ["Cle Four"]


def test_the_command_names_the_gaps_and_who_cannot_be_rung(write: Write, hire: Hire, at: datetime) -> None:
    write(night="nobody@rev.example")
    hire("Ada One")
    hire("Sue Three", role="supervisor")

    with time_machine.travel(at, tick=False):
        told = CliRunner().invoke(duty, ["check", "--days", "3"])

    assert told.exit_code == 1
    gap, *unreachable = told.output.splitlines()
    assert gap.startswith("2025-03-10 20:00  REV  nobody@rev.example: no living account")
    assert "the next is asked" in gap
    assert [line.split(":")[0] for line in unreachable] == [
        "REV  Ada One",
        "REV  Sue Three",
    ]


def test_the_command_is_content_when_everybody_can_answer_and_be_rung(
    write: Write, hire: Hire, at: datetime
) -> None:
    write()
    for officer in (hire("Ada One"), hire("Sue Three", role="supervisor")):
        set_duty_number(number="+6591230001", by=officer, at=at)

    with time_machine.travel(at, tick=False):
        told = CliRunner().invoke(duty, ["check", "--days", "3"])

    assert (told.exit_code, told.output) == (
        0, "everybody whom the roster names in the next 3 days can answer, and be rung\n",
    )  # fmt: skip
