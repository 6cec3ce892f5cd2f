"""People: households with ages that fit, names by frequency, identifiers that agree with them."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import numpy as np

from onedoor.config.demo import names
from onedoor.people.rules import make_identifier
from onedoor.people.types import NewCustomer

SEED = 990_2025
BORN_BEFORE = date(2025, 3, 1)


@dataclass(slots=True)
class Person:
    """One person of the city, before she is registered anywhere."""

    id: UUID
    name: str
    name_zh: str
    birth_date: date
    woman: bool
    status: str  # citizen, pr or foreigner
    household: int
    head: bool
    identifier: str
    address: str
    address_zh: str
    language: str
    email: str = ""

    def age_at(self, day: date) -> int:
        """Full years on ``day``."""
        had_birthday = (day.month, day.day) >= (self.birth_date.month, self.birth_date.day)
        return day.year - self.birth_date.year - (0 if had_birthday else 1)


class City:
    """Draws the people of a city of ``size``; the same people for the same size, every time."""

    def __init__(self, size: int, *, seed: int = SEED) -> None:
        self.size = size
        self._random = np.random.default_rng(seed)
        self._born_that_day: Counter[date] = Counter()
        self._surname_weights = _falling(len(names.SURNAMES))
        self._given_weights = _falling(len(names.WOMEN), by=0.6)

    def people(self) -> list[Person]:
        """Everybody, household by household."""
        found: list[Person] = []
        household = 0
        while len(found) < self.size:
            found += self._household(household)
            household += 1
        return found[: self.size]

    def _household(self, number: int) -> Iterator[Person]:
        random = self._random
        street = names.STREETS[random.integers(len(names.STREETS))]
        house, flat = random.integers(1, 200), random.integers(1, 60)
        address = f"{flat:02}-{house}, {street.latin}"
        address_zh = f"{street.chinese}{house}号{flat}室"
        surname = names.SURNAMES[random.choice(len(names.SURNAMES), p=self._surname_weights)]
        other = random.random() < 0.15
        status = str(
            random.choice(["citizen", "pr", "foreigner"], p=[0.3, 0.2, 0.5] if other else [0.85, 0.1, 0.05])
        )
        head_age = int(np.clip(random.normal(47, 15), 20, 94))
        ages = [head_age]
        if random.random() < 0.62:
            ages.append(int(np.clip(head_age + random.normal(-1, 4), 19, 95)))
        if 26 <= head_age <= 58:
            ages += [
                int(random.integers(0, max(1, min(head_age - 21, 24)))) for _ in range(random.integers(0, 4))
            ]
        woman = bool(random.random() < 0.5)
        for place, age in enumerate(ages):
            if place > 0:  # the second is the partner, the others are children
                woman = not woman if place == 1 else bool(random.random() < 0.5)
            yield self._person(number, place == 0, age, woman, surname if place != 1 else None, other, status,
                               address, address_zh)  # fmt: skip

    def _person(
        self, household: int, head: bool, age: int, woman: bool, surname: names.Name | None, other: bool,
        status: str, address: str, address_zh: str,
    ) -> Person:  # fmt: skip
        random = self._random
        born = BORN_BEFORE - timedelta(days=int(age * 365.25) + int(random.integers(0, 365)))
        if other:
            name, name_zh = str(random.choice(names.OTHERS)), ""
        else:
            own = surname or names.SURNAMES[random.choice(len(names.SURNAMES), p=self._surname_weights)]
            given = (names.WOMEN if woman else names.MEN)[
                random.choice(len(names.WOMEN), p=self._given_weights)
            ]
            name, name_zh = f"{own.latin} {given.latin}", f"{own.chinese}{given.chinese}"
        serial = self._born_that_day[born]
        self._born_that_day[born] += 1
        return Person(
            id=UUID(bytes=random.bytes(16), version=4), name=name, name_zh=name_zh, birth_date=born,
            woman=woman, status=status, household=household, head=head,
            identifier=make_identifier(born, serial),
            address=address, address_zh=address_zh,
            language="en" if other or random.random() < 0.3 else "zh-hans",
        )  # fmt: skip


def as_customers(people: list[Person]) -> Iterator[NewCustomer]:
    """How ``people.actions.register_customers`` wants them."""
    for number, person in enumerate(people):
        adult = person.age_at(BORN_BEFORE) >= 16
        yield NewCustomer(
            id=person.id, name=person.name, name_zh=person.name_zh, birth_date=person.birth_date,
            identifier=person.identifier, language=person.language, address=person.address,
            email=person.email or (f"p{number}@mail.harbour.example" if adult else ""),
            phone=f"+65990{number:05}" if adult else "",
        )  # fmt: skip


def _falling(count: int, *, by: float = 0.8) -> list[float]:
    weights = [1 / rank**by for rank in range(1, count + 1)]
    return [weight / sum(weights) for weight in weights]
