"""What a file may look like, and what it is told when it is wrong. No database."""

import io
from contextlib import suppress
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onedoor.exchange.intake.codes import ROW_CODES, FileRefused
from onedoor.exchange.intake.dates import read_date
from onedoor.exchange.intake.feeds import DONATIONS, FEEDS, INCOME, Feed, Row, mask
from onedoor.exchange.intake.reading import guess_feed, read_file
from onedoor.people.rules import check_identifier, make_identifier
from tests.exchange.files import as_json, donations, incomes

ID = make_identifier(date(1985, 3, 12), 42)
GOOD = f"{ID},400.00,2024-05-31,R-1"


def read(file: bytes, feed: Feed = DONATIONS) -> list[Row]:
    parts = list(read_file(feed, io.BytesIO(file), is_id=check_identifier, latest_year=2025))
    return [part for part in parts if isinstance(part, Row)]


def codes_of(*rows: str, **header: str) -> list[tuple[str, ...]]:
    return [row.codes for row in read(donations(*rows, **header))]  # type: ignore[arg-type]


def refusal_of(file: bytes, feed: Feed = DONATIONS) -> str:
    with pytest.raises(FileRefused) as refused:
        read(file, feed)
    return refused.value.code


def test_a_good_row_says_who_gave_what_and_when() -> None:
    [row] = read(donations(GOOD))

    assert (row.identifier, row.amount, row.receipt, row.given_on) == (
        ID,
        Decimal(400),
        "R-1",
        date(2024, 5, 31),
    )
    assert row.codes == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_every_usual_encoding_simply_works(encoding: str) -> None:
    file = donations(GOOD).decode().encode(encoding)

    assert read(file)[0].identifier == ID


@pytest.mark.parametrize(
    "make", [bytes, as_json, lambda f: f.replace(b",", b";"), lambda f: f.replace(b",", b"\t")]
)
def test_csv_with_any_separator_and_json_say_the_same(make) -> None:  # type: ignore[no-untyped-def]
    assert read(make(donations(GOOD)))[0].amount == Decimal(400)


def test_a_spreadsheets_empty_columns_and_lines_do_no_harm() -> None:
    file = b"\n".join(line + b",,," for line in donations(GOOD).splitlines()) + b"\n,,,,\n\n"

    assert len(read(file)) == 1


def test_columns_may_stand_in_any_order_and_case() -> None:
    head, values, _names, _row = donations(GOOD).decode().splitlines()
    names = "RECEIPTNUM,idtype,idNumber,donationAmount,dateOfDonation"
    file = "\n".join([head, values, names, f"R-1,1,{ID},400.00,2024-05-31"]).encode()

    assert read(file)[0].receipt == "R-1"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (f"{ID[:-1]}{(int(ID[-1]) + 1) % 10},400.00,2024-05-31,R-1", "E03"),
        ("nonsense,400.00,2024-05-31,R-1", "E03"),
        (f"{ID},0,2024-05-31,R-1", "E05"),
        (f"{ID},-5.00,2024-05-31,R-1", "E05"),
        (f"{ID},1.005,2024-05-31,R-1", "E05"),
        (f"{ID},1000000000000,2024-05-31,R-1", "E05"),
        (f"{ID},400.00,2023-12-31,R-1", "E06"),
        (f"{ID},400.00,2025-01-01,R-1", "E06"),
        (f"{ID},400.00,2024-02-30,R-1", "E06"),
        (f"{ID},400.00,,R-1", "E06"),
        (f"{ID},400.00,2024-05-31,", "E10"),
        (f"{ID},400.00,2024-05-31,{'R' * 65}", "E10"),
    ],
)
def test_each_fault_has_its_own_code(row: str, code: str) -> None:
    total = row.split(",")[1]

    assert codes_of(row, total=total) == [(code,)]


def test_a_row_is_told_all_its_faults_at_once() -> None:
    assert codes_of("nonsense,0,2023-01-01,", total="0") == [("E03", "E05", "E06", "E10")]


def test_the_leap_day_is_a_day() -> None:
    assert codes_of(f"{ID},1.00,2024-02-29,R-1") == [()]


def test_a_receipt_twice_in_one_file_counts_once() -> None:
    assert codes_of(GOOD, GOOD) == [(), ("E07",)]


def test_a_person_twice_in_one_income_file_counts_once() -> None:
    rows = read(incomes(f"{ID},100,0,0,0", f"{ID},100,0,0,0", total="200"), INCOME)

    assert [row.codes for row in rows] == [(), ("E07",)]


