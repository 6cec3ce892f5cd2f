"""Every input has a label, its error is tied to it, and dates survive their three boxes."""

import re

import pytest
from django import forms
from django.http import QueryDict

from onedoor.look.questions import TEMPLATES, Box, Option, Question, join_date, split_date
from onedoor.look.templatetags.look import ask, error_summary

BOXED = ("boxes", "place")


def question(kind: str, **more: object) -> Question:
    options = (Option("a", "Apple"), Option("b", "Pear"), Option("c", "Plum"))
    boxes = (Box(part="lat", label="North"), Box(part="long", label="East")) if kind in BOXED else ()
    return Question(name="fruit", kind=kind, label="Which?", options=options, boxes=boxes, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_every_input_has_a_label_that_names_it(kind: str) -> None:
    written = ask(question(kind))
    inputs = set(re.findall(r'<(?:input|select|textarea)[^>]* id="([^"]+)"', written))

    assert inputs
    assert inputs == set(re.findall(r'<label[^>]* for="([^"]+)"', written))
    assert "Which?" in written


@pytest.mark.parametrize("kind", sorted(TEMPLATES))
def test_an_error_is_read_out_and_linked_to(kind: str) -> None:
    wrong = question(kind, error="Choose a fruit.")
    written, summary = ask(wrong), error_summary([wrong])

    assert 'id="q-fruit-error"' in written
    assert "q-fruit-error" in written.replace('id="q-fruit-error"', "")
    assert f'href="#{wrong.first}"' in summary
    assert f'id="{wrong.first}"' in written


def test_what_was_typed_is_shown_again_and_harmless() -> None:
    assert 'value="12&quot;&gt;,x"' in ask(question("money", value='12">,x'))


def test_a_page_without_errors_has_no_summary() -> None:
    assert error_summary([question("text")]).strip() == ""


@pytest.mark.parametrize(
    ("boxes", "iso"),
    [
        ("d.day=1&d.month=3&d.year=2025", "2025-03-01"),
        ("d.day=31&d.month=2&d.year=2025", "2025-02-31"),
        ("d.day=11&d.month=3&d.year=2025&d.hour=9&d.minute=", "2025-03-11T09:00"),
        ("d.day=&d.month=&d.year=", ""),
        ("other=1", None),
    ],
)
def test_the_boxes_of_a_date_become_one_text(boxes: str, iso: str | None) -> None:
    assert join_date(QueryDict(boxes), "d") == iso


def test_a_date_goes_back_into_its_boxes() -> None:
    assert split_date("2025-03-11T23:40") == {
        "day": "11",
        "month": "3",
        "year": "2025",
        "hour": "23",
        "minute": "40",
    }


def test_a_django_form_is_asked_in_the_same_way() -> None:
    class Form(forms.Form):
        amount = forms.CharField(label="Amount", widget=forms.TextInput(attrs={"kind": "money"}))
        agree = forms.BooleanField(label="I agree")

    form = Form({"amount": ""})

    assert "govuk-input__prefix" in ask(form["amount"])
    assert error_summary(form).count("<li>") == 2
