"""An invitation that is printed: one a sheet, found by nobody who does not hold it, and it names nobody."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from onedoor.cases import actions as cases
from onedoor.feedback import actions, queries
from onedoor.feedback.marks import ALPHABET, new_code, read_mark, write_mark
from onedoor.feedback.models import Invitation
from onedoor.feedback.types import MAY_RATE
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.ids import new_number
from onedoor.kernel.scope import scoped
from tests.cases.conftest import Open

pytestmark = pytest.mark.django_db


def test_a_mark_is_read_as_people_type_it_and_no_symbol_of_it_may_be_another() -> None:
    code = new_code()
    mark = write_mark(code)

    assert read_mark(mark) == code
    assert read_mark(mark.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == code
    for place, symbol in enumerate(mark):
        if symbol != "-":
            other = ALPHABET[(ALPHABET.index(symbol) + 1) % 32]
            assert read_mark(mark[:place] + other + mark[place + 1 :]) is None
    for wrong in ("", code, mark + "0", "ü" * 16, "U" * 16):
        assert read_mark(wrong) is None


def test_a_sheet_has_one_mark_and_each_sheet_another(opened: Open, at: datetime) -> None:
    number = opened().number

    first = actions.invite(number=number, letter="PL-1", by=SYSTEM, at=at)

    assert actions.invite(number=number, letter="PL-1", by=SYSTEM, at=at) == first
    assert actions.invite(number=number, letter="PL-2", by=SYSTEM, at=at) != first
    assert queries.get_invitation(first).letter == "PL-1"


def test_nothing_to_rate_is_no_invitation_and_only_the_house_gives_one(
    opened: Open, citizen: Actor, officer: Actor, at: datetime
) -> None:
    number = opened().number

    for by in (citizen, officer, ANONYMOUS):
        assert actions.invite(number=number, letter="PL-1", by=by, at=at) == ""
    assert actions.invite(number=new_number("HC"), letter="PL-1", by=SYSTEM, at=at) == ""
    assert actions.invite(number="", letter="PL-1", by=SYSTEM, at=at) == ""
    assert not Invitation.objects.exists()


def test_an_invitation_ends_with_the_time_to_rate(opened: Open, at: datetime) -> None:
    case = opened()
    mark = actions.invite(number=case.number, letter="PL-1", by=SYSTEM, at=at)
    cases.close_case(case=case.id, outcome="granted", by=SYSTEM, at=at)

    with pytest.raises(Conflict):
        actions.rate_invited(
            mark=mark, stars=5, door="post", by=ANONYMOUS, at=at + MAY_RATE + timedelta(seconds=1)
        )


def test_whoever_is_signed_in_as_another_says_it_without_a_name(
    opened: Open, stranger: Actor, at: datetime
) -> None:
    mark = actions.invite(number=opened().number, letter="PL-1", by=SYSTEM, at=at)

    said = actions.rate_invited(mark=mark, stars=3, door="post", by=stranger, at=at)

    assert (said.stars, said.is_identified) == (3, False)


def test_a_mark_that_is_well_written_and_no_sheets_is_unknown(at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.get_invitation(write_mark(new_code()))


def test_the_database_shows_an_invitation_to_the_house_alone(
    opened: Open, citizen: Actor, officer: Actor, at: datetime
) -> None:
    actions.invite(number=opened().number, letter="PL-1", by=SYSTEM, at=at)

    for by in (citizen, officer, ANONYMOUS):
        with transaction.atomic(), scoped(by):
            assert not Invitation.objects.exists()
