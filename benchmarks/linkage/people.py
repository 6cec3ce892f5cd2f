"""People of the demo's kind, and the same people as they write themselves the next time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from onedoor.config.demo.names import MEN, SURNAMES, WOMEN
from onedoor.people.rules import make_identifier
from onedoor.people.types import Arrival

FIRST_BIRTHDAY, BIRTHDAYS = date(1940, 1, 1), 29_000
STREETS = ("Harbour Road", "Pier Street", "Temple Lane", "Hill Avenue", "Market Street",
           "Fort Road", "Garden Walk", "Mill Lane", "Station Road", "Lotus Crescent",
           "Bridge Street", "Sea View")  # fmt: skip
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Shares:
    """How often somebody leaves out or mistakes something."""

    typing: float = 0.08
    missing: float = 0.15
    moved: float = 0.15
    swapped: float = 0.03
    other_script: float = 0.25


def make_people(count: int, seed: int = 1) -> Iterator[Arrival]:
    """So many different people, the same ones every time."""
    draw = np.random.default_rng(seed)
    frequent = 1 / np.arange(1, len(SURNAMES) + 1) ** 0.7
    families = draw.choice(len(SURNAMES), count, p=frequent / frequent.sum())
    given = draw.integers(0, 25, (count, 3))
    numbers = draw.integers(0, 1_000_000, (count, 6))
    for n in range(count):
        woman = bool(given[n, 2] % 2)
        some = WOMEN if woman else MEN
        family, first, second = SURNAMES[families[n]], some[given[n, 0]], some[given[n, 1]]
        born = FIRST_BIRTHDAY + timedelta(days=int(numbers[n, 0]) % BIRTHDAYS)
        street, code = STREETS[numbers[n, 3] % 12], 10_000 + int(numbers[n, 1]) % 4_000
        flat = f"#{numbers[n, 4] % 30}-{numbers[n, 5] % 200}"
        yield Arrival(
            name=f"{family.latin} {first.latin} {second.latin}",
            name_zh=family.chinese + first.chinese + second.chinese,
            birth_date=born,
            sex="f" if woman else "m",
            address=f"{1 + numbers[n, 2] % 300} {street} {flat} {code}",
            phone=f"+65{80_000_000 + (n * 7_919) % 19_999_999}",
            email=f"{first.latin.lower()}{family.latin.lower()}{n}@mail.example",
            identifiers=(make_identifier(born, n % 10_000),),
        )


def _draw_address(draw: np.random.Generator) -> str:
    return f"{draw.integers(1, 300)} {STREETS[draw.integers(0, 12)]} {draw.integers(10_000, 14_000)}"


def _misdate(said: Arrival, draw: np.random.Generator, shares: Shares) -> Arrival:
    if said.birth_date and said.birth_date.day <= 12 and draw.random() < shares.swapped * 2:
        born = date(said.birth_date.year, said.birth_date.day, said.birth_date.month)
    elif said.birth_date and draw.random() < shares.typing:
        born = said.birth_date + timedelta(days=int(draw.integers(-9, 9)))
    else:
        return said
    return replace(said, birth_date=born)


def say_again(known: Arrival, draw: np.random.Generator, shares: Shares = Shares()) -> Arrival:
    """The same person on another day: typing errors, another script, moved house, things left out."""
    said = known
    if draw.random() < shares.other_script:
        said = replace(said, name="") if draw.random() < 0.5 else replace(said, name_zh="")
    if said.name and draw.random() < 0.3:
        words = said.name.split()
        said = replace(said, name=" ".join(words[1:] + words[:1]))
    if draw.random() < shares.moved:
        said = replace(said, address=_draw_address(draw))
    said = _misdate(said, draw, shares)
    changes: dict[str, object] = {}
    for field in ("name", "address", "phone", "email"):
        value = getattr(said, field)
        if value and draw.random() < shares.typing:
            changes[field] = mistype(value, draw)
    for field, empty in (("address", ""), ("phone", ""), ("email", ""), ("sex", ""), ("birth_date", None)):
        if draw.random() < shares.missing:
            changes[field] = empty
    if draw.random() < shares.missing * 3:
        changes["identifiers"] = ()
    return replace(said, **changes)  # type: ignore[arg-type]  # of the fields' own kinds


def mistype(text: str, draw: np.random.Generator) -> str:
    """One key wrong, missing or twice, or two changed places."""
    place, how = int(draw.integers(1, len(text))), int(draw.integers(0, 4))
    letter = str(draw.integers(0, 10)) if text[place].isdigit() else LETTERS[draw.integers(0, 26)]
    if how == 0:
        return text[:place] + letter + text[place + 1 :]
    if how == 1:
        return text[:place] + text[place + 1 :]
    if how == 2:
        return text[:place] + letter + text[place:]
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :]
