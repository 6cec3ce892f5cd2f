"""How well it went, said by post: a cross on the sheet behind the letter, or the square at its end."""

import re
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pypdfium2
import pytest
from django.test import Client
from PIL import Image

from onedoor.cases import actions as case_actions
from onedoor.cases.types import CaseView
from onedoor.contact import actions as contact
from onedoor.doors.post import actions, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Paper
from onedoor.doors.post.types import LetterState
from onedoor.feedback import actions as ratings
from onedoor.feedback import queries as feedback
from onedoor.feedback.types import RatingView
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotAllowed, NotFound
from onedoor.people import actions as people
from tests.doors.post.conftest import Hire, ScanIn, Sit, sheets_of
from tests.doors.post.wear import blur, fax, noise, skew, turned, worn, write_ink

LANGUAGES = ("en", "zh-hans")


def open_case(customer: UUID, at: datetime, language: str = "en") -> CaseView:
    people.change_preferences(customer=customer, door="post", language=language, by=SYSTEM, at=at)
    return case_actions.open_case(
        kind="income-tax", customer=customer, agency="REV", service="income-tax",
        subject={"en": "Tax of 2024", "zh-hans": "2024 年税务"}, promise="P5D", calendar="working-days",
        by=SYSTEM, at=at,
    )  # fmt: skip


def post_outcome(case: CaseView, at: datetime) -> str:
    """The case is finished, and the letter that says so is ready for the print house: its number."""
    case_actions.close_case(case=case.id, outcome="granted", by=SYSTEM, at=at)
    contact.send_message(
        customer=case.customer, title={"en": "It is granted", "zh-hans": "已批准"},
        body={"en": "Your request is granted.", "zh-hans": "您的申请已批准。"},
        case=case.id, agency="REV", by=SYSTEM, at=at,
    )  # fmt: skip
    assert actions.make_batch(by=POST, at=at) is not None
    return Paper.objects.latest("made_at").number


@pytest.fixture
def case(home: UUID, at: datetime) -> CaseView:
    return open_case(home, at)


@pytest.fixture
def letter(case: CaseView, at: datetime) -> str:
    return post_outcome(case, at)


@pytest.fixture
def reviewer(hire: Hire) -> Actor:
    return hire("Wei Ong", agency="REV", role="case-officer")


def card(number: str, ink: dict[str, str]) -> Image.Image:
    """The sheet behind the letter, crossed by pen."""
    pages, sheets = sheets_of(number)
    at = next(place for place, sheet in enumerate(sheets) if sheet.boxes)
    write_ink(pages[at], sheets[at].boxes, ink)
    return pages[at]


def two_crosses(number: str) -> Image.Image:
    page, boxes = card(number, {"rate": "5"}), sheets_of(number)[1][-1].boxes
    write_ink(page, boxes, {"rate": "2"})
    return page


def said(case: CaseView) -> RatingView | None:
    return feedback.find_rating(case.number, by=SYSTEM)


def address_on(number: str) -> str:
    """What is printed for people who type."""
    document = pypdfium2.PdfDocument(queries.get_pdf(number, by=POST))
    words = "".join(page.get_textpage().get_text_bounded() for page in document)
    found = re.search(r"/r/([0-9A-Z]{8}-[0-9A-Z]{8})/", "".join(words.split()))
    assert found, words
    return found[1]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("wears", [(skew(1.4), blur(0.8), noise(18)), (turned(180), fax)])
def test_one_cross_on_the_card_is_a_rating_whatever_the_scanner_does(
    wears: Any, language: str, home: UUID, scan_in: ScanIn, at: datetime
) -> None:
    finished = open_case(home, at, language)
    number = post_outcome(finished, at)

    taken = scan_in([worn(card(number, {"rate": "2"}), wears, 3)]).letters[0]

    assert taken.state is LetterState.ANSWERED
    rating = said(finished)
    assert rating is not None
    assert (rating.stars, rating.door, rating.is_identified) == (2, "post", False)
    assert rating.follow_up


def test_two_crosses_go_to_a_person_who_looks_and_says_which(
    case: CaseView, letter: str, scan_in: ScanIn, reviewer: Actor, hire: Hire, at: datetime
) -> None:
    assessor = hire("Dr Lim", agency="HLT", role="medical-officer")
    taken = scan_in([two_crosses(letter)]).letters[0]

    assert (taken.state, taken.why, said(case)) == (LetterState.WAITING, "check", None)
    read = {one.key: one for one in queries.get_letter(taken.id, by=reviewer).readings}
    assert read["reply.rate"].label == "How well did we deal with it?"
    assert dict(read["reply.rate"].choices)["2"] == "Poor"
    values = {key: one.value for key, one in read.items()} | {"reply.rate": "2"}
    with pytest.raises(NotAllowed):
        actions.check_reply(letter=taken.id, values=values, rejected=(), by=assessor, at=at)

    done = actions.check_reply(letter=taken.id, values=values, rejected=(), by=reviewer, at=at)

    rating = said(case)
    assert (done.state, rating and rating.stars) == (LetterState.ANSWERED, 2)
    with pytest.raises(Conflict):
        actions.check_reply(letter=taken.id, values=values, rejected=(), by=reviewer, at=at)


