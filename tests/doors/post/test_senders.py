"""Who may have written a letter that bears no number: compared with everybody, judged by a person."""

from datetime import date, datetime
from uuid import UUID

import pytest

from onedoor.doors.post import queries
from onedoor.doors.post.models import Letter
from onedoor.doors.post.reading.senders import read_sender
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from onedoor.people import queries as customers
from tests.doors.post.conftest import Hire, ScanIn, Sit
from tests.doors.post.test_scans_are_taken_once_and_never_wrongly import typed

ENGLISH = """Mei Lin
02-60, Lighthouse Lane
Phone: 9123 4567

Dear city,
I have moved and want my letters sent elsewhere. My brother John Tan says so too.
I was born on 14 March 1987.

Yours sincerely,
Mei Lin
"""
CHINESE = """市政府：
我已搬家，请把信寄到新地址。本人出生日期：1987年3月14日。
此致
敬礼
林美
灯塔巷 02-60 号
"""
MOVED = ("02-60, Lighthouse Lane", "", "Dear city,", "I have moved.")


def test_a_letter_says_who_wrote_it() -> None:
    said = read_sender(ENGLISH)

    assert (said.name, said.name_zh) == ("Mei Lin", "")
    assert said.birth_date == date(1987, 3, 14)
    assert said.address == "02-60, Lighthouse Lane"
    assert said.phone == "+6591234567"


def test_and_so_does_one_in_chinese() -> None:
    said = read_sender(CHINESE)

    assert (said.name, said.name_zh) == ("", "林美")
    assert said.birth_date == date(1987, 3, 14)
    assert "灯塔巷" in said.address


@pytest.mark.parametrize(
    "text", ["", "\n\n", "A", "0" * 50_000, "Dear city,\nborn 99 Nonember 1987", "\x00" * 9]
)
def test_a_letter_that_says_nothing_of_it_is_from_nobody(text: str) -> None:
    said = read_sender(text)

    assert (said.name, said.name_zh, said.birth_date, said.identifiers) == ("", "", None, ())


def test_whoever_is_known_is_shown_and_nothing_is_filed(
    home: UUID, scan_in: ScanIn, officer: Actor, at: datetime
) -> None:
    person = customers.get_customer(home, by=SYSTEM)
    letter = scan_in(
        [typed(person.name, "02-60, Lighthouse Lane", "", "Dear city,", "I have moved.")]
    ).letters[0]

    first = queries.list_senders(letter.id, by=officer, at=at)[0]

    assert first.customer == home
    assert {"name", "address"} <= set(first.agrees)
    assert Letter.objects.get(id=letter.id).customer is None


def test_whoever_is_like_nobody_is_nobody(home: UUID, scan_in: ScanIn, officer: Actor, at: datetime) -> None:
    letter = scan_in(
        [typed("Zacharias Quettinger", "77 Nowhere Crescent", "", "Dear city,", "Hello.")]
    ).letters[0]

    assert queries.list_senders(letter.id, by=officer, at=at) == []


def test_a_stranger_learns_nothing(home: UUID, scan_in: ScanIn, citizen: Actor, at: datetime) -> None:
    letter = scan_in([typed("Mei Lin", "02-60, Lighthouse Lane")]).letters[0]

    with pytest.raises(NotAllowed):
        queries.list_senders(letter.id, by=citizen, at=at)


def test_the_officer_sees_why_and_files_it(
    home: UUID, scan_in: ScanIn, sit: Sit, hire: Hire, at: datetime
) -> None:
    person = customers.get_customer(home, by=SYSTEM)
    other = people.register_customer(name="John Tan", birth_date=date(1970, 1, 1), by=SYSTEM, at=at)
    letter = scan_in(
        [typed(person.name, "02-60, Lighthouse Lane", "", "Dear city,", "I have moved.")]
    ).letters[0]
    desk = sit(hire("Boon Tan", agency="CTC", role="counter-officer"))
    address = f"/desk/post/letters/{letter.id}/"

    page = desk.get(address).content.decode()

    assert "Who may have written it" in page
    assert "agrees: name" in page
    assert str(other.id) not in page
    assert desk.post(address, {"then": "file", "customer": str(home)}).status_code == 302
    assert Letter.objects.get(id=letter.id).customer == home
    assert "Who may have written it" not in desk.get(address).content.decode()
