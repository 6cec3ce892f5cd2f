"""Values of a worked example are written as short as people write them."""

from decimal import Decimal
from pathlib import Path

import pytest

from onedoor.services.applications.document import plain, typed
from onedoor.services.decide.inputs import Inputs, built_in
from onedoor.services.files.export import questionnaire
from onedoor.services.files.loading import load_service
from onedoor.services.forms.given import read_given
from onedoor.services.types import ServiceFile

STALL = Path(__file__).parents[1] / "market-stall"
GIVEN = {
    "age": 30,
    "keeper": "Mei Lin 林美",
    "home": "12 Quay Street, 018989",
    "spot": {"lat": 5.21, "long": 105.04},
    "phone": "6123 4567",
    "helpers": [{"name": "Ana"}],
}


@pytest.fixture(scope="module")
def stall() -> ServiceFile:
    return load_service(STALL).service


def test_a_name_an_address_and_a_place_are_read_in_one_line(stall: ServiceFile) -> None:
    values, errors = read_given(stall, GIVEN)

    assert not errors
    assert values["keeper"] == {"latin": "Mei Lin", "chinese": "林美"}
    assert values["home"]["postcode"] == "018989"
    assert values["spot"] == {"lat": Decimal("5.210000"), "long": Decimal("105.040000"), "address": ""}
    assert values["helpers"] == [{"name": {"latin": "Ana", "chinese": ""}}]


def test_what_is_kept_comes_back_as_it_was(stall: ServiceFile) -> None:
    values, _ = read_given(stall, GIVEN)

    assert {id: typed(stall.field(id), plain(value)) for id, value in values.items()} == values


def test_what_is_not_answered_has_empty_parts(stall: ServiceFile) -> None:
    inputs, _ = Inputs(stall, ()).prepare({}, built_in(None))

    assert inputs["home"] == {"street": "", "building": "", "unit": "", "postcode": ""}
    assert inputs["spot"] == {"lat": None, "long": None, "address": ""}
    assert (inputs["mail"], inputs["photo"], inputs["papers"]) == ("", "", [])


def test_a_registers_one_line_is_an_address_too(stall: ServiceFile) -> None:
    assert typed(stall.field("home"), "3, Quay Street")["street"] == "3, Quay Street"
    assert typed(stall.field("keeper"), "林美") == {"latin": "", "chinese": "林美"}


def test_the_questionnaire_has_their_parts(stall: ServiceFile) -> None:
    items = {item["linkId"]: item for page in questionnaire(stall)["item"] for item in page["item"]}

    assert items["photo"]["type"] == "attachment"
    assert items["mail"]["type"] == "string"
    assert [part["linkId"] for part in items["spot"]["item"]] == ["spot.lat", "spot.long", "spot.address"]
    assert items["spot"]["item"][0]["type"] == "decimal"
