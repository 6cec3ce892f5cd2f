"""Every mistake in a service file is named with its line and its remedy."""

from dataclasses import replace
from pathlib import Path

import pytest

from onedoor.services.files.checking import check_service
from tests.services.files.conftest import HOUSE, SERVICE, Write


def test_the_service_is_in_order_as_it_stands(report: Write) -> None:
    assert report().faults == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message", "remedy"),
    [
        ("agency: PRK", "agensy: PRK", 4, "'agensy' is not known here.", "Did you mean 'agency'?"),
        ("required: true", "requird: true", 12, "'requird' is not known here.", "Did you mean 'required'?"),
        (
            "zh-hans: 犬只登记",
            "fr: Chien",
            3,
            "'title' has no text in zh-hans.",
            "Add 'zh-hans: …' beside the other language.",
        ),
        ("agency: PRK", "agency: PRX", 4, "There is no agency 'PRX'.", "Did you mean 'PRK'?"),
        (
            "employer-income",
            "employer-incom",
            7,
            "There is no register 'employer-incom'.",
            "Did you mean 'employer-income'?",
        ),
        (
            "gross_pay",
            "gros_pay",
            7,
            "Register 'employer-income' has no attribute 'gros_pay'.",
            "Did you mean 'gross_pay'?",
        ),
        (
            "privacy_assessment: PIA-1\n",
            "",
            6,
            "The service reads registers without a privacy assessment.",
            "",
        ),
        ("id: dogs", "id: name", 13, "'name' is already a question.", "Give each value"),
        ("id: dogs", "id: today", 13, "'today' is already a name of the house.", ""),
        ("dogs > 0", "cats > 0", 14, "The condition reads 'cats', which nothing supplies.", ""),
        ("dogs > 0", "dogs >", 14, "This condition cannot be read", ""),
        ("dogs > 0", "dogs = 1", 14, "A single = compares nothing.", ""),
        ("type: integer", "type: choice", 13, "Question 'dogs' has no choices.", "Add 'choices:'"),
        ("type: integer", "type: integer, min: few", 13, "'few' cannot limit a integer.", ""),
        ("type: integer", "type: number", 13, "'number' is not one of the words known here.", "'integer'"),
        ("rules/one.yaml", "rules/two.yaml", 15, "There is no file 'rules/two.yaml'.", ""),
        ("payable: fee", "payable: fees", 16, "Pack DOG-1 has no formula 'fees'.", "Did you mean 'fee'?"),
        (
            "by: PRK, does",
            "by: REV, does",
            19,
            "'REV', which takes no part in this service.",
            "add it to 'with:'",
        ),
        ("does: decide", "does: sign", 19, "'sign' is done by the customer.", ""),
        (
            "fee > 0",
            "fees > 0",
            20,
            "The condition reads 'fees', which nothing supplies.",
            "Did you mean 'fee'?",
        ),
        (", amount: fee", "", 20, "Step 'pay' does not say what to pay.", "Add 'amount:'"),
        ("does: decide", "does: letter, letter: notice", 19, "There is no letter 'notice'.", ""),
        (
            "does: decide",
            "does: decide, when: dogs > 1, else: revue",
            19,
            "'revue' is neither a step",
            "Did you mean 'review'?",
        ),
        ("version: 1", "version: 1\nversion: 2", 3, "'version' is written twice.", "Keep one of them."),
        ("title: {en: Dog licence", "title: {en: Dog, licence", 3, "'licence' says nothing.", 'in "quotes"'),
        ("{en: Name, zh", "{en: Name?, zh", 12, "This is not YAML", 'in "quotes"'),
        (
            "service: dog-licence",
            "service: cat-licence",
            1,
            "its folder 'dog-licence'",
            "Give both the same name.",
        ),
    ],
)
def test_a_mistake_is_named(report: Write, old: str, new: str, line: int, message: str, remedy: str) -> None:
    faults = report(old, new).faults
    assert faults, "no fault was found"
    assert faults[0].line == line
    assert message in faults[0].message
    assert remedy in faults[0].remedy
    assert faults[0].file.endswith("service.yaml")


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("count * each", "count * eech", 9, "reads 'eech', which nothing supplies."),
        ("count * each", "count * (each", 9, "cannot be read"),
        ("formula: dogs", "formula: fee", 8, "Formulas count and fee need each other."),
        ("formula: dogs", "formula: count", 8, "Formulas count need each other."),
        ("formula: dogs", "bands: rates, of: dogs", 8, "uses the bands 'rates', which are not there."),
        ("formula: dogs", "formula: dogs, bands: rates", 8, "Give exactly one of formula, bands and rows."),
        ("id: count", "id: dogs", 8, "'dogs' is already a value of the service."),
        ("zh-hans: 每只", "zh-hans: ''", 6, "has no text in zh-hans."),
        ("value: 12.50", "value: [1]", 6, "value"),
    ],
)
def test_a_mistake_in_the_rules_is_named(report: Write, old: str, new: str, line: int, message: str) -> None:
    faults = report(old, new, file="rules/one.yaml").faults
    assert message in faults[0].message
    assert (faults[0].file.endswith("rules/one.yaml"), faults[0].line) == (True, line)


