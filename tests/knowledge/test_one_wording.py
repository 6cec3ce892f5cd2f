"""An answer has one wording: edited once, every door in every language says the new one."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.knowledge import actions, queries
from onedoor.knowledge.models import ArticleText, ArticleVersion
from onedoor.knowledge.types import FORM_OF_DOOR, SHORT_AT_MOST, Form, Wording

CODE = "move-until-when"


def publish(wording: Wording, writer: Actor, second: Actor, at: datetime, code: str = CODE) -> None:
    draft = actions.draft_answer(code=code, wording=wording, service="move", by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)
    actions.approve_draft(version=draft.id, by=second, at=at)


def draft_and_offer(wording: Wording, writer: Actor, at: datetime) -> None:
    draft = actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)


def say(code: str, form: Form, language: str, by: Actor, at: datetime) -> str:
    return queries.get_answer(code, form=form, language=language, by=by, at=at).text


def test_an_edit_reaches_every_door_in_every_language(
    loaded: int, wording: Wording, writer: Actor, second: Actor, asker: Actor, at: datetime
) -> None:
    publish(wording, writer, second, at)

    for form in set(FORM_OF_DOOR.values()):
        assert "You hear from us within 5 working days." in say(CODE, form, "en", asker, at)
        assert "我们会在5 个工作日内答复。" in say(CODE, form, "zh-hans", asker, at)
    assert queries.check_parity(by=second, at=at).difference == 0


def test_a_draft_changes_nothing_that_customers_hear(
    loaded: int, wording: Wording, writer: Actor, asker: Actor, at: datetime
) -> None:
    before = say(CODE, Form.LONG, "en", asker, at)

    draft = actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)

    assert say(CODE, Form.LONG, "en", asker, at) == before


def test_nobody_approves_her_own_words(loaded: int, wording: Wording, second: Actor, at: datetime) -> None:
    draft = actions.draft_answer(code=CODE, wording=wording, by=second, at=at)
    actions.offer_draft(version=draft.id, by=second, at=at)

    with pytest.raises(NotAllowed, match=r"answer\.own"):
        actions.approve_draft(version=draft.id, by=second, at=at)


def test_who_may_not_approve_is_refused(loaded: int, wording: Wording, writer: Actor, at: datetime) -> None:
    draft = actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)

    with pytest.raises(NotAllowed):
        actions.approve_draft(version=draft.id, by=writer, at=at)


def test_a_citizen_writes_no_answer(db: None, wording: Wording, asker: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.draft_answer(code="new-one", wording=wording, by=asker, at=at)


def test_words_written_over_meanwhile_are_not_approved(
    loaded: int, wording: Wording, writer: Actor, second: Actor, at: datetime
) -> None:
    draft = actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)
    actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)

    with pytest.raises(Conflict):
        actions.approve_draft(version=draft.id, by=second, at=at)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("It takes 9 days.", "需要 9 天。"),
        ("It takes {clock}.", "需要几天。"),
        ("See https://example.org for it.", "请看 https://example.org。"),
        ("It takes {nonsense}.", "需要{nonsense}。"),
        ("No full stop", "没有句号"),
        ("Only English.", ""),
        ("x" * SHORT_AT_MOST + ".", "太长。"),
    ],
)
def test_a_wording_that_could_differ_is_refused(
    loaded: int, wording: Wording, writer: Actor, at: datetime, english: str, chinese: str
) -> None:
    wrong = replace(wording, sentence={"en": english, "zh-hans": chinese})

    with pytest.raises(Invalid):
        draft_and_offer(wrong, writer, at)


def test_an_old_wording_can_be_read_as_of_its_day(
    loaded: int, wording: Wording, writer: Actor, second: Actor, asker: Actor, at: datetime
) -> None:
    later = at + timedelta(days=3)
    draft = actions.draft_answer(code=CODE, wording=wording, by=writer, at=at)
    actions.offer_draft(version=draft.id, by=writer, at=at)
    actions.approve_draft(version=draft.id, by=second, at=at, effective_from=later)

    assert "28 days" in say(CODE, Form.LONG, "en", asker, later - timedelta(minutes=1))
    assert "You hear from us" in say(CODE, Form.LONG, "en", asker, later)
    for moment, found in ((at, False), (later, True)):
        hits = queries.find_answers("hear papers", language="en", by=asker, at=moment, service="move")
        assert (CODE in [hit.code for hit in hits]) is found


def test_the_forms_are_cut_from_the_same_parts(loaded: int, asker: Actor, at: datetime) -> None:
    long, spoken, short, screen = (say("move-how", form, "en", asker, at) for form in Form)

    assert "\n• " in long
    assert "First: Give the address" in spoken
    assert "•" not in spoken
    assert len(short) <= SHORT_AT_MOST
    assert long.startswith(short)
    assert screen.count("•") <= 3


def test_every_short_form_fits_one_text_message(loaded: int, asker: Actor, at: datetime) -> None:
    topics = queries.list_topics(language="en", by=asker, at=at)

    for code, _ in (answer for topic in topics for answer in topic.answers):
        for language in ("en", "zh-hans"):
            assert len(say(code, Form.SHORT, language, asker, at)) <= SHORT_AT_MOST


def test_the_internal_part_is_for_officers_only(
    loaded: int, asker: Actor, other_officer: Actor, at: datetime
) -> None:
    read = {"form": Form.LONG, "language": "en", "at": at}

    assert queries.get_answer("reach-a-person", by=other_officer, **read).internal  # type: ignore[arg-type]
    assert not queries.get_answer("reach-a-person", by=asker, **read).internal  # type: ignore[arg-type]


def test_an_unknown_answer_is_not_found(loaded: int, asker: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        queries.get_answer("nothing-here", form=Form.SHORT, language="en", by=asker, at=at)


def test_parity_notices_a_language_that_says_another_figure(loaded: int, second: Actor, at: datetime) -> None:
    """Past every check, as only a hand in the database could."""
    ArticleVersion.objects.filter(article__code="reach-a-person").update(
        sentence={"en": "Call 1800.", "zh-hans": "请拨打 1900。"}
    )

    found = queries.check_parity(by=second, at=at).divergences

    assert [one.code for one in found] == ["reach-a-person"]


def test_parity_notices_a_door_that_cuts_the_sentence(loaded: int, second: Actor, at: datetime) -> None:
    long = "Call 1800 " + "and ask " * 30 + "us."
    ArticleVersion.objects.filter(article__code="reach-a-person").update(
        sentence={"en": long, "zh-hans": "请拨打 1800。"}
    )

    found = queries.check_parity(by=second, at=at).divergences

    assert [(one.door, one.language) for one in found] == [("text", "en")]


def test_parity_notices_a_fact_without_a_value(
    loaded: int, second: Actor, asker: Actor, at: datetime
) -> None:
    ArticleVersion.objects.filter(article__code=CODE).update(
        sentence={"en": "Within {gone}.", "zh-hans": "{gone}内。"}
    )

    assert queries.check_parity(by=second, at=at).difference
    with pytest.raises(NotFound, match="unsure"):
        say(CODE, Form.LONG, "en", asker, at)


def test_parity_notices_a_search_that_leads_to_other_words(loaded: int, second: Actor, at: datetime) -> None:
    ArticleText.objects.filter(version__article__code=CODE, language="en").update(title="Something else")

    assert queries.check_parity(by=second, at=at).difference == 1
