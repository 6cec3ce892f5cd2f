"""Which language, what for, and a person for whoever wants one."""

from django.utils.translation import activate
from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Expects, Task, Then
from onedoor.kernel.calendars import get_calendar
from onedoor.kernel.text import as_language
from onedoor.trust.types import CONTACT_CENTRE

LANGUAGES = (Pick("en", "English"), Pick("zh-hans", "中文"))
COUNTERS_OPEN = "business-hours"


def _say_language(talk: Talk) -> Said:
    return Said(says=("Onedoor, Harbour City. 港城一门通。",), picks=LANGUAGES)


def _hear_language(talk: Talk, value: str) -> None:
    talk.row.language = as_language(value)
    activate(value)  # the caller's override puts it back
    talk.home(HOME)


def _say_menu(talk: Talk) -> Said:
    return Said(
        says=(_("How can we help?"),),
        picks=(
            Pick("status", _("How far is my request")),
            Pick("answer", _("A question")),
            Pick("apply", _("Apply for something")),
            Pick("book", _("Make an appointment")),
            Pick("rate", _("Rate how it went")),
            Pick("lock", _("Somebody acts in my name")),
        ),
    )


def _hear_menu(talk: Talk, value: str) -> None:
    talk.go(value)


def _say_person(talk: Talk) -> Said:
    is_reached = talk.row.door == "phone" and cases.list_duty_numbers(CONTACT_CENTRE, talk.at)
    if is_reached or get_calendar(COUNTERS_OPEN).is_open(talk.at):
        return Said(says=(_("We get a person for you."),), expects=Expects.NOTHING, then=Then.PERSON)
    words = _("Nobody is on duty now. We call you back when the counters are open.")
    return Said(says=(words,), expects=Expects.NOTHING, then=Then.CALL_BACK)


def _hear_person(talk: Talk, text: str) -> None:
    """She goes on by herself."""
    talk.back(HOME)


add_step("language", Task.LANGUAGE, say=_say_language, hear=_hear_language)
add_step(HOME, Task.MENU, say=_say_menu, hear=_hear_menu)
add_step("person", Task.PERSON, say=_say_person, hear=_hear_person)
