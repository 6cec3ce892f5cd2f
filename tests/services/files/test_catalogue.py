"""The catalogue that comes with the house is in order, and its papers are up to date."""

from pathlib import Path

import pytest

from onedoor.services.files.checking import check_catalogue
from onedoor.services.files.export import questionnaire, reference, schema_text
from onedoor.services.files.loading import catalogue_root, get_catalogue, load_catalogue, load_service

DOCS = Path(__file__).parents[3] / "docs" / "reference"
TWELVE_LINES = """\
service: street-party
title: {en: Street party, zh-hans: 街坊聚会}
agency: CTY
ask:
  - page: party
    items:
      - {id: street, type: string, required: true, text: {en: Which street, zh-hans: 哪条街道}}
      - {id: day, type: date, required: true, min: today, text: {en: Which day, zh-hans: 哪一天}}
      - {id: guests, type: integer, required: true, min: 1, text: {en: How many guests, zh-hans: 多少人}}
formulas: [{id: fee, text: {en: Fee, zh-hans: 费用}, formula: "guests > 100 ? 50 : 0"}]
outputs: {payable: fee}
doors: {portal: full}
"""


@pytest.mark.parametrize("report", check_catalogue(catalogue_root()), ids=lambda report: report.service)
def test_a_service_of_the_house_is_in_order(report) -> None:  # type: ignore[no-untyped-def]
    assert report.faults == ()
    assert report.examples == report.true_examples > 0


def test_a_file_of_twelve_lines_is_a_working_service(tmp_path: Path) -> None:
    assert len(TWELVE_LINES.splitlines()) == 12
    (tmp_path / "street-party").mkdir()
    (tmp_path / "street-party/service.yaml").write_text(TWELVE_LINES)
    assert [report.faults for report in check_catalogue(tmp_path)] == [()]
    service = load_catalogue(tmp_path).services["street-party"]
    assert list(service.fields) == ["street", "day", "guests"]
    assert [pack.pack for pack in service.packs] == ["street-party@1"]
    assert (service.promise.answer, service.assurance.sign, service.retention) == ("P5D", 2, "P7Y")
    assert service.purpose == "street-party"


def test_a_faulty_service_does_not_take_the_others_down(tmp_path: Path) -> None:
    for name in ("street-party", "street-fair"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "service.yaml").write_text(TWELVE_LINES)
    catalogue = load_catalogue(tmp_path)
    assert list(catalogue.services) == ["street-party"]
    assert catalogue.faults[0].remedy == "Give both the same name."


def test_the_committed_schema_is_the_schema() -> None:
    assert (DOCS / "service-file.schema.json").read_text() == schema_text()


def test_the_committed_reference_is_the_reference() -> None:
    assert (DOCS / "service-file.md").read_text() == reference() + "\n"


@pytest.mark.parametrize("code", sorted(get_catalogue().services))
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_questions_are_exported_as_a_fhir_questionnaire(code: str, language: str) -> None:
    service = load_service(catalogue_root() / code).service
    exported = questionnaire(service, language)
    asked = [item["linkId"] for page in exported["item"] for item in page["item"]]
    assert asked == [id for id, field in service.fields.items() if field.origin == "ask"]
    types = {item["type"] for page in exported["item"] for item in page["item"]}
    assert types <= {
        "group",
        "attachment",
        "boolean",
        "decimal",
        "integer",
        "date",
        "dateTime",
        "time",
        "string",
        "text",
        "coding",
        "quantity",
    }
    assert exported["title"] == service.title[language]


@pytest.mark.parametrize("code", sorted(get_catalogue().services))
def test_a_pack_has_no_function_nodes(code: str) -> None:
    from onedoor.services.decide.computing import Calculator

    for pack in get_catalogue().services[code].packs:
        kinds = {node["type"] for node in Calculator(get_catalogue().services[code], pack).graph["nodes"]}
        assert kinds <= {"inputNode", "outputNode", "expressionNode", "decisionTableNode"}


def test_the_reference_describes_every_file_of_a_service() -> None:
    text = reference()
    for file in ("service.yaml", "rules/*.yaml", "design.yaml", "personas.yaml", "examples/*.yaml"):
        assert any(file in line for line in text.splitlines() if line.startswith("## ")), file
    assert {"`login`", "`privacy_assessment`", "`sus`"} <= set(text.split())
