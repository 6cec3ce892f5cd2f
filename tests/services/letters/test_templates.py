"""Letter templates are checked before anybody gets a letter, and can reach nothing else."""

from pathlib import Path

import pytest

from onedoor.services.files.schema import ServiceFile
from onedoor.services.letters.templates import LetterBroken, check_letter, fill
from onedoor.services.queries import get_file


def service(folder: Path, template: str) -> ServiceFile:
    (folder / "letter.html").write_text(template, encoding="utf-8")
    file = ServiceFile.model_validate(
        {
            "service": "small", "title": {"en": "Small", "zh-hans": "小"}, "agency": "CTY",
            "letters": {"yes": {"file": "letter.html", "title": {"en": "Yes", "zh-hans": "准"}}},
        }
    )  # fmt: skip
    file._folder = folder
    return file


@pytest.mark.parametrize("code", ["income-tax", "departure-clearance"])
def test_every_letter_of_the_catalogue_can_be_filled_in(code: str) -> None:
    file = get_file(code)
    assert [fault for letter in file.letters for fault in check_letter(file, letter)] == []


@pytest.mark.parametrize(
    ("template", "line", "says"),
    [
        ("<p>{{ custmer.name }}</p>", 1, "'custmer' is not known"),
        ("<p>\n{{ values.salary }}</p>", 2, "'values.salary' does not exist"),
        ("{% if payable %}\n<p>", 2, "unexpected end"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, template: str, line: int, says: str) -> None:
    (fault,) = check_letter(service(tmp_path, template), "yes")
    assert fault.line == line
    assert says in fault.message.lower() or says in fault.message


def test_a_missing_template_is_a_fault(tmp_path: Path) -> None:
    file = service(tmp_path, "")
    (tmp_path / "letter.html").unlink()
    (fault,) = check_letter(file, "yes")
    assert "missing" in fault.message


@pytest.mark.parametrize(
    "template", ["{{ title.__class__.__mro__ }}", "{{ nothing }}", "{{ title.upper.__globals__ }}"]
)
def test_nothing_outside_the_facts_can_be_reached(template: str) -> None:
    with pytest.raises(LetterBroken):
        fill(template, {"title": "A letter"}, "en")


def test_what_a_person_wrote_is_escaped() -> None:
    assert "<script>" not in fill("{{ title }}", {"title": "<script>alert(1)</script>"}, "en")


def test_days_and_amounts_are_said_in_the_letters_language() -> None:
    template = "{{ day | day }} {{ amount | money }}"
    facts = {"day": "2025-03-10", "amount": "1234.5"}
    assert fill(template, facts, "en") == "10 March 2025 $1,234.50"
    assert fill(template, facts, "zh-hans") == "2025年3月10日 $1,234.50"
