"""One search box, two scripts, and nobody finds whom she may not."""

from datetime import datetime

import pytest

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import actions, queries
from onedoor.people.rules import fold_name, sort_key
from onedoor.people.types import Customer
from tests.people.conftest import IDENTIFIER

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found_by"),
    [
        ("tan", "name"),
        ("TAN HUI", "name"),
        ("xin ada", "name"),
        ("ada", "name"),
        ("ada tan", "name"),
        ("陈慧欣", "name"),
        ("陈", "name"),
        ("慧欣", "name"),
        ("欣", "name"),
        ("陈 ada", "name"),
        ("陈慧欣 tan", "name"),
        (IDENTIFIER, "identifier"),
        (f" {IDENTIFIER.lower()[:8]} {IDENTIFIER[8:]}", "identifier"),
        ("ada@MAIL.example", "email"),
        ("9123 4567", "phone"),
        ("+65 9123-4567", "phone"),
        ("+6591234567", "phone"),
    ],
)
def test_she_is_found(ada: Customer, ben: Customer, officer: Actor, text: str, found_by: str) -> None:
    with scoped(officer):
        found = queries.search(text, by=officer)
    assert [(card.id, card.found_by) for card in found] == [(ada.id, found_by)]


@pytest.mark.usefixtures("ada")
@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "an",
        "慧陈",
        "zz",
        "91234568",
        "ada@mail.example.org",
        "%",
        "_",
        "\x00",
        "x" * 9999,
        "' or 1=1",
    ],
)
def test_others_are_not(officer: Actor, text: str) -> None:
    assert queries.search(text, by=officer) == []


@pytest.mark.usefixtures("ada")
def test_a_card_tells_namesakes_apart_without_the_identifier(officer: Actor) -> None:
    (card,) = queries.search("tan", by=officer)
    assert (card.birth_date is not None, card.identifier) == (True, "HC99••••••••••0427")


def test_no_more_than_asked_for(officer: Actor, at: datetime) -> None:
    for number in range(8):
        actions.register_customer(name=f"Goh Ah {'Ah ' * number}", by=SYSTEM, at=at)
    assert len({card.id for card in queries.search("goh", by=officer, limit=5)}) == 5
    assert len({card.id for card in queries.search("ah", by=officer, limit=5)}) == 5


def test_those_who_may_not_find_are_refused(
    ada: Customer, clerk: Actor, stranger: Actor, partner: Actor
) -> None:
    for nobody in (clerk, stranger, partner):
        with pytest.raises(NotAllowed):
            queries.search("tan", by=nobody)


def test_the_wall_stands_behind_the_search(ada: Customer, stranger: Actor, partner: Actor) -> None:
    for nobody in (stranger, partner):
        with scoped(nobody):
            assert queries.search("tan", by=SYSTEM) == []
            assert queries.search(IDENTIFIER, by=SYSTEM) == []


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("Nguyễn Văn Á", "nguyen van a"),
        ("O'Neil-Smith", "oneil smith"),
        ("ＴＡＮ　Ｈｕｉ", "tan hui"),
        ("陈 慧欣", "陈 慧欣"),
    ],
)
def test_names_are_folded(name: str, folded: str) -> None:
    assert fold_name(name) == folded


def test_chinese_names_sort_as_pinyin_does() -> None:
    names = ["张伟", "陈慧", "李明", "王芳"]
    assert sorted(names, key=lambda name: sort_key("", name)) == ["陈慧", "李明", "王芳", "张伟"]