def test_a_formula_must_stand_below_what_it_reads(report: Write) -> None:
    fault = report(
        "  - {id: fee",
        "  - {id: total, text: {en: T, zh-hans: 总}, formula: fee}\n  - {id: fee",
        "rules/one.yaml",
    ).faults[0]
    assert fault.remedy == "Move 'fee' above 'total'."


def test_two_packs_must_not_hold_on_one_day(folder, report: Write) -> None:  # type: ignore[no-untyped-def]
    later = (
        (folder / "rules/one.yaml").read_text().replace("DOG-1", "DOG-2").replace("2025-01-01", "2026-01-01")
    )
    (folder / "rules/two.yaml").write_text(later)
    fault = report("[rules/one.yaml]", "[rules/one.yaml, rules/two.yaml]").faults[0]
    assert fault.message == "Packs DOG-1 and DOG-2 are both in force on 2026-01-01."
    assert fault.remedy == "End DOG-1 with 'effective_to: 2026-01-01'."


def test_a_comment_sign_in_a_formula_is_explained(report: Write) -> None:
    fault = report("formula: dogs}", "\n     formula: sum(map([dogs], #.x))}", "rules/one.yaml").faults[0]
    assert 'in "quotes"' in fault.remedy or "{ }" in fault.remedy


def test_a_letter_may_only_name_what_exists(folder, report: Write) -> None:  # type: ignore[no-untyped-def]
    (folder / "notice.html").write_text(
        "<p>{{ customer.name }}</p>\n<p>{{ results.fees }} {{ payslip }}</p>\n"
    )
    letters = "letters: {notice: {file: notice.html, title: {en: Notice, zh-hans: 通知}}}\nsteps:"
    faults = report("steps:", letters).faults
    assert {(fault.line, fault.message.split()[0]) for fault in faults} == {
        (2, "'payslip'"),
        (2, "'results.fees'"),
    }


def test_conditions_may_not_need_each_other(report: Write) -> None:
    fault = report("type: integer,", "type: integer, enableWhen: chip,").faults[0]
    assert fault.message == "The conditions of dogs and chip need each other."


def test_a_file_that_is_no_mapping_is_refused(folder) -> None:  # type: ignore[no-untyped-def]
    (folder / "service.yaml").write_text("- one\n- two\n")
    assert check_service(folder, HOUSE).faults


def test_a_file_may_not_repeat_itself_by_reference(report: Write) -> None:
    fault = report("version: 1", "version: &v [*v]").faults[0]
    assert (fault.line, fault.message) == (2, "'*v' repeats another place of the file.")


def test_a_register_is_read_only_under_an_agreement(folder: Path) -> None:
    shares = {"employer-income": ["gross_pay"]}
    agreed = {"receiver": "PRK", "services": ["dog-licence"], "purpose": "keep-dogs", "shares": shares}
    (folder / "service.yaml").write_text(f"{SERVICE}purpose: keep-dogs\n")
    assert check_service(folder, replace(HOUSE, agreements=(agreed,))).faults == ()
    wrong: dict[str, dict[str, object]] = {
        "is made with REV, not with PRK": {"receiver": "REV"},
        "does not name the service 'dog-licence'": {"services": []},
        "is for another purpose than 'keep-dogs'": {"purpose": "x"},
        "does not share the register 'employer-income'": {"shares": {}},
        "does not share 'gross_pay' of 'employer-income'": {"shares": {"employer-income": ["bonus"]}},
    }
    for why, one in wrong.items():
        (fault,) = check_service(folder, replace(HOUSE, agreements=({**agreed, **one},))).faults
        assert fault.message == "No agreement lets PRK read 'gross_pay' of 'employer-income' here."
        assert fault.line == 7
        assert "'keep-dogs'" in fault.remedy
        assert why in fault.remedy


def test_a_text_that_a_comma_cuts_is_the_only_fault_of_its_list(report: Write) -> None:
    (fault,) = report(
        "items:\n      - {id: name, type: string, required: true, text: {en: Name,",
        "items:\n      - {id: name, type: string, required: true, text: {en: Name, please,",
    ).faults

    assert (fault.line, fault.message) == (12, "'please' says nothing.")
