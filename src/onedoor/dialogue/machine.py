"""The machine of turns: fixed keys, pages of a menu, and the step that is to be asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import AGAIN, BACK, MORE, PERSON, Expects, Option, Task, Then, Turn
from onedoor.kernel.errors import Refused

HOME, ASK_WHO = "menu", "identify"
LONGEST_REPLY = 2_000
MOST_CHOICES = 8  # 9 is for more


@dataclass(frozen=True, slots=True)
class Step:
    """``say`` gives the turn, ``hear`` deals with a reply; ``known``: only who has proved who she is."""

    task: Task
    say: Callable[[Talk], Said]
    hear: Callable[[Talk, str], None]
    known: bool = False
    zero: bool = False  # a reply of 0 may be an answer


STEPS: dict[str, Step] = {}


def find_step(talk: Talk) -> Step:
    """The step that is due; who she is comes first where a step needs to know."""
    step = STEPS.get(talk.step) or STEPS[HOME]
    if talk.step not in STEPS:
        talk.home(HOME)
    if step.known and not talk.who.assurance:
        talk.go(ASK_WHO)
        return STEPS[ASK_WHO]
    return step


def hear(talk: Talk, text: str) -> None:
    """Deal with one reply. What a room refuses is said, and the step is asked again."""
    step, text = find_step(talk), text.strip()
    if len(text) > LONGEST_REPLY:
        talk.say(_("That was too long. Write at most %(most)s characters.") % {"most": LONGEST_REPLY})
        return
    if _hear_key(talk, step, text):
        return
    try:
        said = step.say(talk)
        if said.expects is Expects.CHOICE:
            _choose(talk, step, said, text)
        elif not text:
            talk.say(_("There was nothing in your reply."))
        else:
            step.hear(talk, text)
    except Refused as refusal:
        talk.say(refusal.message)
        if refusal.status in (403, 404) and talk.step != HOME:
            talk.home(HOME)


def _hear_key(talk: Talk, step: Step, text: str) -> bool:
    """Whether it was one of the keys that mean the same everywhere."""
    if text == PERSON and not step.zero:
        talk.go("person")
    elif text == BACK:
        talk.back(HOME)
    elif text != AGAIN:
        return False
    return True


def _choose(talk: Talk, step: Step, said: Said, text: str) -> None:
    shown, more = _page(talk, said)
    if text == MORE and (more or talk.row.state["offset"]):
        talk.row.state["offset"] = talk.row.state["offset"] + len(shown) if more else 0
        return
    found = next((pick for key, pick in enumerate(shown, 1) if text == str(key)), None)
    words = text.casefold()
    found = found or next((pick for pick in said.picks if words and pick.text.casefold() == words), None)
    if found is None:
        talk.say(_("Choose one of the keys."))
        return
    step.hear(talk, found.value)


def _page(talk: Talk, said: Said) -> tuple[list[Pick], bool]:
    """The choices of this page of the menu, and whether there are more."""
    most = max(1, min(talk.row.choices, MOST_CHOICES))
    offset = talk.row.state["offset"]
    if offset >= len(said.picks):
        offset = talk.row.state["offset"] = 0
    return list(said.picks[offset : offset + most]), offset + most < len(said.picks)


def make_turn(talk: Talk) -> Turn:
    """What is said now. A step that cannot be said (what it was about is gone) gives way to the menu."""
    step = find_step(talk)
    try:
        said = step.say(talk)
        step = find_step(talk)
    except Refused as refusal:
        talk.say(refusal.message)
        talk.home(HOME)
        step = STEPS[HOME]
        said = step.say(talk)
    options: tuple[Option, ...] = ()
    if said.expects is Expects.CHOICE:
        shown, more = _page(talk, said)
        options = tuple(Option(key=str(key), text=pick.text) for key, pick in enumerate(shown, 1))
        if more or talk.row.state["offset"]:
            options += (Option(key=MORE, text=_("More") if more else _("From the beginning")),)
        if talk.row.state["stack"]:
            options += (Option(key=BACK, text=_("Back")),)
        if said.then is Then.LISTEN and talk.step != "language":
            options += (Option(key=PERSON, text=_("A person")),)
    return Turn(
        session=talk.row.id,
        language=talk.language,
        task=step.task,
        says=tuple(str(text) for text in (*talk.notices, *said.says) if str(text)),
        expects=said.expects,
        then=said.then,
        options=options,
        digits=said.digits,
        secret=said.secret,
        kind=said.kind,
        reference=said.reference,
        sources=said.sources,
    )


def add_step(
    name: str,
    task: Task,
    *,
    say: Callable[[Talk], Said],
    hear: Callable[[Talk, str], Any],
    known: bool = False,
    zero: bool = False,
) -> None:
    """Called by the modules of ``steps`` as they are imported."""
    STEPS[name] = Step(task, say, hear, known, zero)
