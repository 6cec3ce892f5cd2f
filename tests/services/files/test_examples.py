"""Worked examples are run on every check, and a wrong one says what the rules gave."""

from pathlib import Path

from tests.services.files.conftest import Write

EXAMPLES = "at: 2025-03-10\nexamples:\n  - {title: Two dogs, given: {dogs: 2}, expect: {fee: 25}}\n"


def test_a_true_example_is_counted(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(EXAMPLES)
    found = report()
    assert (found.true_examples, found.examples, found.faults) == (1, 1, ())


def test_a_false_example_says_what_the_rules_gave(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(EXAMPLES.replace("fee: 25", "fee: 26"))
    fault = report().faults[0]
    assert (fault.line, fault.message) == (3, "Example 'Two dogs': fee is 25.00, but 26 is expected.")


def test_a_table_of_examples_counts_each_row(folder: Path, report: Write) -> None:
    table = "  - {title: Dogs, columns: [dogs, fee], rows: [[1, 12.5], [2, 25], [3, 37.6]]}\n"
    (folder / "examples/a.yaml").write_text(EXAMPLES + table)
    found = report()
    assert (found.true_examples, found.examples) == (3, 4)


def test_a_row_must_fill_its_columns(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(
        EXAMPLES + "  - {title: Dogs, columns: [dogs, fee], rows: [[1]]}\n"
    )
    assert "Every row needs one entry for each column" in report().faults[0].message


def test_a_division_by_zero_names_formula_and_line(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(EXAMPLES.replace("dogs: 2", "dogs: 0"))
    fault = report("formula: count * each", "formula: each / count", "rules/one.yaml").faults[0]
    assert fault.file.endswith("rules/one.yaml")
    assert fault.line == 9
    assert fault.message == "Formula 'fee' fails in the example 'Two dogs': it divides by zero (count is 0)."


def test_an_example_before_the_first_pack_is_refused(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(EXAMPLES.replace("2025-03-10", "2024-03-10"))
    assert "No rules are in force" in report().faults[0].message


def test_an_unknown_value_is_refused(folder: Path, report: Write) -> None:
    (folder / "examples/a.yaml").write_text(EXAMPLES.replace("given: {dogs: 2}", "given: {dog: 2}"))
    assert "dog: The service has no value of this name." in report().faults[0].message
