"""The two feeds: which columns their files have and how header and rows are checked."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from onedoor.exchange.intake.codes import FileRefused
from onedoor.exchange.intake.dates import read_date
from onedoor.kernel.errors import Invalid
from onedoor.kernel.money import parse_amount

LONGEST = 64
ID_TYPES = frozenset({"1", "2", "5", "6", "U", "A", "I"})
IdentifierCheck = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Feed:
    """``amounts`` maps columns to the attributes that they become."""

    code: str
    partner_kind: str
    register: str
    total: str
    amounts: Mapping[str, str]
    columns: tuple[str, ...]
    optional: frozenset[str]

    @property
    def header(self) -> tuple[str, ...]:
        """The columns of the header, in order."""
        return (
            "basisYear",
            "organisationIDType",
            "organisationIDNo",
            "batchIndicator",
            "numOfRecords",
            self.total,
        )


DONATIONS = Feed(
    code="donations",
    partner_kind="charity",
    register="charity-donations",
    total="totalDonationAmount",
    amounts={"donationAmount": "donation"},
    columns=(
        *("recordID", "idType", "idNumber", "name", "donationAmount", "dateOfDonation", "receiptNum"),
        *("typeOfDonation", "namingDonation"),
    ),
    optional=frozenset({"recordID", "name", "typeOfDonation", "namingDonation"}),
)
INCOME = Feed(
    code="income",
    partner_kind="employer",
    register="employer-income",
    total="totalIncomeAmount",
    amounts={
        "grossPay": "gross_pay",
        "bonus": "bonus",
        "directorFee": "director_fee",
        "benefits": "benefits",
    },
    columns=("recordID", "idType", "idNumber", "name", "grossPay", "bonus", "directorFee", "benefits"),
    optional=frozenset({"recordID", "name", "bonus", "directorFee", "benefits"}),
)
FEEDS = {feed.code: feed for feed in (DONATIONS, INCOME)}


@dataclass(frozen=True, slots=True)
class Header:
    """What a file says of itself."""

    period: str
    organisation_type: str
    organisation: str
    indicator: str
    count: int
    total: Decimal

    @property
    def amends(self) -> bool:
        """Whether the file replaces records sent before."""
        return self.indicator == "A"


@dataclass(frozen=True, slots=True)
class Row:
    """One checked row. ``codes`` is empty when nothing is wrong that can be seen in the file;
    ``counted`` is what the row adds to the control total, right or wrong."""

    line: int
    record: str
    identifier: str
    receipt: str
    given_on: date | None
    amounts: Mapping[str, Decimal]
    counted: Decimal
    codes: tuple[str, ...]

    @property
    def amount(self) -> Decimal:
        """The row's amounts together."""
        return sum(self.amounts.values(), Decimal(0))


def read_header(feed: Feed, cells: Mapping[str, str], *, line: int, latest_year: int) -> Header:
    """The header, or FileRefused F06 with the name of the first field that cannot be right."""
    year, count = cells["basisYear"].strip(), cells["numOfRecords"].strip()
    total, indicator = _decimal(cells[feed.total]), cells["batchIndicator"].strip().upper()
    wrong = [
        name
        for name, right in {
            "basisYear": _whole(year) and 2000 <= int(year) <= latest_year,
            "organisationIDType": 0 < len(cells["organisationIDType"].strip()) <= 4,
            "organisationIDNo": 0 < len(cells["organisationIDNo"].strip()) <= LONGEST,
            "batchIndicator": indicator in ("O", "A"),
            "numOfRecords": _whole(count),
            feed.total: total is not None,
        }.items()
        if not right
    ]
    if wrong or total is None:
        raise FileRefused("F06", line=line, detail=", ".join(wrong))
    organisation = tidy_identifier(cells["organisationIDNo"])
    return Header(year, cells["organisationIDType"].strip(), organisation, indicator, int(count), total)


def read_row(
    feed: Feed, header: Header, cells: Mapping[str, str], *, line: int, is_id: IdentifierCheck
) -> Row:
    """Check one row as far as the file alone can tell: E03, E05, E06, E10."""
    codes: list[str] = []
    identifier = tidy_identifier(cells["idNumber"])
    record, receipt = cells.get("recordID", "").strip(), cells.get("receiptNum", "").strip()
    if not is_id(identifier) or cells["idType"].strip().upper() not in ID_TYPES:
        codes.append("E03")
    amounts, counted = _amounts(feed, cells)
    if amounts is None:
        codes.append("E05")
    given_on = read_date(cells["dateOfDonation"]) if "dateOfDonation" in cells else None
    if "dateOfDonation" in cells and (given_on is None or str(given_on.year) != header.period):
        codes.append("E06")
    if ("receiptNum" in cells and not receipt) or max(len(record), len(receipt)) > LONGEST:
        codes.append("E10")
    return Row(
        line,
        record[:LONGEST] or str(line),
        identifier[:LONGEST],
        receipt[:LONGEST],
        given_on,
        amounts or {},
        counted,
        tuple(codes),
    )


def _amounts(feed: Feed, cells: Mapping[str, str]) -> tuple[dict[str, Decimal] | None, Decimal]:
    """The row's amounts (None when one is wrong or they add up to nothing) and its control sum."""
    amounts: dict[str, Decimal] = {}
    counted, wrong = Decimal(0), False
    for column, attribute in feed.amounts.items():
        text = cells.get(column, "").strip()
        if not text and column in feed.optional:
            amounts[attribute] = Decimal(0)
            continue
        counted += _decimal(text) or Decimal(0)
        try:
            amounts[attribute] = parse_amount(text)
        except Invalid:
            wrong = True
    wrong = (
        wrong or any(amount < 0 for amount in amounts.values()) or not sum(amounts.values(), Decimal(0)) > 0
    )
    return (None if wrong else amounts), counted


def tidy_identifier(text: str) -> str:
    """An identifier as it is compared: half-width capitals without spaces, hyphens and dots."""
    return re.sub(r"[\s\-.\u2010-\u2015]", "", unicodedata.normalize("NFKC", text)).upper()


def mask(identifier: str) -> str:
    """``identifier`` with only its end readable, for receipts."""
    shown = identifier[-4:] if len(identifier) >= 8 else ""
    return "•" * min(len(identifier) - len(shown), 8) + shown


def _whole(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 9


def _decimal(text: str) -> Decimal | None:
    """A number as the control total counts it: decimals and sign as they stand, absurd ones not."""
    try:
        number = Decimal(unicodedata.normalize("NFKC", text).strip().lstrip("$¥").replace(",", ""))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < Decimal(10) ** 15 else None
