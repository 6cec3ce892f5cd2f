"""“Not right?” is asked and read in one way at every door."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.http import QueryDict

from onedoor.kernel.errors import Invalid, NotFound
from onedoor.look.correcting import (
    ask_correction,
    ask_value,
    find_line,
    find_new_entry,
    read_correction,
    read_value,
)

TEXT = {"en": "Donation", "zh-hans": "捐款"}


def part(id: str, type: str, value: object) -> Any:
    return SimpleNamespace(id=id, label=TEXT, type=type, value=value)


def line(*parts: Any, type: str = "money") -> Any:
    return SimpleNamespace(
        field="donations", index=0, label=TEXT, type=type, choices=(), parts=parts, shown="400",
        can_weigh=False,
    )  # fmt: skip


ENTRY = line(part("receipt", "text", "R-1"), part("amount", "money", "400"), type="entry")


def test_her_own_figure_is_read_with_its_reason_and_the_revision_she_saw() -> None:
    asked = read_correction(line(), QueryDict("act=amend&value=450&reason=receipt&revision=7"))
    assert (asked.act, asked.value, asked.reason, asked.revision) == ("amend", "450", "receipt", 7)


def test_an_entry_is_asked_part_by_part() -> None:
    asked = ask_correction(ENTRY, QueryDict(), None)
    assert [one.name for one in asked.amend] == ["value-receipt", "value-amount", "reason"]
    read = read_correction(ENTRY, QueryDict("act=amend&value-receipt=R-2&value-amount=450"))
    assert read.value == {"receipt": "R-2", "amount": "450"}


def test_a_doubted_entry_keeps_the_parts_that_nobody_doubts() -> None:
    read = read_correction(ENTRY, QueryDict("act=dispute&doubt=450&claimed=450"))
    assert (read.act, read.value) == ("dispute", {"receipt": "R-1", "amount": "450"})


def test_who_doubts_need_not_know_what_is_right() -> None:
    assert read_correction(ENTRY, QueryDict("act=dispute&doubt=wrong")).value is None
    assert not ask_correction(ENTRY, QueryDict(), None).dispute[1].required


def test_taking_back_says_nothing_else() -> None:
    asked = read_correction(line(), QueryDict("act=take-back&value=9&reason=x&revision=8"))
    assert (asked.act, asked.value, asked.reason, asked.revision) == ("take-back", None, "", 8)


@pytest.mark.parametrize(
    ("posted", "field", "named"),
    [("act=amend", "value", "value"), ("act=amend", "reason", "reason"), ("act=dispute", "reason", "doubt")],
)
def test_a_refusal_stands_at_the_question_it_is_about(posted: str, field: str, named: str) -> None:
    refusal = Invalid("value.wrong", "Mend this.", field=field)
    assert [one.name for one in ask_correction(line(), QueryDict(posted), refusal).faults] == [named]


def test_a_line_that_is_not_there_cannot_be_corrected() -> None:
    draft = SimpleNamespace(groups=[SimpleNamespace(lines=[line()])])
    assert find_line(draft, "donations", 0).index == 0
    with pytest.raises(NotFound):
        find_line(draft, "donations", 1)
    with pytest.raises(NotFound):
        find_new_entry(SimpleNamespace(fields={}), "donations")


def test_an_address_is_put_right_box_by_box() -> None:
    held = {"street": "3 Quay Street", "building": "", "unit": "", "postcode": "018989"}
    line = SimpleNamespace(label={"en": "Home"}, type="address", choices=(), shown=held, parts=())

    [asked] = ask_value(line, QueryDict(""), "")
    read = read_value(line, QueryDict("value.street=4+Quay+Street&value.postcode=018989"))

    assert (asked.boxes[0].part, asked.boxes[0].value) == ("street", "3 Quay Street")
    assert read == {"street": "4 Quay Street", "postcode": "018989"}
