"""What a step brings about is made in one way, and kept where there is room for it."""

import pytest

from tests.services.files.conftest import Write

KEPT = ", register: employer-income, attribute: gross_pay"
DECIDE = "does: decide, gives: [{{id: entry, {made}, text: {{en: Entry, zh-hans: 登记}}{kept}}}]"


@pytest.mark.parametrize(
    ("made", "kept", "message"),
    [
        ("value: dogs, number: DG", KEPT, "'entry' needs one of 'value:', 'number:' and 'parts:'."),
        ("parts: {}", KEPT, "'entry' needs one of 'value:', 'number:' and 'parts:'."),
        ("parts: {name: nam}", "", "The condition reads 'nam', which nothing supplies."),
        ("parts: {name: name}", KEPT, "'gross_pay' of register 'employer-income' has no part 'name'."),
        ("value: dogs, shared: [owner]", KEPT, "Nobody takes part as 'owner'."),
        ("value: dogs, shared: [owner]", "", "'entry' is shared, but no register keeps it."),
        ("value: dogs", ", register: employer-income", "'entry' names only one of register and attribute."),
        ("value: dogs", KEPT.replace("gross", "gros"), "has no attribute 'gros_pay'."),
    ],
)
def test_a_gift_that_cannot_be_given_is_named(report: Write, made: str, kept: str, message: str) -> None:
    faults = report("does: decide", DECIDE.format(made=made, kept=kept)).faults
    assert any(message in fault.message for fault in faults), [fault.message for fault in faults]


def test_a_record_that_nobody_keeps_is_in_order(report: Write) -> None:
    assert report("does: decide", DECIDE.format(made="parts: {name: name, dogs: dogs}", kept="")).faults == ()
