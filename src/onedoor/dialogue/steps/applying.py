"""An application begun or gone on with: which one, and what is held already, to be confirmed."""

from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.steps.answering import ways_of
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Task
from onedoor.dialogue.wording import say_value
from onedoor.kernel.text import Text, pick
from onedoor.services import actions, queries

GO_ON, NEW = "on:", "new:"
MOST_HELD = 12


def _say_which(talk: Talk) -> Said:
    who = talk.who
    assert who.customer is not None
    offered = [one for one in queries.list_services(at=talk.at) if "ask" in ways_of(one, talk.way)]
    codes = {one.code for one in offered}
    drafts = [one for one in queries.list_live_drafts(who.customer, by=who) if one.service in codes]
    picks = [Pick(GO_ON + one.number, _("Go on: %(title)s") % {"title": pick(one.title)}) for one in drafts]
    begun = {one.service for one in drafts}
    picks += [Pick(NEW + one.code, pick(one.title)) for one in offered if one.code not in begun]
    if not picks:
        return Said(says=(_("Nothing can be applied for at this door."),), picks=(Pick("", _("Main menu")),))
    return Said(says=(_("What do you apply for?"),), picks=picks)


def _hear_which(talk: Talk, value: str) -> None:
    if value.startswith(GO_ON):
        open_held(talk, value.removeprefix(GO_ON))
    elif value.startswith(NEW):
        start(talk, value.removeprefix(NEW))
    else:
        talk.home(HOME)


def _say_start(talk: Talk) -> Said:
    service = queries.get_service(str(talk.facts["service"]), at=talk.at)
    return Said(says=(pick(service.title),), picks=(Pick("yes", _("Begin now")), Pick("", _("Not now"))))


def _hear_start(talk: Talk, value: str) -> None:
    if value:
        start(talk, str(talk.facts["service"]))
    else:
        talk.home(HOME)


def start(talk: Talk, service: str) -> None:
    """The draft, which is the same at every door, and what is held for it."""
    who = talk.who
    assert who.customer is not None
    view = actions.start_application(
        customer=who.customer, service=service, door=talk.row.door, by=who, at=talk.at
    )
    open_held(talk, view.number)


def open_held(talk: Talk, number: str) -> None:
    """What is held first; where nothing is, the questions."""
    view = queries.get_application(number, by=talk.who, at=talk.at)
    fresh = [page.id for page in view.pages if not page.complete and _is_blank(talk, view, page.id)]
    facts = {"number": number, "done": [], "left": [], "fresh": fresh}
    talk.go("held" if list_held(view, talk.row.form) else "question", **facts)


def _is_blank(talk: Talk, view: Any, page: str) -> bool:
    shown = queries.get_page(view.number, page, by=talk.who, at=talk.at).page
    return all(item.value in (None, "") and not item.rows for item in shown.items if item.required)


def _words_of(line: Any) -> dict[str, Text]:
    return {one.code: one.text for one in line.choices}


def list_held(view: Any, form: str) -> list[str]:
    """Each value of a register as it is read out."""
    return [
        f"{pick(line.label)}: {say_value(line.shown, kind=line.type, form=form, choices=_words_of(line))}."
        for group in view.groups
        for line in group.lines
        if line.offered is not None
    ][:MOST_HELD]


def _say_held(talk: Talk) -> Said:
    number = str(talk.facts["number"])
    view = queries.get_application(number, by=talk.who, at=talk.at)
    says = (_("This is held already, so we do not ask for it."), *list_held(view, talk.row.form))
    picks = (Pick("yes", _("It is right")), Pick("no", _("Something is not right")))
    return Said(says=says, picks=picks, reference=number)


def _hear_held(talk: Talk, value: str) -> None:
    if value == "no":
        talk.say(_("Correct it on your page on the web or at a counter, or press 0 for a person."))
    talk.turn_to("question", **talk.facts)


add_step("apply", Task.APPLY, say=_say_which, hear=_hear_which, known=True)
add_step("apply-start", Task.APPLY, say=_say_start, hear=_hear_start, known=True)
add_step("held", Task.APPLY, say=_say_held, hear=_hear_held, known=True)
