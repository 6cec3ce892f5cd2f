"""How far a request is: by its reference, or from the list of one's own once one is known."""

from datetime import timedelta

from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.dialogue.machine import add_step
from onedoor.dialogue.numbers import read_reference
from onedoor.dialogue.standing import say_standing
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Expects, Task
from onedoor.feedback import queries as feedback
from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import pick
from onedoor.services import queries as services

RECENT = timedelta(days=365)


def _say_which(talk: Talk) -> Said:
    return Said(
        says=(_("How do you want to find it?"),),
        picks=(Pick("number", _("By its reference")), Pick("own", _("From my own requests"))),
    )


def _hear_which(talk: Talk, value: str) -> None:
    talk.go("status-number" if value == "number" else "status-own")


def _say_number(talk: Talk) -> Said:
    if talk.row.digits_only:
        words = _("Type the nine signs after HC, each on the key that bears it.")
        return Said(says=(words,), expects=Expects.DIGITS, digits=9)
    words = _("Write the reference, such as HC-7K3M-Q9TD-4.")
    return Said(says=(words,), expects=Expects.TEXT)


def _hear_number(talk: Talk, text: str) -> None:
    number = read_reference(text, digits_only=talk.row.digits_only)
    if number is None:
        raise Invalid("dialogue.number", _("This is not one of our numbers. Check each letter and digit."))
    say_standing(number, form=talk.row.form, by=talk.who, at=talk.at)  # refuses what is nobody's
    talk.go("status-of", number=number)


def _say_of(talk: Talk) -> Said:
    number = str(talk.facts["number"])
    words = say_standing(number, form=talk.row.form, by=talk.who, at=talk.at)
    picks = [Pick("other", _("Another reference"))]
    if feedback.may_rate(number, by=talk.who, at=talk.at):
        picks.append(Pick("rate", _("Rate how it went")))
    return Said(says=(words,), picks=picks, reference=number)


def _hear_of(talk: Talk, value: str) -> None:
    if value == "rate":
        talk.go("rate-stars", number=talk.facts["number"])
    else:
        talk.go("status-number")


def _say_own(talk: Talk) -> Said:
    picks = _list_own(talk)
    if not picks:
        return Said(
            says=(_("You have no requests with us now."),), picks=(Pick("", _("Apply for something")),)
        )
    return Said(says=(_("Your requests:"),), picks=picks)


def _hear_own(talk: Talk, value: str) -> None:
    if value:
        talk.go("status-of", number=value)
    else:
        talk.go("apply")


def _list_own(talk: Talk) -> list[Pick]:
    who = talk.who
    assert who.customer is not None
    held = cases.list_cases(who.customer, by=who)
    shown = [case for case in held if case.is_open or (case.closed_at or talk.at) > talk.at - RECENT]
    applications = services.list_applications(who.customer, by=who)
    titles = {one.case: pick(one.title) for one in applications if one.case}
    picks = [Pick(case.number, titles.get(case.id) or _title(case.service, talk)) for case in shown]
    covered = {case.id for case in held}
    picks += [
        Pick(one.number, pick(one.title))
        for one in applications
        if one.case not in covered and one.changed_at > talk.at - RECENT
    ]
    return picks


def _title(service: str, talk: Talk) -> str:
    return next((pick(s.title) for s in services.list_services(at=talk.at) if s.code == service), service)


add_step("status", Task.STATUS, say=_say_which, hear=_hear_which)
add_step("status-number", Task.STATUS, say=_say_number, hear=_hear_number)
add_step("status-of", Task.STATUS, say=_say_of, hear=_hear_of)
add_step("status-own", Task.STATUS, say=_say_own, hear=_hear_own, known=True)