def test_income_may_leave_out_what_was_not_paid() -> None:
    [row] = read(incomes(f"{ID},60000.00,,,", total="60000.00"), INCOME)

    assert row.amounts == {"gross_pay": Decimal(60000), "bonus": 0, "director_fee": 0, "benefits": 0}


@pytest.mark.parametrize(("count", "total"), [(2, "400.00"), (1, "400.01"), (0, "0")])
def test_other_totals_than_promised_refuse_the_whole_file(count: int, total: str) -> None:
    assert refusal_of(donations(GOOD, count=count, total=total)) == "E08"


def test_totals_count_what_stands_there_right_or_wrong() -> None:
    rows = [GOOD, f"{ID},-5.00,2024-05-31,R-2", f"{ID},1.005,2024-05-31,R-3"]

    assert codes_of(*rows, total="396.005") == [(), ("E05",), ("E05",)]


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (b"", "F01"),
        (b"\xff\xfe\xfd\x80\x81", "F02"),
        (donations(GOOD).replace(b"R-1", b"R\x00-1"), "F02"),
        (b"hello", "F04"),
        (b'{"basisYear": "2024"', "F03"),
        (b"[" * 100_000, "F04"),
        (b'{"basisYear": ' + b"[" * 100_000, "F03"),
        (donations(GOOD).replace(b"donationAmount", b"amount"), "F04"),
        (donations(GOOD).replace(b",receiptNum", b""), "F04"),
        (donations(GOOD)[:-20], "F05"),
        (donations(GOOD).replace("林美".encode(), b'"'), "F03"),
        (donations(GOOD, year="1850"), "F06"),
        (donations(GOOD, year="2030"), "F06"),
        (donations(GOOD, indicator="X"), "F06"),
        (donations(GOOD, total="many"), "F06"),
        (donations(GOOD, total="1e400000"), "F06"),
        (as_json(donations(GOOD))[:-30], "F03"),
        (as_json(donations(GOOD)).replace(b'"400.00"', b"[400]"), "F03"),
        (as_json(donations(GOOD)).replace(b'"400.00"', b"NaN"), "F03"),
        (as_json(donations(GOOD)).replace(b'"R-1"', b'"\\u0000"'), "F03"),
        (as_json(donations(GOOD)).replace(b'"R-1"', b'"\\ud800"'), "F03"),
        (as_json(donations(GOOD)) + b"{}", "F03"),
    ],
)
def test_a_file_that_cannot_be_trusted_is_refused_whole(file: bytes, code: str) -> None:
    assert refusal_of(file) == code


def test_json_may_write_numbers_as_numbers() -> None:
    file = as_json(donations(GOOD)).replace(b'"400.00"', b"400.00").replace(b'"1"', b"1")

    assert read(file)[0].amount == Decimal(400)


def test_a_long_json_file_is_read_across_its_pieces() -> None:
    rows = [f"{ID},1.00,2024-05-31,R-{n}" for n in range(3_000)]

    assert len(read(as_json(donations(*rows)))) == 3_000


def test_the_feed_is_known_by_its_total() -> None:
    assert guess_feed(io.BytesIO(donations(GOOD))) is DONATIONS
    assert guess_feed(io.BytesIO(incomes(f"{ID},1,,,", total="1"))) is INCOME


@pytest.mark.parametrize("text", ["2024-05-31", "20240531", "31/05/2024", "2024年5月31日", "2024/5/31"])
def test_dates_are_read_as_programs_write_them(text: str) -> None:
    assert read_date(text) == date(2024, 5, 31)


def test_receipts_show_only_the_end_of_a_number() -> None:
    assert mask(ID).endswith(ID[-4:])
    assert ID[:-4] not in mask(ID)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_whatever_break_the_reading(noise: bytes) -> None:
    for feed in FEEDS.values():
        for file in (noise, donations(GOOD) + noise, b'{"basisYear":' + noise):
            with suppress(FileRefused):
                read(file, feed)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.text(max_size=12), min_size=9, max_size=9))
def test_no_row_whatever_breaks_the_reading(cells: list[str]) -> None:
    quoted = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)
    file = donations(GOOD, count=2).decode() + quoted + "\r\n"
    with suppress(FileRefused):
        rows = read(file.encode("utf-8", "replace"))
        assert all(set(row.codes) <= set(ROW_CODES) for row in rows)
