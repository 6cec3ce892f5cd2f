"""Names, addresses, places, e-mail addresses and telephone numbers, as people write them."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from onedoor.services.forms.answers import read_answer
from onedoor.services.forms.unusable import Unusable
from tests.services.forms.test_answers import TODAY, question


def read(type: str, written: Any) -> Any:
    return read_answer(question(type), written, TODAY)


def name(latin: str = "", chinese: str = "") -> dict[str, str]:
    return {"latin": latin, "chinese": chinese}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (name("Mei Lin"), name("Mei Lin")),
        (name("", "林美"), name("", "林美")),
        (name(" Mei   Lin ", " 林 美 "), name("Mei Lin", "林美")),
        (name("Siobhán O’Brien-D'Arcy"), name("Siobhán O’Brien-D'Arcy")),
        (name("Ｍｅｉ　Ｌｉｎ"), name("Mei Lin")),
        (name("", "阿依古丽·买买提"), name("", "阿依古丽·买买提")),
        (name("", "阿依古丽•买买提"), name("", "阿依古丽·买买提")),
        (name("", "阿依古丽．买买提"), name("", "阿依古丽·买买提")),
        (name("", "欧阳" + "明" * 18), name("", "欧阳" + "明" * 18)),
        (name("", "𠮷田"), name("", "𠮷田")),
        ("Mei Lin", name("Mei Lin")),
        ("林美", name("", "林美")),
        ("Mei Lin 林美", name("Mei Lin", "林美")),
        (name(), None),
        (name("  ", "　"), None),
    ],
)
def test_a_name_is_read(written: Any, kept: Any) -> None:
    assert read("name", written) == kept


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (name("林美"), "Latin letters"),
        (name("M3i Lin"), "Latin letters"),
        (name("-"), "Latin letters"),
        (name("Mei <script>"), "Latin letters"),
        (name("", "Mei"), "2 to 20"),
        (name("", "林"), "2 to 20"),
        (name("", "林" * 21), "2 to 20"),
        (name("", "·林美"), "2 to 20"),
        (name("", "林美·"), "2 to 20"),
        (name("", "林1"), "2 to 20"),
        (name("a" * 121), "120 characters"),
        ({"latin": "Mei", "first": "x"}, "latin, chinese"),
        (12, "latin, chinese"),
    ],
)
def test_a_name_in_the_wrong_letters_is_sent_back(written: Any, says: str) -> None:
    with pytest.raises(Unusable) as refused:
        read("name", written)
    assert says in refused.value.text["en"]
    assert refused.value.text["zh-hans"].endswith("。")


def test_a_place_outside_the_city_is_sent_back() -> None:
    with pytest.raises(Unusable, match="outside Harbour City"):
        read("location", place("1.29", "103.85"))


def address(street: str = "", building: str = "", unit: str = "", postcode: str = "") -> dict[str, str]:
    return {"street": street, "building": building, "unit": unit, "postcode": postcode}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (address("12 Quay Street", "", "03-11", "018989"), address("12 Quay Street", "", "03-11", "018989")),
        (address("码头街１２号", postcode="０１８９８９"), address("码头街12号", postcode="018989")),
        (address("12 Quay Street", postcode="018 989"), address("12 Quay Street", postcode="018989")),
        ("12 Quay Street, 018989", address("12 Quay Street", postcode="018989")),
        ("12 Quay Street", address("12 Quay Street")),
        ({"street": "12 Quay Street"}, address("12 Quay Street")),
        (address(), None),
    ],
)
def test_an_address_is_read(written: Any, kept: Any) -> None:
    assert read("address", written) == kept


@pytest.mark.parametrize(
    ("written", "says"),
    [
        (address("12 Quay Street", postcode="1898"), "six digits"),
        (address("12 Quay Street", postcode="SW1A 2AA"), "six digits"),
        (address(unit="03-11"), "the street"),
        (address("x" * 121), "120 characters"),
    ],
)
def test_an_address_that_is_none_is_sent_back(written: Any, says: str) -> None:
    with pytest.raises(Unusable, match=says):
        read("address", written)


def test_what_the_list_of_postcodes_knows_need_not_be_written(tmp_path: Path, settings: Any) -> None:
    settings.CATALOGUE = tmp_path
    (tmp_path / "postcodes.csv").write_text("postcode,street,building\n018989,12 Quay Street,Harbour Tower\n")

    assert read("address", address(unit="03-11", postcode="018989")) == address(
        "12 Quay Street", "Harbour Tower", "03-11", "018989"
    )
    assert read("address", address("14 Quay Street", postcode="018989"))["street"] == "14 Quay Street"
    with pytest.raises(Unusable, match="the street"):
        read("address", address(postcode="999999"))


def place(lat: Any = "", long: Any = "", near: str = "") -> dict[str, Any]:
    return {"lat": lat, "long": long, "address": near}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (place("5.21027", "105.041959"), place(Decimal("5.210270"), Decimal("105.041959"))),
        (place("-1.5", "-70"), place(Decimal("-1.500000"), Decimal("-70.000000"))),
        (place("−1.5°", "１０３．８"), place(Decimal("-1.500000"), Decimal("103.800000"))),
        (place("5.21, 105.04"), place(Decimal("5.210000"), Decimal("105.040000"))),
        ("5.21,105.04", place(Decimal("5.210000"), Decimal("105.040000"))),
        ("by the pump", place(None, None, "by the pump")),
        (place(near="by the pump"), place(None, None, "by the pump")),
        (place(), None),
    ],
)
def test_a_place_is_read(written: Any, kept: Any, tmp_path: Path, settings: Any) -> None:
    settings.CATALOGUE = tmp_path  # no map: any place of the world is one
    assert read("location", written) == kept


@pytest.mark.parametrize(
    "written",
    [place("91", "0"), place("0", "180.5"), place("5.21"), place("north", "east"), place("NaN", "1")],
)
def test_a_place_off_the_earth_is_sent_back(written: Any) -> None:
    with pytest.raises(Unusable, match="both numbers"):
        read("location", written)


@pytest.mark.parametrize(
    ("type", "written", "kept"),
    [
        ("email", "Mei@Harbour.Example", "Mei@harbour.example"),
        ("email", "ｍｅｉ＠harbour。example", "mei@harbour.example"),
        ("email", "mailto:mei+tax@harbour.example", "mei+tax@harbour.example"),
        ("telephone", "6123 4567", "+6561234567"),
        ("telephone", "６１２３４５６７", "+6561234567"),
        ("telephone", "+44 20 7946 0000", "+442079460000"),
        ("telephone", "(65) 6123-4567", "+6561234567"),
    ],
)
def test_how_to_reach_somebody_is_read(type: str, written: str, kept: str) -> None:
    assert read(type, written) == kept


@pytest.mark.parametrize(
    ("type", "written"),
    [
        ("email", "mei"), ("email", "mei@harbour"), ("email", "mei@@harbour.example"),
        ("email", "mei@harbour..example"), ("email", ".mei@harbour.example"), ("email", "林@harbour.example"),
        ("email", f"{'m' * 65}@harbour.example"), ("email", "a b@harbour.example"), ("email", True),
        ("telephone", "12"), ("telephone", "call me"), ("telephone", "+65 1"), ("telephone", 61234567),
    ],
)  # fmt: skip
def test_how_nobody_can_be_reached_is_sent_back(type: str, written: Any) -> None:
    with pytest.raises(Unusable, match="Write"):
        read(type, written)


def test_a_file_is_named_by_its_attachment_and_nothing_else() -> None:
    id = "0190a1b2-0000-7000-8000-000000000001"
    assert read("file", id) == id
    with pytest.raises(Unusable, match="again"):
        read("file", "../../etc/passwd")
    with pytest.raises(Unusable, match="too large"):
        read("file", {"refused": {"en": "The file is too large.", "zh-hans": "文件过大。"}})
