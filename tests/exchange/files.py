"""Files as partners send them."""

import json
from typing import Any

from onedoor.people.rules import make_organisation_identifier

CHARITY_ID = make_organisation_identifier("charity", 17)
EMPLOYER_ID = make_organisation_identifier("business", 4217)
DONATION_COLUMNS = (
    "recordID,idType,idNumber,name,donationAmount,dateOfDonation,receiptNum,typeOfDonation,namingDonation"
)
INCOME_COLUMNS = "recordID,idType,idNumber,name,grossPay,bonus,directorFee,benefits"


def donations(
    *rows: str, count: int | None = None, total: str | None = None, indicator: str = "O", year: str = "2024",
    organisation: str = CHARITY_ID,
) -> bytes:  # fmt: skip
    """A donations file; each row is ``identifier,amount,date,receipt``."""
    cells = [row.split(",") for row in rows]
    total = total or f"{sum(float(row[1]) for row in cells):.2f}"
    lines = [
        "basisYear,organisationIDType,organisationIDNo,batchIndicator,numOfRecords,totalDonationAmount",
        f"{year},U,{organisation},{indicator},{len(rows) if count is None else count},{total}",
        DONATION_COLUMNS,
        *(
            f"{n},1,{id},林美,{amount},{day},{receipt},O,Z"
            for n, (id, amount, day, receipt) in enumerate(cells, 1)
        ),
    ]
    return "\r\n".join(lines).encode() + b"\r\n"


def incomes(*rows: str, total: str, indicator: str = "O", year: str = "2024") -> bytes:
    """An income file; each row is ``identifier,gross,bonus,fee,benefits``."""
    lines = [
        "basisYear,organisationIDType,organisationIDNo,batchIndicator,numOfRecords,totalIncomeAmount",
        f"{year},U,{EMPLOYER_ID},{indicator},{len(rows)},{total}",
        INCOME_COLUMNS,
    ]
    for n, row in enumerate(rows, 1):
        id, rest = row.split(",", 1)
        lines.append(f"{n},1,{id},Mei Lin,{rest}")
    return "\n".join(lines).encode()


def as_json(csv_file: bytes) -> bytes:
    """The same file as JSON."""
    head, values, names, *rows = csv_file.decode().split()
    found: dict[str, Any] = dict(zip(head.split(","), values.split(","), strict=True))
    found["records"] = [dict(zip(names.split(","), row.split(","), strict=True)) for row in rows]
    return json.dumps(found, ensure_ascii=False).encode()
