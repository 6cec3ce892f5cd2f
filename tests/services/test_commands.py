"""``onedoor catalogue``: check, show, compute and schema, without server or database."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from onedoor.services.commands import catalogue

MEI = {"birth_date": "1984-05-01", "residency": "citizen", "gross_pay": 60000, "provident_fund": 12000}
GIFT = {"amount": 400, "date": "2024-06-01", "charity": "海港善终服务", "receipt": "HH-1"}


def run(*arguments: str) -> Result:
    return CliRunner().invoke(catalogue, arguments)


def test_check_finds_the_catalogue_in_order() -> None:
    result = run("check")
    assert result.exit_code == 0, result.output
    assert "income-tax: examples true" in result.output


def test_check_fails_with_line_and_remedy(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a/service.yaml").write_text("service: a\ntitel: {en: A, zh-hans: 甲}\nagency: REV\n")
    result = run("check", str(tmp_path))
    assert result.exit_code == 1
    assert "service.yaml:2: 'titel' is not known here. Did you mean 'title'?" in result.output


def test_check_reads_the_agreements_too(tmp_path: Path, settings: Any) -> None:
    house = shutil.copytree(settings.CATALOGUE, tmp_path / "catalogue")
    settings.CATALOGUE = house
    with (house / "agreements.yaml").open("a") as file:
        file.write("    share: {}\n")
    result = run("check")
    assert result.exit_code == 1
    assert "'share' is not known here." in result.output


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_compute_prints_result_and_explanation(tmp_path: Path, encoding: str) -> None:
    values = tmp_path / "values.json"
    values.write_bytes(json.dumps({**MEI, "donations": [GIFT]}, ensure_ascii=False).encode(encoding))
    result = run("compute", "income-tax", str(values), "--at", "2025-03-10")
    found = json.loads(result.output)
    assert (result.exit_code, found["payable"], found["pack"]) == (0, "770.00", "SG-PIT-YA2025")
    assert found["lines"][0]["label"]["zh-hans"] == "税务居民身份"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"gross_pay": 1.005}', "two decimals"),
        ('{"gros_pay": 1}', "Did you mean 'gross_pay'?"),
        ('{"donations": 3}', "list of entries"),
        ('{"residency": "citizen"}', "services.value.missing"),
        ("{", "This is not JSON"),
        ("[]", "Write the values as"),
    ],
)
def test_compute_refuses_what_it_cannot_use(tmp_path: Path, content: str, says: str) -> None:
    (tmp_path / "values.json").write_text(content)
    result = run("compute", "income-tax", str(tmp_path / "values.json"))
    assert result.exit_code == 1
    assert says in result.output


def test_show_lists_inputs_steps_promise_and_outputs() -> None:
    output = run("show", "departure-clearance").output
    for text in (
        "urgent: PT60M",
        "departure_at: datetime *",
        "employer-income.gross_pay",
        "REV: decide",
        "directive_to_pay",
    ):
        assert text in output


def test_show_prints_a_fhir_questionnaire() -> None:
    assert (
        json.loads(run("show", "income-tax", "--fhir", "--language", "zh-hans").output)["title"]
        == "个人所得税"
    )


def test_an_unknown_service_is_answered_with_the_known_ones() -> None:
    result = run("show", "incometax")
    assert result.exit_code == 1
    assert "income-tax" in result.output


def test_schema_is_json_schema() -> None:
    assert json.loads(run("schema").output)["properties"]["service"]
