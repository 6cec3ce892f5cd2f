"""Personas beside a service: who lives in the demo, held to what registers can hold."""

from dataclasses import replace
from pathlib import Path

import pytest

from onedoor.services.files.checking import check_service
from onedoor.services.files.house import House
from tests.services.files.conftest import HOUSE

PERSONAS = """\
personas:
  - login: hui
    name: {en: Lin Hui, zh-hans: 林慧}
    birth_date: 1990-05-02
    story: {en: has two dogs, zh-hans: 养了两只狗}
    holds:
      - {register: employer-income, attribute: gross_pay, period: "2024", value: 2600.00}
      - register: civil-register
        attribute: children
        value: [{name: Mia, birth_date: 2024-11-02, citizen: true}]
  - {login: den, kind: business, acts: [hui], name: {en: Den, zh-hans: 丹}, story: {en: a shop, zh-hans: 店}}
"""
FIELDS = {"name": "text", "birth_date": "date", "citizen": "boolean"}
WITH_PEOPLE = replace(
    HOUSE,
    registers={
        "employer-income": frozenset({"gross_pay", "bonus"}),
        "civil-register": frozenset({"children"}),
    },
    attributes={
        ("employer-income", "gross_pay"): {"type": "money", "period": "year"},
        ("civil-register", "children"): {"type": "record", "repeats": "record", "fields": FIELDS},
    },
    logins={"hui": "dog-licence", "den": "dog-licence"},
)


def check(folder: Path, personas: str, house: House = WITH_PEOPLE) -> list[tuple[int, str, str]]:
    (folder / "personas.yaml").write_text(personas)
    return [(fault.line, fault.message, fault.remedy) for fault in check_service(folder, house).faults]


def test_personas_are_in_order_as_they_stand(folder: Path) -> None:
    assert check(folder, PERSONAS) == []


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        ("employer-income", "employer-incom", 7, "no register 'employer-incom'", "'employer-income'"),
        ("gross_pay", "gros_pay", 7, "no attribute 'gros_pay'", "'gross_pay'"),
        ("2600.00", "much", 7, "'much' is no money", "Write an amount"),
        ('period: "2024", ', "", 7, "is kept by the year", 'Add period: "2024"'),
        ("citizen: true", "citizen: 1", 10, "'1' is no boolean", "Write true or false"),
        ("citizen: true", "citizens: true", 10, "no part 'citizens'", "'citizen'"),
        ("[{name: Mia, birth_date: 2024-11-02, citizen: true}]", "Mia", 10, "several entries", "Begin each"),
        ("acts: [hui]", "acts: [huy]", 11, "Nobody of the demo signs in as 'huy'", "'hui'"),
        ("login: den", "login: hui", 11, "'hui' is taken already", "a login of her own"),
        ("    birth_date: 1990-05-02\n", "", 2, "person has a 'birth_date'", "Correct it here"),
        ("zh-hans: 林慧", "fr: Lin", 3, "'name' has no text in zh-hans", "Add 'zh-hans: …'"),
    ],
)
def test_a_mistake_is_named_with_line_and_remedy(
    folder: Path, old: str, new: str, line: int, message: str, remedy: str
) -> None:
    (found, *_) = check(folder, PERSONAS.replace(old, new, 1))
    assert found[0] == line
    assert message in found[1]
    assert remedy in found[2]


def test_a_login_belongs_to_one_service_only(folder: Path) -> None:
    elsewhere = replace(WITH_PEOPLE, logins={"hui": "cat-licence", "den": "dog-licence"})
    ((line, message, _),) = check(folder, PERSONAS, elsewhere)
    assert (line, message) == (2, "The login 'hui' is taken already (in cat-licence).")


def test_a_service_needs_no_personas(folder: Path) -> None:
    assert check_service(folder, WITH_PEOPLE).faults == ()
