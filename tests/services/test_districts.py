"""Every place of the city lies in a district, and a row of the routing table means one that there is."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from onedoor.cases.routing import get_routes
from onedoor.kernel.documents import Fault
from onedoor.services import queries
from onedoor.services.commands import _faults_of_shared_files
from onedoor.services.places.streets import find_district, get_city


@pytest.mark.parametrize(
    ("words", "district"),
    [
        ("The lamp at 40 Estate Way", "estates"), ("新邨道40号的路灯", "estates"),
        ("Ferry Pier", "waterfront"), ("in Banyan Park", "banyan"), ("12 Hill Street", "central"),
        ("somewhere", ""),
    ],
)  # fmt: skip
def test_words_that_name_an_address_name_its_district(words: str, district: str) -> None:
    assert queries.find_district_of(words) == district


def test_each_corner_of_each_street_lies_in_a_district_and_the_sea_in_none() -> None:
    for street in get_city().streets.values():
        assert all(find_district(*corner) in queries.list_districts() for corner in street.line)
    assert find_district(0, 0) == ""


@pytest.mark.parametrize("row", [row for row in get_routes() if row.places], ids=lambda row: row.code)
def test_an_example_at_a_place_names_an_address_there(row: object) -> None:
    for example in row.list_examples():  # type: ignore[attr-defined]
        assert queries.find_district_of(example.text) == example.place


def test_a_district_that_there_is_not_is_said_with_its_line(tmp_path: Path, settings: LazySettings) -> None:
    for path in Path(settings.CATALOGUE).iterdir():
        (tmp_path / path.name).symlink_to(path)
    table = tmp_path / "routing.yaml"
    text = table.read_text().replace("place: estates\n", "place: [estates, moon]\n", 1)
    table.unlink()
    table.write_text(text)
    settings.CATALOGUE = tmp_path

    found = [fault for fault in _faults_of_shared_files() if "moon" in fault.message]

    line = next(place for place, words in enumerate(text.splitlines(), 1) if "moon" in words)
    assert [(Path(fault.file).name, fault.line) for fault in found] == [("routing.yaml", line)]
    assert isinstance(found[0], Fault)
    assert "waterfront" in found[0].remedy
