"""What is decided on each of several children, dogs or rooms, as every door shows it."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from onedoor.services.types import EntryLine, EntryOutcome, Line

MIA = {"en": "Mia", "zh-hans": "小美"}
BAND = {"en": "Band B", "zh-hans": "B 档"}
PREMIUM = Line(
    id="premium",
    label={"en": "Premium", "zh-hans": "保费"},
    text={},
    inputs=(),
    result=[Decimal(16)],
    unit="money",
    source={},
    entries=(EntryLine(name=MIA, result=Decimal(16), inputs=(), row=BAND),),
)
ONE = Line("premium", PREMIUM.label, {}, (), Decimal(16), "money", {}, BAND)
OUTCOME = EntryOutcome(0, MIA, "covered", {"en": "Covered", "zh-hans": "受保"}, (ONE,))


@pytest.mark.parametrize(
    ("language", "words"), [("en", ("Mia", "Covered", "Band B")), ("zh-hans", ("小美", "受保", "B 档"))]
)
def test_each_one_is_shown_with_outcome_figure_and_reason(language: str, words: tuple[str, ...]) -> None:
    with override(language):
        page = render_to_string("look/components/entries.html", {"entries": [OUTCOME]})
    assert all(word in page for word in (*words, "$16.00"))


def test_nothing_is_shown_where_nobody_is() -> None:
    assert render_to_string("look/components/entries.html", {"entries": ()}).strip() == ""


def test_a_letter_says_the_same_as_the_page() -> None:
    told = {"name": MIA, "code": "covered", "text": OUTCOME.text, "lines": [
        {"id": "premium", "label": PREMIUM.label, "result": Decimal(16), "unit": "money", "row": BAND}
    ]}  # fmt: skip
    pages = [
        render_to_string("look/components/entries.html", {"entries": [entry]}) for entry in (OUTCOME, told)
    ]
    assert pages[0] == pages[1]


def test_the_computation_has_a_line_for_each_one() -> None:
    application = {"computation": (PREMIUM,), "pack": "P", "pack_title": MIA}
    page = render_to_string("look/components/computation.html", {"application": application})
    assert page.count("<strong>Mia</strong>") == 2
    assert page.count("$16.00") == 2
