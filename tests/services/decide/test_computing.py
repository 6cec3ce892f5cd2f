"""What the rules decide, how they explain it, and what they do when they cannot."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from onedoor.kernel.documents import Faulty
from onedoor.services.decide.computing import calculator, choose_pack, compute, lane_of
from onedoor.services.files.loading import load_service
from onedoor.services.types import RuleBroken, ServiceFile, ValueMissing
from tests.services.decide.conftest import Values

DAY = date(2025, 3, 10)


def test_ordinary_pay_gives_770(income_tax: ServiceFile, mei: Values) -> None:
    decision = compute(income_tax, mei, at=DAY)
    assert (decision.pack, decision.outcome, decision.payable) == (
        "SG-PIT-YA2025",
        "to_pay",
        Decimal("770.00"),
    )


def test_a_donation_is_a_line_of_two_and_a_half_times(income_tax: ServiceFile, mei: Values) -> None:
    line = next(line for line in compute(income_tax, mei, at=DAY).lines if line.id == "donation_available")
    assert line.result == Decimal("1000.00")
    assert {one.id: one.value for one in line.inputs}["donation_multiple"] == Decimal("2.5")


def test_every_line_says_what_how_and_by_which_law_in_both_languages(
    income_tax: ServiceFile, mei: Values
) -> None:
    for line in compute(income_tax, mei, at=DAY).lines:
        for text in (line.label, line.text, line.source, *(one.label for one in line.inputs)):
            assert set(text) == {"en", "zh-hans"}, line.id
        assert line.inputs


def test_a_table_says_which_row_applied(income_tax: ServiceFile, mei: Values) -> None:
    rows = {line.id: line.row for line in compute(income_tax, mei, at=DAY).lines}
    assert rows["tax_residency"]["en"] == "Citizen or permanent resident"
    assert rows["gross_tax"]["zh-hans"] == "居民税率"


def test_inputs_of_a_line_are_exact_amounts(income_tax: ServiceFile, mei: Values) -> None:
    line = next(line for line in compute(income_tax, mei, at=DAY).lines if line.id == "donation_total")
    assert line.inputs[0].value[0]["amount"] == Decimal("400.00")


def test_the_law_of_the_day_is_taken(income_tax: ServiceFile, mei: Values) -> None:
    assert choose_pack(income_tax, at=date(2024, 12, 31)).pack == "SG-PIT-YA2024"
    assert choose_pack(income_tax, at=datetime(2025, 1, 1, tzinfo=UTC)).pack == "SG-PIT-YA2025"
    assert compute(income_tax, mei, at=date(2024, 5, 1)).payable == 770
    assert compute(income_tax, mei, pack="SG-PIT-YA2007").outputs["gross_tax"] == Decimal("1427.00")


def test_a_day_without_law_is_refused(income_tax: ServiceFile, mei: Values) -> None:
    with pytest.raises(RuleBroken) as refused:
        compute(income_tax, mei, at=date(2010, 1, 1))
    assert refused.value.facts["day"] == "2010-01-01"


def test_a_missing_answer_is_named(income_tax: ServiceFile, mei: Values) -> None:
    del mei["birth_date"]
    with pytest.raises(ValueMissing) as missing:
        compute(income_tax, mei, at=DAY)
    assert missing.value.field == "birth_date"
    assert "Date of birth" in str(missing.value.message)


def test_answers_that_no_rule_reads_are_not_needed(departure: ServiceFile) -> None:
    with pytest.raises(ValueMissing) as missing:
        compute(departure, {"residency": "citizen", "birth_date": date(1990, 1, 1)}, at=DAY)
    assert "departure_at" in missing.value.facts["missing"]
    assert "destination" not in missing.value.facts["missing"]


def test_hidden_answers_do_not_count(income_tax: ServiceFile, mei: Values) -> None:
    forged = {**mei, "rent": Decimal(90000), "worked_three_years": True}
    assert compute(income_tax, forged, at=DAY).outputs == compute(income_tax, mei, at=DAY).outputs


def test_equal_inputs_have_an_equal_fingerprint(income_tax: ServiceFile, mei: Values) -> None:
    same = {**dict(reversed(mei.items())), "gross_pay": Decimal("60000"), "bonus": Decimal(0)}
    later = datetime(2025, 4, 1, 12, tzinfo=UTC)
    assert compute(income_tax, mei, at=DAY).fingerprint == compute(income_tax, same, at=later).fingerprint
    assert calculator(income_tax, at=DAY).fingerprint(mei) == compute(income_tax, mei, at=DAY).fingerprint


def test_another_cent_or_another_pack_has_another_fingerprint(income_tax: ServiceFile, mei: Values) -> None:
    known = compute(income_tax, mei, at=DAY).fingerprint
    assert compute(income_tax, {**mei, "gross_pay": Decimal("60000.01")}, at=DAY).fingerprint != known
    assert compute(income_tax, mei, pack="SG-PIT-YA2024").fingerprint != known


def test_one_changed_figure_of_the_law_has_another_fingerprint(income_tax: ServiceFile, mei: Values) -> None:
    pack = income_tax.packs[-1]
    constants = pack.constants | {
        "rebate_cap": pack.constants["rebate_cap"].model_copy(update={"value": Decimal(199)})
    }
    changed = pack.model_copy(update={"constants": constants})
    changed._digest = ""
    assert changed.digest != pack.digest


def test_a_service_without_rules_decides_nothing() -> None:
    plain = ServiceFile.model_validate(
        {"service": "plain", "title": {"en": "P", "zh-hans": "普"}, "agency": "CTY"}
    )
    decision = compute(plain, {"a": 1})
    assert (decision.outputs, decision.lines, decision.payable) == ({}, (), None)
    assert len(decision.fingerprint) == 64


@pytest.mark.parametrize(
    ("leaves", "lane", "answer"),
    [
        ("2025-03-11T09:00", "urgent", "PT60M"),
        ("2025-03-11T18:05", "urgent", "PT60M"),
        ("2025-03-11T18:15", "fast", "P1D"),
        ("2025-03-17T18:00", "fast", "P1D"),
        ("2025-03-20T09:00", None, None),
    ],
)
def test_the_departure_chooses_the_lane(
    departure: ServiceFile, leaves: str, lane: str | None, answer: str | None
) -> None:
    values = {
        "birth_date": date(1990, 5, 1),
        "residency": "foreigner",
        "departure_at": datetime.fromisoformat(leaves),
        "reason": "leaving",
        "last_work_date": date(2025, 3, 7),
        "work_kind": "employee",
        "working_years": 1,
        "payslip_pay": Decimal(30000),
        "days_this_year": 69,
    }
    at = datetime(2025, 3, 10, 10, 5, tzinfo=UTC)  # 18:05 in Harbour City
    found = lane_of(departure, calculator(departure, at=at).context(values, at=at))
    assert (found and found.lane, found and found.answer) == (lane, answer)


def test_a_broken_rule_names_formula_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "shares"
    folder.mkdir()
    (folder / "service.yaml").write_text(
        "service: shares\ntitle: {en: S, zh-hans: 份}\nagency: CTY\n"
        "ask: [{page: p, items: [{id: total, type: money, text: {en: T, zh-hans: 总}},"
        " {id: people, type: integer, text: {en: P, zh-hans: 人}}]}]\n"
        "formulas:\n  - {id: share, text: {en: Each, zh-hans: 每人}, formula: total / people}\n"
    )
    service = load_service(folder).service
    assert compute(service, {"total": Decimal(10), "people": 4}, at=DAY).outputs["share"] == Decimal("2.50")
    with pytest.raises(RuleBroken) as broken:
        compute(service, {"total": Decimal(10)}, at=DAY)
    assert broken.value.facts["line"] == 6
    assert broken.value.facts["reason"] == "it divides by zero (people is 0)"


def test_a_pack_based_on_itself_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "loop"
    folder.mkdir()
    (folder / "service.yaml").write_text(
        "service: loop\ntitle: {en: L, zh-hans: 环}\nagency: CTY\nrules: [a.yaml]\n"
    )
    (folder / "a.yaml").write_text(
        "pack: A\nbased_on: a.yaml\ntitle: {en: A, zh-hans: 甲}\nsource: {en: A, zh-hans: 甲}\n"
    )
    with pytest.raises(Faulty, match="based on itself"):
        load_service(folder)


def test_a_formula_gives_the_parts_of_a_payout_to_the_cent(tmp_path: Path) -> None:
    folder = tmp_path / "parts"
    folder.mkdir()
    (folder / "service.yaml").write_text(
        "service: parts\n"
        "title: {en: Parts, zh-hans: 分期}\n"
        "agency: SOC\n"
        "ask: [{page: one, items: [{id: sum, type: money, text: {en: Sum, zh-hans: 金额}}]}]\n"
        "formulas: [{id: halves, text: {en: Halves, zh-hans: 两期}, formula: '[sum / 2, sum / 2]'}]\n"
    )
    decision = compute(load_service(folder).service, {"sum": Decimal("0.50")}, at=DAY)
    assert decision.outputs["halves"] == [Decimal("0.25"), Decimal("0.25")]
