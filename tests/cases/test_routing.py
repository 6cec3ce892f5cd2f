"""What comes in finds its agency by a table; all rows are tried, and nothing falls through."""

from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onedoor.cases import actions
from onedoor.cases.catalogue import get_roster
from onedoor.cases.routing import DEMANDS, Matter, Route, find_route, get_routes, load_routes
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.kernel.documents import Faulty
from onedoor.trust import queries as trust

TABLE = """rows:
  tax:
    title: {{en: Tax, zh-hans: 税}}
    services: [income-tax]
    lead: {lead}
    promise: P2D
    calendar: {calendar}
    like: {{en: "When?", zh-hans: 何时？}}
    as: {{service: {service}}}
  rest:
    title: {{en: Rest, zh-hans: 其他}}
    {condition}
    lead: CTC
    promise: P2D
    calendar: business-hours
    like: {{en: Kites, zh-hans: 风筝}}
"""

FITS = {"lead": "REV", "service": "income-tax", "condition": "", "calendar": "business-hours"}


def write(folder: Path, **changed: str) -> Path:
    path = folder / "routing.yaml"
    path.write_text(TABLE.format(**(FITS | changed)))
    return path


@pytest.mark.parametrize("row", get_routes(), ids=lambda row: row.code)
def test_each_row_is_reached_by_its_own_example(row: Route) -> None:
    for example in row.list_examples():
        assert find_route(example).row is row


@given(st.text(max_size=60), st.text(max_size=12), st.sampled_from(DEMANDS))
def test_whatever_comes_in_goes_to_an_agency_that_there_is(text: str, service: str, demand: str) -> None:
    found = find_route(Matter(text=text, service=service, demand=demand))

    assert found.row.lead in {agency.code for agency in trust.list_agencies()}
    assert all(reason for _row, reason in found.passed)


def test_danger_goes_before_everything_else() -> None:
    found = find_route(Matter(text="I smell gas, and my tax?", service="income-tax", demand="complaint")).row

    assert (found.code, found.lane, found.promise, found.calendar) == ("danger", "urgent", "PT2H", "always")


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"lead": "XYZ"}, "no agency XYZ"),
        ({"condition": "services: [move]"}, "last row has conditions"),
        ({"service": "move"}, "goes to rest"),
        ({"condition": "words: {en: [kite]}"}, "language is missing"),
        ({"condition": "sorts: [x]"}, "no row"),
        ({"condition": "demands: report"}, "wants a list"),
        ({"condition": "as: {mood: bad}"}, "knows no such thing"),
        ({"condition": "place: estates"}, "last row has conditions"),
        ({"condition": "place: {estates: yes}"}, "wants a list"),
        ({"calendar": "never"}, "unreadable"),
    ],
)
def test_a_mistake_in_the_table_is_said_with_its_line(
    tmp_path: Path, changed: dict[str, str], says: str
) -> None:
    with pytest.raises(Faulty, match=says) as faulty:
        load_routes(write(tmp_path, **changed))
    assert "routing.yaml:" in str(faulty.value)


def test_the_same_words_go_to_whoever_works_where_it_is() -> None:
    def lead(place: str) -> tuple[str, str]:
        found = find_route(Matter(text="The lamp is dark", place=place))
        passed = {row.code: why for row, why in found.passed}
        return found.row.lead, passed.get("streets-in-the-estates", "")

    assert lead("estates") == ("HSG", "")
    assert lead("banyan") == ("PRK", "place")
    assert lead("central") == ("CTC", "place")
    assert lead("") == ("CTC", "place")


def test_a_place_alone_is_no_reason_where_words_are_asked_too() -> None:
    assert find_route(Matter(text="May I fly a kite?", place="estates")).row.code == "everything-else"


def test_one_district_may_be_written_without_a_list(tmp_path: Path) -> None:
    written = TABLE.format(**FITS).replace("services: [income-tax]", "place: estates")
    path = tmp_path / "routing.yaml"
    path.write_text(written.replace("as: {service: income-tax}", "as: {place: estates}"))

    assert load_routes(path)[0].places == ("estates",)


def test_an_enquiry_is_opened_where_the_table_says(db: None, at: datetime) -> None:
    def ask(text: str, **known: str) -> tuple[str, tuple[str, ...], str, timedelta]:
        case = actions.open_enquiry(
            customer=None, text=text, door="mail", interaction=uuid4(), by=SYSTEM, at=at, **known
        )
        return case.agency, case.cooperating, case.lane, case.promised_at - at

    assert ask("When do I have to file?", topic="income-tax")[:3] == ("REV", (), "normal")
    assert ask("楼下有煤气味") == ("CTY", ("CTC",), "urgent", timedelta(hours=2))
    assert ask("An officer asked me for money.", demand="report")[:2] == ("CIO", ("CTC",))
    assert ask("The lamp at 40 Estate Way is dark", place="estates")[:2] == ("HSG", ("CTY",))
    assert ask("Kites?")[0] == "CTC"


@pytest.mark.parametrize("year", [2024, 2025])
def test_somebody_is_on_duty_for_every_agency_in_each_hour_of_the_year(year: int) -> None:
    """8,784 hours of a leap year, 8,760 of another; holidays are days like any other for the roster."""
    roster, hours = get_roster(), 0
    agencies = [agency.code for agency in trust.list_agencies()]
    moment = datetime(year, 1, 1, tzinfo=ZONE)
    while moment.year == year:
        for agency in agencies:
            duties = roster.asked_for(agency)
            assert any(len(duty.asked_at(moment)) > 1 for duty in duties), f"{agency} at {moment:%c}"
        moment, hours = moment + timedelta(hours=1), hours + 1
    assert hours == (8_784 if year == 2024 else 8_760)
