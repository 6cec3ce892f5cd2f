"""A formula that is worked out for every entry of a list, and what is told of each."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from onedoor.services.decide.computing import calculator, compute
from onedoor.services.files.loading import load_service
from onedoor.services.types import RuleBroken, ServiceFile

DAY = date(2025, 3, 10)
REX = {"name": "Rex", "kind": "big", "weight": Decimal("30")}
DOT = {"name": "Dot", "kind": "small", "weight": Decimal("3.3")}


@pytest.fixture
def dogs(tmp_path: Path) -> ServiceFile:
    return _service(tmp_path)


def _service(tmp_path: Path, old: str = "", new: str = "") -> ServiceFile:
    """The small service beside this file, with one place of its rules changed."""
    folder = copytree(Path(__file__).parent / "dogs", tmp_path / "dogs")
    rules = folder / "rules.yaml"
    rules.write_text(rules.read_text().replace(old, new))
    return load_service(folder).service


def test_the_result_is_a_list_in_the_order_of_the_entries(dogs: ServiceFile) -> None:
    outputs = compute(dogs, {"dogs": [REX, DOT]}, at=DAY).outputs
    assert outputs["decision"] == ["refused", "allowed"]
    assert outputs["by_weight"] == [Decimal("11.00"), Decimal("0.33")]
    assert outputs["fee"] == [Decimal("0.00"), Decimal("2.66")]


def test_later_formulas_add_and_count_the_list(dogs: ServiceFile) -> None:
    decision = compute(dogs, {"dogs": [REX, DOT, DOT], "garden": True}, at=DAY)
    assert decision.outputs["fee"] == [Decimal("17.00"), Decimal("3.66"), Decimal("3.66")]
    assert (decision.payable, decision.outputs["allowed_count"]) == (Decimal("24.32"), 3)


def test_cents_of_many_entries_add_up_exactly(dogs: ServiceFile) -> None:
    many = [{**DOT, "weight": Decimal("0.10")} for _ in range(30)]
    assert compute(dogs, {"dogs": many}, at=DAY).payable == Decimal("900.60")


def test_nobody_in_the_list_gives_an_empty_list(dogs: ServiceFile) -> None:
    decision = compute(_without_heaviest(dogs), {"dogs": []}, at=DAY)
    assert (decision.outputs["fee"], decision.payable, decision.each) == ([], Decimal("0.00"), ())


def _without_heaviest(dogs: ServiceFile) -> ServiceFile:
    pack = dogs.packs[0]
    kept = tuple(formula for formula in pack.formulas if formula.id != "heaviest")
    dogs._packs = (pack.model_copy(update={"formulas": kept}),)
    dogs._packs[0]._digest = ""
    return dogs


def test_each_entry_has_a_line_with_its_row_and_its_own_figures(dogs: ServiceFile) -> None:
    lines = {line.id: line for line in compute(dogs, {"dogs": [REX, DOT]}, at=DAY).lines}
    told = [(entry.name["en"], entry.result, entry.row["en"]) for entry in lines["decision"].entries]
    assert told == [("Rex", "refused", "A big dog needs a garden"), ("Dot", "allowed", "It fits")]
    assert [(one.id, one.value) for one in lines["decision"].entries[1].inputs] == [("kind", "small")]
    assert [one.id for one in lines["decision"].inputs] == ["garden"]
    assert [(one.id, one.value) for one in lines["fee"].entries[1].inputs] == [
        ("decision", "allowed"),
        ("weight", Decimal("3.3")),
        ("by_weight", Decimal("0.33")),
    ]
    assert lines["by_weight"].entries[0].row["en"] == "Band over $10: 50%"
    assert lines["total"].entries == ()


def test_each_entry_has_an_outcome_of_its_own(dogs: ServiceFile) -> None:
    rex, dot = compute(dogs, {"dogs": [REX, DOT]}, at=DAY).each
    assert (rex.name["en"], rex.code, rex.text["zh-hans"]) == ("Rex", "refused", "不准许")
    assert [(line.label["en"], line.result) for line in dot.lines] == [("Fee", Decimal("2.66"))]


def test_a_name_in_two_scripts_is_said_in_each_language(dogs: ServiceFile) -> None:
    hui = {**DOT, "name": {"latin": "Hui", "chinese": "慧"}}
    nameless = {**DOT, "name": ""}
    first, second = compute(dogs, {"dogs": [hui, nameless]}, at=DAY).each
    assert first.name == {"en": "Hui", "zh-hans": "慧"}
    assert second.name == {"en": "No. 2", "zh-hans": "第 2 项"}


def test_batches_get_the_same_answers(dogs: ServiceFile) -> None:
    values: dict[str, Any] = {"dogs": [REX, DOT], "garden": True}
    reckoner = calculator(dogs, at=DAY)
    assert reckoner.outputs(values, at=DAY) == compute(dogs, values, at=DAY).outputs


def test_equal_entries_have_an_equal_fingerprint_and_their_order_counts(dogs: ServiceFile) -> None:
    one = compute(dogs, {"dogs": [REX, DOT]}, at=DAY)
    assert compute(dogs, {"dogs": [dict(REX), dict(reversed(DOT.items()))]}, at=DAY) == one
    assert compute(dogs, {"dogs": [DOT, REX]}, at=DAY).fingerprint != one.fingerprint


def test_an_entry_without_a_row_names_the_formula(tmp_path: Path) -> None:
    service = _service(tmp_path, "- {then: allowed,", "- {when: {kind: small}, then: allowed,")
    with pytest.raises(RuleBroken) as broken:
        compute(service, {"dogs": [DOT, REX], "garden": True}, at=DAY)
    assert broken.value.facts["formula"] == "decision"
    assert broken.value.facts["reason"] == "no row of its table applies"
