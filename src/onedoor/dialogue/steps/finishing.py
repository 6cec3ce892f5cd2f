"""The end of an application at a door of turns: signed here, or kept and finished elsewhere."""

from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import HOME, add_step
from onedoor.dialogue.steps.answering import ways_of
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Task
from onedoor.dialogue.wording import say_money
from onedoor.kernel.errors import Conflict
from onedoor.kernel.text import pick
from onedoor.services import actions, queries

SIGN = "sign"


def say_end(talk: Talk) -> Said:
    """All is asked: to be signed, or where the rest is done."""
    number = str(talk.facts["number"])
    view = queries.get_application(number, by=talk.who, at=talk.at)
    service = queries.get_service(view.service, at=talk.at, customer=view.customer)
    is_whole = view.can_sign and not view.missing and all(page.complete for page in view.pages)
    kept = _("All you said is kept under %(number)s.") % {"number": number}
    menu = Pick("", _("Main menu"))
    if not is_whole:
        rest = _("Something is still open. Finish it on the web, at a counter, or with a person.")
        return Said(says=(kept, rest), picks=(menu,), reference=number)
    if SIGN not in ways_of(service, talk.way) or talk.who.assurance < view.sign_level:
        rest = _("To sign it you must prove better who you are: sign on the web or at a counter.")
        return Said(says=(kept, rest), picks=(menu,), reference=number)
    talk.row.state["facts"] = talk.facts | {"revision": view.revision, "fingerprint": view.fingerprint}
    says = [*_sum_up(view, talk.row.form), _("You sign that all you said is true.")]
    return Said(says=says, picks=(Pick(SIGN, _("Sign now")), Pick("", _("Later"))), reference=number)


def _sum_up(view: Any, form: str) -> list[str]:
    says = [pick(view.title) + "."]
    if view.outcome:
        says.append(pick(view.outcome) + ".")
    if view.fee_total:
        says.append(_("The fee is %(amount)s.") % {"amount": say_money(view.fee_total, form)})
    return says


def _hear_end(talk: Talk, value: str) -> None:
    if value != SIGN:
        talk.home(HOME)
        return
    facts = talk.facts
    view = queries.get_application(str(facts["number"]), by=talk.who, at=talk.at)
    if view.revision != facts["revision"] or view.fingerprint != facts["fingerprint"]:
        talk.say(_("Something changed since you looked. Look at it again before you sign."))
        return
    try:
        signed = actions.sign_application(
            application=view.id,
            revision=int(facts["revision"]),
            fingerprint=str(facts["fingerprint"]),
            by=talk.who,
            at=talk.at,
        )
    except Conflict as moved:
        talk.say(moved.message)
        actions.refresh_draft(application=view.id, by=talk.who, at=talk.at)
        return
    talk.say(_("Signed. Your reference is %(number)s.") % {"number": signed.number})
    talk.home(HOME)


add_step("apply-end", Task.APPLY, say=say_end, hear=_hear_end, known=True)
