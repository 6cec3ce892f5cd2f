"""The questions of an application one after the other, each saved as it comes, by the form's own rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.steps.finishing import say_end
from onedoor.dialogue.steps.typed import LEAVE_OUT, LEAVE_OUT_KEYS, how_to_type, read_typed
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import PERSON, Expects, Task
from onedoor.kernel.text import pick
from onedoor.services import actions, queries
from onedoor.services.types import FormItem

YES, NO, SKIP = "yes", "no", "skip"
FOR_LETTERS = {"string", "text", "email", "name", "address"}
FOR_KEYS = {"date", "money", "integer", "decimal", "telephone", "time"}
NOWHERE = {"file", "location", "datetime", "group"}


@dataclass(frozen=True, slots=True)
class Due:
    """The question that is due, on its page."""

    page: Any
    item: FormItem


def find_due(talk: Talk, view: Any) -> Due | None:
    """The first question without an answer. What this door cannot take is noted and passed over."""
    facts = talk.facts
    known = queries.get_file(view.service, at=talk.at, customer=view.customer).know
    tables = {name for name, fact in known.items() if fact.parts or fact.many}
    for status in view.pages:
        page = queries.get_page(view.number, status.id, by=talk.who, at=talk.at)
        for item in list_asked(page.page.items):
            if item.name in facts["left"] or not _is_open(item, facts, status.id):
                continue
            if item.id not in tables and can_take(item, digits_only=talk.row.digits_only):
                return Due(page, item)
            facts["left"] = [*facts["left"], item.name]
            if item.required or item.rows or item.may_add or item.id in tables:
                says = _("“%(question)s” cannot be answered here. Add it on the web or at a counter.")
                talk.say(says % {"question": pick(item.label)})
    return None


def list_asked(items: Sequence[FormItem]) -> Iterator[FormItem]:
    """Questions in their order; a group that repeats is one, a heading none."""
    for item in items:
        if item.items and not item.rows and not item.may_add:
            yield from list_asked(item.items)
        else:
            yield item


def can_take(item: FormItem, *, digits_only: bool) -> bool:
    """Whether a door of turns can take the answer."""
    if item.rows or item.may_add or item.type in NOWHERE:
        return False
    return item.type in ("boolean", "choice") or item.type in FOR_KEYS or not digits_only


def _is_open(item: FormItem, facts: Mapping[str, Any], page: str) -> bool:
    if item.name in facts["done"]:
        return bool(item.error)
    if item.rows or item.may_add:
        return all(one.value in (None, "") for row in item.rows for one in row.items)
    if item.error:
        return True
    if not item.required and page in facts["fresh"]:
        return True  # what stands there by default is nobody's answer
    return item.value in (None, "")


def _say_question(talk: Talk) -> Said:
    number = str(talk.facts["number"])
    view = queries.get_application(number, by=talk.who, at=talk.at)
    if view.exit is not None:
        talk.turn_to("apply-exit", number=number)
        return _say_exit(talk)
    due = find_due(talk, view)
    if due is None:
        talk.turn_to("apply-end", **talk.facts)
        return say_end(talk)
    return _ask(due.item, number, digits_only=talk.row.digits_only)


def _ask(item: FormItem, number: str, *, digits_only: bool) -> Said:
    says = [pick(item.label), pick(item.hint)]
    picks = _picks_of(item)
    if picks:
        return Said(says=says, picks=picks, kind=item.type, reference=number)
    says.append(how_to_type(item, digits_only=digits_only))
    digits = {"date": 8, "time": 4}.get(item.type, 0) if digits_only else 0
    how = Expects.DIGITS if digits_only else Expects.TEXT
    return Said(says=says, expects=how, digits=digits, kind=item.type, reference=number)


def _picks_of(item: FormItem) -> list[Pick]:
    picks: list[Pick] = []
    if item.type == "boolean":
        picks = [Pick(YES, _("Yes")), Pick(NO, _("No"))]
    elif item.type == "choice":
        picks = [Pick(f"={one.code}", pick(one.label)) for one in item.choices]
    if picks and not item.required and item.type != "boolean":
        picks.append(Pick(SKIP, _("Leave it out")))
    return picks


def _hear_question(talk: Talk, text: str) -> None:
    view = queries.get_application(str(talk.facts["number"]), by=talk.who, at=talk.at)
    due = find_due(talk, view)
    if due is None:
        return
    item = due.item
    if text == PERSON and not (item.type in FOR_KEYS and item.type in ("money", "integer", "decimal")):
        talk.go("person")
    elif text == PERSON:
        talk.go("zero", question=item.name, of=dict(talk.facts))
    elif text == SKIP or (text in (LEAVE_OUT, LEAVE_OUT_KEYS) and not item.required):
        _done(talk, item)
    else:
        written = text.removeprefix("=") if item.type == "choice" else text
        save(talk, due, read_typed(item, written, digits_only=talk.row.digits_only))


def save(talk: Talk, due: Due, written: Any) -> None:
    """Keep one answer with all that its page holds already; what cannot be read is said and asked again."""
    posted = queries.list_posted(due.page.page.items) | {due.item.name: written}
    saved = actions.save_page(
        application=due.page.application,
        page=due.page.page.id,
        answers=posted,
        revision=due.page.revision,
        by=talk.who,
        at=talk.at,
    )
    wrong = next((text for name, text in saved.page.errors if name == due.item.name), None)
    if wrong:
        talk.say(pick(wrong))
    else:
        _done(talk, due.item)


def _done(talk: Talk, item: FormItem) -> None:
    talk.facts["done"] = [*talk.facts["done"], item.name]


def _say_zero(talk: Talk) -> Said:
    picks = (Pick("zero", _("The number zero")), Pick("person", _("A person")))
    return Said(says=(_("You chose 0. What do you mean?"),), picks=picks)


def _hear_zero(talk: Talk, value: str) -> None:
    facts = dict(talk.facts["of"])
    talk.back(HOME)
    if value == "person":
        talk.go("person")
        return
    talk.turn_to("question", **facts)
    view = queries.get_application(str(facts["number"]), by=talk.who, at=talk.at)
    due = find_due(talk, view)
    if due is not None:
        save(talk, due, "0")


def _say_exit(talk: Talk) -> Said:
    number = str(talk.facts["number"])
    view = queries.get_application(number, by=talk.who, at=talk.at)
    ended = view.exit
    says = [pick(ended.title), pick(ended.text)] if ended else []
    if ended and ended.instead:
        says.append(pick(ended.instead_title))
    return Said(says=says, picks=(Pick("menu", _("Main menu")),), reference=number)


def _hear_exit(talk: Talk, value: str) -> None:
    talk.home(HOME)


add_step("question", Task.APPLY, say=_say_question, hear=_hear_question, known=True, zero=True)
add_step("zero", Task.APPLY, say=_say_zero, hear=_hear_zero, known=True)
add_step("apply-exit", Task.APPLY, say=_say_exit, hear=_hear_exit, known=True)
