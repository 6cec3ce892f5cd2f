"""How well it went: one to five stars for a reference, and a word where the door has letters."""

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.numbers import read_reference
from onedoor.dialogue.talk import Said, Talk
from onedoor.dialogue.types import Expects, Task
from onedoor.feedback import actions as feedback
from onedoor.feedback.types import STARS
from onedoor.kernel.errors import Invalid

NONE = "-"


def _say_number(talk: Talk) -> Said:
    if talk.row.digits_only:
        words = _("What do you rate? Type the nine signs after HC, each on the key that bears it.")
        return Said(says=(words,), expects=Expects.DIGITS, digits=9)
    words = _("What do you rate? Write the reference, such as HC-7K3M-Q9TD-4.")
    return Said(says=(words,), expects=Expects.TEXT)


def _hear_number(talk: Talk, text: str) -> None:
    number = read_reference(text, digits_only=talk.row.digits_only)
    if number is None:
        raise Invalid("dialogue.number", _("This is not one of our numbers. Check each letter and digit."))
    talk.go("rate-stars", number=number)


def _say_stars(talk: Talk) -> Said:
    words = _("How many stars? 5 is very good, 1 is very poor.")
    return Said(says=(words,), expects=Expects.DIGITS, digits=1, reference=str(talk.facts["number"]))


def _hear_stars(talk: Talk, text: str) -> None:
    stars = int(text) if text in [str(star) for star in STARS] else 0
    if not stars:
        raise Invalid("rating.stars", _("Choose one to five stars."))
    if talk.row.digits_only:
        _rate(talk, stars, "")
        return
    talk.turn_to("rate-comment", number=talk.facts["number"], stars=stars)


def _say_comment(talk: Talk) -> Said:
    words = _("Do you want to say more? Write it, or write - to leave it out.")
    return Said(says=(words,), expects=Expects.TEXT, reference=str(talk.facts["number"]))


def _hear_comment(talk: Talk, text: str) -> None:
    _rate(talk, int(talk.facts["stars"]), "" if text == NONE else text)


def _rate(talk: Talk, stars: int, comment: str) -> None:
    number = str(talk.facts["number"])
    said = feedback.rate(
        number=number, stars=stars, comment=comment, door=talk.row.door, by=talk.who, at=talk.at
    )
    words = _("Thank you. You can change your rating within seven days.")
    talk.say(_("Thank you. We look into what went wrong.") if said.follow_up else words)
    talk.home(HOME)


add_step("rate", Task.RATE, say=_say_number, hear=_hear_number)
add_step("rate-stars", Task.RATE, say=_say_stars, hear=_hear_stars)
add_step("rate-comment", Task.RATE, say=_say_comment, hear=_hear_comment)