def test_a_rating_that_cannot_be_read_is_nobodys_guess(
    case: CaseView, letter: str, scan_in: ScanIn, reviewer: Actor, at: datetime
) -> None:
    taken = scan_in([two_crosses(letter)]).letters[0]
    keys = [one.key for one in queries.get_letter(taken.id, by=reviewer).readings]

    done = actions.check_reply(letter=taken.id, values={}, rejected=keys, by=reviewer, at=at)

    assert (done.state, said(case)) == (LetterState.FILED, None)


def test_words_beside_the_rating_are_read_by_a_person_and_stay_with_it(
    case: CaseView, letter: str, scan_in: ScanIn, sit: Sit, reviewer: Actor
) -> None:
    page = worn(card(letter, {"rate": "1", "rate-words": "Slow"}), (noise(40),), 2)
    taken = scan_in([page]).letters[0]
    if taken.why == "check":  # the machine was not sure of the word
        desk = sit(reviewer)
        address = f"/desk/post/letters/{taken.id}/check/"
        shown = desk.get(address)
        assert "Check a reply sheet" in shown.content.decode()
        values = {
            f"value-{index}": {"reply.rate": "1", "reply.rate-words": "Slow"}.get(one.key, one.value)
            for index, one in enumerate(shown.context["letter"].readings)
        }
        assert desk.post(address, values).status_code == 302

    rating = said(case)
    assert rating is not None
    assert (rating.stars, rating.comment) == (1, "Slow")


def test_the_same_card_twice_is_one_rating_and_takes_no_later_words_place(
    case: CaseView, letter: str, scan_in: ScanIn, at: datetime
) -> None:
    page = card(letter, {"rate": "5"})
    scan_in([worn(page, (fax,), 1)], source="fax")
    later = at + timedelta(days=1)
    ratings.rate(number=case.number, stars=2, door="portal", by=ANONYMOUS, at=later)

    again = scan_in([worn(page, (skew(0.8),), 2)], when=later + timedelta(hours=1)).letters[0]

    rating = said(case)
    assert again.state is LetterState.ANSWERED
    assert rating is not None
    assert (rating.stars, rating.door) == (2, "portal")


def test_the_same_card_with_another_cross_is_looked_at(case: CaseView, letter: str, scan_in: ScanIn) -> None:
    scan_in([card(letter, {"rate": "5"})])

    again = scan_in([card(letter, {"rate": "1"})]).letters[0]

    rating = said(case)
    assert (again.state, again.why, rating and rating.stars) == (LetterState.WAITING, "check", 5)


def test_a_card_whose_mark_is_forged_is_nobodys(
    case: CaseView, letter: str, scan_in: ScanIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onedoor.doors.post.actions import receiving

    page = card(letter, {"rate": "1"})
    monkeypatch.setattr(receiving, "sign", lambda _body: "ANOTHERS")  # its check is not the house's

    taken = scan_in([page]).letters[0]

    assert (taken.matched_by, said(case)) == ("reference", None)


def test_what_is_not_finished_has_no_square_but_its_sheet_can_be_crossed(
    case: CaseView, at: datetime
) -> None:
    contact.send_message(
        customer=case.customer, title={"en": "We need a paper"}, body={"en": "Send it."}, case=case.id,
        agency="REV", by=SYSTEM, at=at,
    )  # fmt: skip
    actions.make_batch(by=POST, at=at)

    paper = Paper.objects.get()

    assert "rate" in {box["name"] for box in paper.layout[-1]["boxes"]}
    with pytest.raises(AssertionError):
        address_on(paper.number)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_square_at_the_end_opens_a_page_that_asks_no_name(
    language: str, home: UUID, client: Client, at: datetime
) -> None:
    finished = open_case(home, at, language)
    number = post_outcome(finished, at)
    address = f"/r/{address_on(number)}/"

    page = client.get(address, headers={"accept-language": language})

    shown = page.content.decode()
    assert number in shown
    assert "Mei" not in shown
    assert finished.number not in shown
    assert said(finished) is None  # opening it says nothing
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"stars": "4", "comment": "Quick"}).status_code == 200
    rating = said(finished)
    assert rating is not None
    assert (rating.stars, rating.comment, rating.door) == (4, "Quick", "post")


def test_a_forged_address_opens_nothing(letter: str, client: Client, at: datetime) -> None:
    mark = address_on(letter)
    forged = mark[:-1] + ("0" if mark[-1] != "0" else "1")

    assert client.get(f"/r/{forged}/").status_code == 404
    assert client.post(f"/r/{forged}/", {"stars": "1"}).status_code == 404
    assert client.get(f"/r/{mark.lower().replace('-', '')}/").status_code == 200
    with pytest.raises(NotFound):
        ratings.rate_invited(mark=forged, stars=1, door="post", by=ANONYMOUS, at=at)


def test_a_mark_is_worth_what_the_number_is_and_no_more(
    case: CaseView, letter: str, citizen: Actor, reviewer: Actor, at: datetime
) -> None:
    mark = address_on(letter)
    with pytest.raises(NotFound):  # nobody rates in a person's place
        ratings.rate_invited(mark=mark, stars=5, door="post", by=reviewer, at=at)
    ratings.rate(number=case.number, stars=3, door="portal", by=citizen, at=at)
    with pytest.raises(Conflict):  # what she said signed in, only she changes
        ratings.rate_invited(mark=mark, stars=1, door="post", by=ANONYMOUS, at=at)

    changed = ratings.rate_invited(mark=mark, stars=4, door="post", by=citizen, at=at)

    assert (changed.stars, changed.is_identified) == (4, True)
