"""Which pages and questions a person sees, and what a posted page may change."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import ServiceFile
from onedoor.services.forms.pages import context, missing_answers, page_after, pages, read_page

TODAY = date(2025, 3, 10)
Values = dict[str, Any]


@pytest.fixture
def tax() -> ServiceFile:
    return get_catalogue().services["income-tax"]


@pytest.fixture
def departure() -> ServiceFile:
    return get_catalogue().services["departure-clearance"]


@pytest.fixture
def known() -> Values:
    return {"birth_date": date(1985, 3, 12), "residency": "citizen", "gross_pay": Decimal(60000)}


def names(service: ServiceFile, values: Values, **more: Any) -> list[str]:
    return [page.id for page in pages(service, values, **more)]


def test_when_nothing_is_wrong_there_is_one_optional_page(tax: ServiceFile, known: Values) -> None:
    assert names(tax, known) == ["more"]
    assert missing_answers(tax, known) == []


def test_a_tick_brings_its_page(tax: ServiceFile, known: Values) -> None:
    assert names(tax, {**known, "has_rent": True, "has_costs": True}) == ["more", "rent", "costs"]
    assert page_after(tax, "more", {**known, "has_rent": True}) == "rent"
    assert page_after(tax, "more", known) is None


def test_pages_are_counted_as_this_person_sees_them(tax: ServiceFile, known: Values) -> None:
    shown = pages(tax, {**known, "has_rent": True})
    assert [(page.number, page.total) for page in shown] == [(1, 2), (2, 2)]


def test_what_no_register_knows_is_asked(tax: ServiceFile) -> None:
    first = pages(tax, {"residency": "pr"})[0]
    assert (first.id, [item.id for item in first.items]) == ("missing", ["birth_date"])
    assert missing_answers(tax, {"residency": "pr"}) == [("missing", "birth_date")]


def test_an_answer_to_it_stays_on_its_page(tax: ServiceFile) -> None:
    values = {"residency": "pr", "birth_date": date(1990, 1, 1)}
    assert names(tax, values, known={"residency": "pr"})[0] == "missing"
    assert pages(tax, values, known={"residency": "pr"})[0].complete


def test_a_page_is_read_with_its_types(tax: ServiceFile, known: Values) -> None:
    answers, _ = read_page(tax, "rent", {"rent": "12,000", "rent_expenses": ""}, {**known, "has_rent": True})
    assert (answers.ok, answers.values) == (True, {"rent": Decimal(12000), "rent_expenses": None})


def test_a_mistake_is_shown_where_it_was_made(tax: ServiceFile, known: Values) -> None:
    answers, page = read_page(tax, "rent", {"rent": "1.005"}, {**known, "has_rent": True})
    assert not answers.ok
    assert [name for name, _ in page.errors] == ["rent"]
    assert page.items[0].value == "1.005"


def test_a_required_answer_may_not_be_left_out(tax: ServiceFile, known: Values) -> None:
    answers, _ = read_page(tax, "rent", {}, {**known, "has_rent": True})
    assert list(answers.errors) == ["rent"]


def test_only_the_questions_of_the_page_are_taken(tax: ServiceFile, known: Values) -> None:
    forged = {"rent": "10", "gross_pay": "1", "trade_profit": "5", "birth_date": "2000-01-01"}
    answers, _ = read_page(tax, "rent", forged, {**known, "has_rent": True})
    assert set(answers.values) == {"rent", "rent_expenses"}


def test_a_page_that_is_not_shown_cannot_be_posted(tax: ServiceFile, known: Values) -> None:
    with pytest.raises(KeyError):
        read_page(tax, "rent", {"rent": "10"}, known)


def test_an_unticked_box_is_no(tax: ServiceFile, known: Values) -> None:
    answers, _ = read_page(tax, "more", {"has_trade": "on"}, known)
    assert answers.values == {"has_rent": False, "has_trade": True, "has_family": False, "has_costs": False}


def test_answers_behind_a_withdrawn_tick_are_cleared(tax: ServiceFile, known: Values) -> None:
    before = {**known, "has_rent": True, "rent": Decimal(5000)}
    answers, _ = read_page(tax, "more", {}, before)
    assert answers.cleared == ("rent",)
    assert context(tax, {**before, "has_rent": False})["rent"] == 0


def test_entries_of_a_group_that_repeats(tax: ServiceFile, known: Values) -> None:
    posted = {
        "parents-0-lives_with_me": "on",
        "parents-1-disability": "on",
        "parents-7-x": "1",
        "parents-zz": "1",
    }
    answers, _ = read_page(tax, "family", posted, {**known, "has_family": True})
    assert answers.values["parents"] == [
        {"lives_with_me": True, "disability": False},
        {"lives_with_me": False, "disability": True},
    ]


def test_an_entry_may_be_marked_and_removed(tax: ServiceFile, known: Values) -> None:
    posted = {"parents-0-entry": "1", "parents-1-lives_with_me": "on", "parents-1-remove": "1"}
    answers, _ = read_page(tax, "family", posted, {**known, "has_family": True})
    assert answers.values["parents"] == [{"lives_with_me": False, "disability": False}]


def test_an_empty_entry_is_offered_and_one_more_when_asked(tax: ServiceFile, known: Values) -> None:
    values = {**known, "has_family": True}
    family = pages(tax, values)[1]
    parents = next(item for item in family.items if item.id == "parents")
    assert [row.items[0].name for row in parents.rows] == ["parents-0-lives_with_me"]
    posted = {"parents-0-lives_with_me": "on", "parents-add": "1"}
    _, page = read_page(tax, "family", posted, values)
    parents = next(item for item in page.items if item.id == "parents")
    assert [row.index for row in parents.rows] == [0, 1]


def test_no_more_entries_than_allowed(tax: ServiceFile, known: Values) -> None:
    posted = {f"parents-{index}-disability": "on" for index in range(9)}
    answers, page = read_page(tax, "family", posted, {**known, "has_family": True})
    assert len(answers.values["parents"]) == 2
    assert not next(item for item in page.items if item.id == "parents").may_add


def test_payslips_are_asked_only_while_the_employer_is_silent(departure: ServiceFile) -> None:
    known = {"birth_date": date(1990, 1, 1), "residency": "foreigner"}
    assert "payslips" in names(departure, known)
    assert "payslips" not in names(departure, {**known, "pay_this_year": Decimal(1000)})


def test_a_departure_in_the_past_is_refused(departure: ServiceFile) -> None:
    known = {"birth_date": date(1990, 1, 1), "residency": "foreigner"}
    posted = {"departure_at": "2025-03-09 09:00", "destination": "Oslo", "reason": "leaving"}
    answers, page = read_page(departure, "journey", posted, known, today=TODAY)
    assert answers.errors["departure_at"]["en"] == "This must be 2025-03-10 or later."
    assert page.items[0].value == "2025-03-09 09:00"


def test_every_text_is_in_both_languages(tax: ServiceFile, departure: ServiceFile, known: Values) -> None:
    ticked = {**known, "has_rent": True, "has_trade": True, "has_family": True, "has_costs": True}
    for page in (*pages(tax, ticked), *pages(departure, known)):
        for item in page.items:
            assert set(item.label) == {"en", "zh-hans"}
            assert set(item.hint) in (set(), {"en", "zh-hans"})
