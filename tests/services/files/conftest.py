"""A small service to break in one place at a time."""

from collections.abc import Callable
from pathlib import Path

import pytest

from onedoor.services.files.checking import Report, check_service
from onedoor.services.files.house import House

SERVICE = """\
service: dog-licence
version: 1
title: {en: Dog licence, zh-hans: 犬只登记}
agency: PRK
with: [CTY]
know:
  pay: {register: employer-income, attribute: gross_pay, text: {en: Pay, zh-hans: 薪金}}
privacy_assessment: PIA-1
ask:
  - page: dog
    items:
      - {id: name, type: string, required: true, text: {en: Name, zh-hans: 名字}}
      - {id: dogs, type: integer, text: {en: Dogs, zh-hans: 犬只数}}
      - {id: chip, type: boolean, enableWhen: dogs > 0, text: {en: Chip, zh-hans: 芯片}}
rules: [rules/one.yaml]
outputs: {payable: fee}
steps:
  - {id: sign, does: sign}
  - {id: decide, by: PRK, does: decide}
  - {id: pay, does: pay, when: fee > 0, amount: fee}
doors: {portal: full}
"""
PACK = """\
pack: DOG-1
title: {en: Fees, zh-hans: 收费}
effective_from: 2025-01-01
source: {en: Dog Act, zh-hans: 《犬只法》}
constants:
  each: {value: 12.50, text: {en: For each dog, zh-hans: 每只}}
formulas:
  - {id: count, unit: number, text: {en: Count, zh-hans: 数量}, formula: dogs}
  - {id: fee, text: {en: Fee, zh-hans: 费用}, formula: count * each}
"""
HOUSE = House(
    agencies=frozenset({"PRK", "CTY", "REV"}),
    registers={"employer-income": frozenset({"gross_pay", "bonus"})},
    calendars=frozenset({"working-days", "always"}),
)
Write = Callable[..., Report]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The service as it should be, on disk."""
    here = tmp_path / "dog-licence"
    (here / "rules").mkdir(parents=True)
    (here / "examples").mkdir()
    (here / "service.yaml").write_text(SERVICE)
    (here / "rules" / "one.yaml").write_text(PACK)
    return here


@pytest.fixture
def report(folder: Path) -> Write:
    """Replace ``old`` by ``new`` in a file of the service, and check it."""

    def change(old: str = "", new: str = "", file: str = "service.yaml") -> Report:
        path = folder / file
        text = path.read_text()
        assert old in text
        path.write_text(text.replace(old, new, 1))
        return check_service(folder, HOUSE)

    return change
