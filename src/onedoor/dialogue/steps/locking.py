"""Somebody acts in her name: with her PIN she locks her identity; without it a person does it with her."""

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Task
from onedoor.people import actions as people
from onedoor.trust.types import LockedBy

YES, PERSON = "yes", "person"
HOW = {"phone": LockedBy.CALLED, "text": LockedBy.TEXTED}


def _say_lock(talk: Talk) -> Said:
    words = _(
        "If somebody acts in your name, your identity can be locked at once: nobody signs in, signs or is "
        "paid to a new account as you. You need your PIN."
    )
    without = _("Without it a person does it with you, or send the word LOCK from your own mobile phone.")
    picks = (
        Pick("lock-now", _("I have my PIN: lock it")),
        Pick(PERSON, _("I have no PIN: speak to a person")),
    )
    return Said(says=(words, without), picks=picks)


def _hear_lock(talk: Talk, value: str) -> None:
    talk.go(value)


def _say_now(talk: Talk) -> Said:
    words = _(
        "Shall we lock your identity now? Two of us open it again, when you come to a counter with your "
        "papers."
    )
    return Said(says=(words,), picks=(Pick(YES, _("Yes, lock it now")), Pick("no", _("No"))))


def _hear_now(talk: Talk, value: str) -> None:
    """From then on this conversation, too, is with nobody who is known."""
    if value == YES:
        people.lock_by_pin(how=HOW.get(talk.row.door, LockedBy.HERSELF), by=talk.who, at=talk.at)
        talk.end_knowing()
        talk.say(
            _(
                "Your identity is locked. We say so to every contact that we have of you. Nothing of yours "
                "is lost, and no time limit runs out against you."
            )
        )
    talk.home(HOME)


add_step("lock", Task.LOCK, say=_say_lock, hear=_hear_lock)
add_step("lock-now", Task.LOCK, say=_say_now, hear=_hear_now, known=True)
