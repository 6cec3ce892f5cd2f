"""A city with three services that come first: a card at one tap, a form to sign, a rebate in silence."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

SENIOR = """
service: {code}
title: {{en: {title}, zh-hans: 乐龄卡}}
agency: TRN
purpose: give-senior-card
basis: {basis}
privacy_assessment: PIA-2025-90
assurance: {{look: 2, sign: {level}}}
know:
  birth_date:
    register: civil-register
    attribute: birth_date
    type: date
    required: true
    text: {{en: Date of birth, zh-hans: 出生日期}}
proactive:
  match: d(today).diff(d(birth_date), "year") >= 60
  watches: [civil-register]
  daily: true
  notice: {{en: You can have the senior card., zh-hans: 您可领取乐龄卡。}}
  basis: {{en: You are 60 or older (Transport Act)., zh-hans: 您已年满 60 岁（《交通法》）。}}
  confirm: {confirm}
  lapses: P30D
  deadline: d(birth_date).add(62, "year").format("%Y-%m-%d")
  right: [given]
formulas:
  - id: outcome
    text: {{en: Decision, zh-hans: 决定}}
    unit: choice
    values: {{given: {{en: Given, zh-hans: 准予}}, refused: {{en: Refused, zh-hans: 不予}}}}
    rows:
      - {{when: 'd(birth_date).year() <= {born_until}', then: given}}
      - {{then: refused}}
outputs:
  outcome: outcome
  outcomes: {{given: {{en: Given, zh-hans: 准予}}, refused: {{en: Refused, zh-hans: 不予}}}}
doors: {{portal: full}}
{more}
"""
QUESTION = """
ask:
  - page: photo
    items:
      - {id: size, type: string, required: true, text: {en: Size, zh-hans: 尺寸}}
"""


def card(
    code: str,
    *,
    confirm: str = "one-tap",
    basis: str = "statute:transport-act",
    level: int = 2,
    born_until: int = 1965,
    more: str = "",
) -> str:
    """The file of a service that offers itself to everybody of 60."""
    return SENIOR.format(
        code=code, title="Senior card", confirm=confirm, basis=basis, level=level, born_until=born_until,
        more=more,
    )  # fmt: skip


@pytest.fixture
def city(tmp_path: Path, settings: Any) -> Iterator[Any]:
    """Gives ``build(**files)``: the catalogue with these services and the agreement that covers them."""
    root = tmp_path / "catalogue"
    root.mkdir()
    for entry in Path(settings.CATALOGUE).iterdir():
        if entry.is_file():
            shutil.copy(entry, root / entry.name)
        elif entry.name == "calendars":
            shutil.copytree(entry, root / entry.name)

    def build(*files: str, basis: str = "statute:transport-act") -> None:
        services = []
        for file in files:
            code = str(yaml.safe_load(file)["service"])
            (root / code).mkdir()
            (root / code / "service.yaml").write_text(file)
            services.append(code)
        agreements = yaml.safe_load((root / "agreements.yaml").read_text())
        agreements["purposes"]["give-senior-card"] = {"en": "To give the card", "zh-hans": "发放乐龄卡"}
        agreements["agreements"]["AG-TEST-90"] = {
            "title": {"en": "Senior card", "zh-hans": "乐龄卡"}, "receiver": "TRN", "services": services,
            "purpose": "give-senior-card", "basis": basis,
            "privacy_assessment": {"id": "PIA-2025-90", "approved": True}, "active_from": "2024-01-01",
            "shares": {"civil-register": ["birth_date"]},
        }  # fmt: skip
        if basis == "consent":
            otherwise = {"en": "Ask at any counter.", "zh-hans": "可在任一窗口办理。"}
            agreements["agreements"]["AG-TEST-90"]["otherwise"] = otherwise
        (root / "agreements.yaml").write_text(yaml.safe_dump(agreements, allow_unicode=True))
        settings.CATALOGUE = root

    return build
