"""A page of a service file is written in one way at every door, and read back as it was written."""

from django.http import QueryDict
from django.template.loader import render_to_string

from onedoor.look.asking import ask_page, question_for, read_posted, with_typed, write_page
from onedoor.services.types import Choice, FormItem, FormPage, FormRow

LABEL = {"en": "Rent", "zh-hans": "租金"}


def item(name: str = "rent", type: str = "money", **more: object) -> FormItem:
    return FormItem(id=name, name=name, type=type, label=LABEL, **more)  # type: ignore[arg-type]


def page(*items: FormItem) -> FormPage:
    return FormPage(id="more", title=LABEL, hint={}, items=items)


def parents(value: object = None) -> FormItem:
    row = FormRow(0, (item("parents-0-name", "text", value=value),))
    return item("parents", "group", rows=(row,), may_add=True)


def written(form: FormPage, **more: bool) -> str:
    return render_to_string("look/asking/form.html", write_page(form, number="HC-1", revision=3, **more))


def test_a_yes_or_no_that_must_be_answered_has_two_buttons_else_a_box() -> None:
    assert question_for(item(type="boolean", required=True)).kind == "choice"
    assert question_for(item(type="boolean")).kind == "boolean"


def test_few_answers_are_buttons_and_many_a_list() -> None:
    few = tuple(Choice(code=str(n), label=LABEL) for n in range(6))
    assert question_for(item(type="choice", choices=few)).kind == "choice"
    assert question_for(item(type="choice", choices=(*few, few[0]))).kind == "select"


def test_the_boxes_of_a_date_come_back_as_one_text() -> None:
    posted = QueryDict("left.day=3&left.month=6&left.year=2024&rent=12&revision=3&then=next")
    assert read_posted(posted) == {"left": "2024-06-03", "rent": "12"}


def test_a_press_for_one_entry_more_or_less_is_an_answer_of_its_own() -> None:
    assert read_posted(QueryDict("add=parents-add")) == {"parents-add": "yes"}
    assert read_posted(QueryDict("remove=parents-0-remove")) == {"parents-0-remove": "yes"}


def test_a_file_that_is_kept_is_not_lost_to_an_empty_box_for_another() -> None:
    assert read_posted(QueryDict("photo=0190a1b2&photo=&photo=")) == {"photo": "0190a1b2"}


def test_the_boxes_of_an_answer_come_back_by_their_parts() -> None:
    posted = QueryDict("keeper.latin=Mei&keeper.chinese=&helpers-0-name.latin=Ana")
    assert read_posted(posted) == {
        "keeper": {"latin": "Mei", "chinese": ""},
        "helpers-0-name": {"latin": "Ana"},
    }


def test_the_page_carries_the_revision_that_was_seen() -> None:
    assert 'name="revision" value="3"' in written(page(item()))


def test_an_empty_first_entry_is_not_sent_as_one() -> None:
    assert "parents-0-entry" not in written(page(parents()))
    assert "parents-0-entry" in written(page(parents("Mei")))
    assert "parents-0-entry" in written(page(parents()), marked=True)


def test_faults_are_said_only_when_something_was_sent() -> None:
    wrong = page(item(error={"en": "Write the amount in figures."}))
    assert write_page(wrong, number="HC-1", revision=1)["faults"] == []
    assert [one.name for one in write_page(wrong, number="HC-1", revision=1, faulty=True)["faults"]] == [
        "rent"
    ]


def test_what_was_typed_but_not_saved_is_shown_again() -> None:
    kept = with_typed(page(item(value=None), parents()), {"rent": "12", "parents-1-name": "Boon"})
    questions = ask_page(kept).parts
    assert questions[0].question is not None
    assert questions[0].question.value == "12"
    assert [row.parts[0].question.value for row in questions[1].rows if row.parts[0].question] == ["", "Boon"]


def test_a_box_that_was_not_ticked_stays_empty() -> None:
    kept = with_typed(page(item("has_rent", "boolean", value=True)), {})
    assert kept.items[0].value is False
