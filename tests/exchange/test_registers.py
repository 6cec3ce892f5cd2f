"""registers.yaml and agreements.yaml: a mistake is named with its line and its remedy."""

from pathlib import Path
from shutil import copy

import pytest
from django.conf import settings

from onedoor.exchange.registers import load_rulebook
from onedoor.kernel.documents import Faulty
from onedoor.trust import queries as trust

FILES = ("registers.yaml", "agreements.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in FILES:
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    return tmp_path


def test_the_citys_own_files_are_right() -> None:
    agencies = frozenset(agency.code for agency in trust.list_agencies())

    book = load_rulebook(Path(settings.CATALOGUE), agencies=agencies)

    assert {"civil-register", "employer-income", "charity-donations"} <= set(book.registers)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("registers.yaml", "grade: A", "grade: E", "grade"),
        ("registers.yaml", "    agency: CIV\n", "", "'agency' is missing"),
        ("registers.yaml", "type: date", "typ: date", "'typ' is not known here"),
        ("registers.yaml", "precedence: [CIV, HSG]", "precedence: [ELC]", "ELC does not report"),
        ("registers.yaml", "{en: Name, zh-hans: 姓名}", "{en: Name}", "no zh-hans"),
        ("registers.yaml", "agency: PRF", "agency: XYZ", "no body 'XYZ'"),
        ("registers.yaml", "service: HARBOUR/GOV/TRN/VEHICLES", "service: vehicles", "no X-Road service id"),
        ("registers.yaml", "attributes: [vehicles]", "attributes: [boats]", "'boats' is no attribute"),
        ("registers.yaml", "usable_for: P90D", "usable_for: PT1H", "too old before it is asked again"),
        ("registers.yaml", "answer_within: 2", "answer_within: 60", "answer_within"),
        ("agreements.yaml", "purpose: assess-income-tax", "purpose: curiosity", "No purpose 'curiosity'"),
        ("agreements.yaml", "basis: statute:income-tax-act", "basis: contract", "is tax data"),
        ("agreements.yaml", "basis: statute:income-tax-act", "basis: habit", "'habit' is no basis"),
        ("agreements.yaml", "active_to: 2027-01-01", "active_to: 2023-01-01", "ends before it begins"),
        ("agreements.yaml", "[days_in_city]", "[days_abroad]", "no attribute 'days_abroad'"),
        ("agreements.yaml", "travel-register:", "weather:", "no register 'weather'"),
    ],
)
def test_a_mistake_is_named(folder: Path, file: str, old: str, new: str, message: str) -> None:
    text = (folder / file).read_text()
    (folder / file).write_text(text.replace(old, new, 1))

    with pytest.raises(Faulty) as found:
        load_rulebook(folder, agencies=frozenset(agency.code for agency in trust.list_agencies()))

    fault = next(fault for fault in found.value.faults if message in fault.message)
    assert fault.file.endswith(file)
    assert fault.line > 1
    assert fault.remedy


def test_an_unapproved_privacy_assessment_keeps_an_agreement_shut(folder: Path) -> None:
    text = (folder / "agreements.yaml").read_text().replace("approved: true", "approved: false")
    (folder / "agreements.yaml").write_text(text)

    agreement = load_rulebook(folder).agreements["AG-2024-01"]

    assert not agreement.in_force(agreement.active_from)
