"""Who works where for how much, and who gives to whom: told in the files that partners really send."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from onedoor.config.demo import names
from onedoor.config.demo.population import SEED, Person
from onedoor.kernel.text import Text
from onedoor.people.rules import make_organisation_identifier

YEAR = 2024
FIRST_DAY = date(YEAR, 1, 1)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An employer or a charity of the city."""

    code: str
    kind: str
    name: Text
    identifier: str


@dataclass(frozen=True, slots=True)
class Pay:
    """What one employer paid one person in the year."""

    person: Person
    gross: Decimal
    bonus: Decimal = Decimal(0)
    benefits: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gift:
    """What one person gave one charity on one day."""

    person: Person
    amount: Decimal
    day: date
    receipt: str


@dataclass(slots=True)
class Economy:
    """The year 2024 in Harbour City."""

    employers: list[Organisation]
    charities: list[Organisation]
    payrolls: dict[str, list[Pay]] = field(default_factory=lambda: defaultdict(list))
    gifts: dict[str, list[Gift]] = field(default_factory=lambda: defaultdict(list))

    @property
    def earners(self) -> list[Person]:
        """Everybody who was paid, each once, in a fixed order."""
        found = {pay.person.id: pay.person for payroll in self.payrolls.values() for pay in payroll}
        return sorted(found.values(), key=lambda person: person.identifier)

    def totals(self) -> dict[str, Decimal]:
        """All that employers paid, by the person's identifier."""
        totals: dict[str, Decimal] = defaultdict(Decimal)
        for payroll in self.payrolls.values():
            for pay in payroll:
                totals[pay.person.identifier] += pay.gross + pay.bonus
        return totals


def draw_economy(people: list[Person], *, employers: int, charities: int) -> Economy:
    """Pay and gifts for ``people``; the same ones every time."""
    random = np.random.default_rng(SEED + 1)
    economy = Economy(
        employers=list(_organisations("business", names.EMPLOYERS, employers)),
        charities=list(_organisations("charity", names.CHARITIES, charities)),
    )
    for person in people:
        if not 19 <= person.age_at(FIRST_DAY) <= 72 or random.random() > 0.83:
            continue
        jobs = 2 if random.random() < 0.06 else 1
        for place in random.choice(len(economy.employers), size=jobs, replace=False):
            economy.payrolls[economy.employers[place].code].append(_pay(random, person))
        for _ in range(int(random.choice([0, 1, 2, 4], p=[0.72, 0.16, 0.09, 0.03]))):
            charity = economy.charities[random.integers(len(economy.charities))]
            economy.gifts[charity.code].append(_gift(random, person, charity, economy))
    return economy


def income_file(employer: Organisation, payroll: Sequence[Pay]) -> bytes:
    """The employer's income feed for the year, as CSV."""
    rows = [
        [number, "1", pay.person.identifier, pay.person.name, pay.gross, pay.bonus, "", pay.benefits]
        for number, pay in enumerate(payroll, 1)
    ]
    total = sum((pay.gross + pay.bonus + pay.benefits for pay in payroll), Decimal(0))
    columns = ["recordID", "idType", "idNumber", "name", "grossPay", "bonus", "directorFee", "benefits"]
    return _file(employer, "totalIncomeAmount", total, columns, rows)


def donation_file(charity: Organisation, gifts: Sequence[Gift]) -> bytes:
    """The charity's donation batch for the year, as CSV."""
    rows = [
        [number, "1", gift.person.identifier, gift.person.name, gift.amount, gift.day, gift.receipt, "O", "Z"]
        for number, gift in enumerate(gifts, 1)
    ]
    total = sum((gift.amount for gift in gifts), Decimal(0))
    columns = ["recordID", "idType", "idNumber", "name", "donationAmount", "dateOfDonation", "receiptNum"]
    return _file(charity, "totalDonationAmount", total, [*columns, "typeOfDonation", "namingDonation"], rows)


def _file(
    sender: Organisation, total_name: str, total: Decimal, columns: list[str], rows: list[list[object]]
) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    head = [
        "basisYear",
        "organisationIDType",
        "organisationIDNo",
        "batchIndicator",
        "numOfRecords",
        total_name,
    ]
    writer.writerow(head)
    writer.writerow([YEAR, "U", sender.identifier, "O", len(rows), total])
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue().encode()


def _organisations(kind: str, stems: list[names.Name], count: int) -> Iterator[Organisation]:
    for number in range(count):
        stem, round_ = stems[number % len(stems)], number // len(stems) + 1
        suffix = (f" {round_}", f"（{round_}）") if round_ > 1 else ("", "")
        slug = stem.latin.lower().replace(" ", "-").replace("'", "")
        yield Organisation(
            code=f"{slug}-{round_}" if round_ > 1 else slug,
            kind="employer" if kind == "business" else kind,
            name={"en": stem.latin + suffix[0], "zh-hans": stem.chinese + suffix[1]},
            identifier=make_organisation_identifier(kind, 1000 + number),
        )


def _pay(random: np.random.Generator, person: Person) -> Pay:
    gross = Decimal(int(np.clip(random.lognormal(10.9, 0.55), 6_000, 900_000)) // 60 * 60)
    bonus = gross / 12 if random.random() < 0.6 else Decimal(0)
    benefits = Decimal(int(random.integers(1, 20)) * 600) if random.random() < 0.08 else Decimal(0)
    return Pay(person, gross, bonus.quantize(Decimal("0.01")), benefits)


def _gift(random: np.random.Generator, person: Person, charity: Organisation, economy: Economy) -> Gift:
    amount = Decimal(
        int(random.choice([20, 50, 100, 200, 400, 1000, 5000], p=[0.2, 0.25, 0.25, 0.14, 0.1, 0.05, 0.01]))
    )
    day = FIRST_DAY + timedelta(days=int(random.integers(0, 365)))
    return Gift(person, amount, day, f"{charity.identifier[-6:]}-{len(economy.gifts[charity.code]) + 1:05}")
