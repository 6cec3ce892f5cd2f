"""An answer to a question: by the topics of a menu, or by words where the door has letters."""

from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import add_step
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Expects, Task
from onedoor.dialogue.wording import say_date, say_money, say_promise
from onedoor.kernel.text import pick
from onedoor.services import queries as services

TOPICS = "topics"


def _say_ask(talk: Talk) -> Said:
    if talk.row.digits_only:
        return Said(says=(_("What do you want to know about?"),), picks=_list_topics(talk))
    words = _("Write your question in a few words, or 1 for the list of topics.")
    return Said(says=(words,), expects=Expects.TEXT)


def _hear_ask(talk: Talk, text: str) -> None:
    if talk.row.digits_only:
        talk.go("answer-of", service=text)
    elif text == "1":
        talk.go("answer-topics")
    else:
        found = find_services(text, talk)
        if not found:
            talk.say(_("We found nothing for these words. Try others, or press 0 for a person."))
        elif len(found) == 1:
            talk.go("answer-of", service=found[0])
        else:
            talk.go("answer-hits", found=found)


def _say_topics(talk: Talk) -> Said:
    return Said(says=(_("What do you want to know about?"),), picks=_list_topics(talk))


def _say_hits(talk: Talk) -> Said:
    found = list(talk.facts["found"])
    titles = {one.code: pick(one.title) for one in services.list_services(at=talk.at)}
    picks = [Pick(code, titles[code]) for code in found if code in titles]
    return Said(says=(_("Which of these?"),), picks=picks)


def _hear_topic(talk: Talk, value: str) -> None:
    talk.go("answer-of", service=value)


def _say_of(talk: Talk) -> Said:
    service = services.get_service(str(talk.facts["service"]), at=talk.at)
    picks = [Pick("topics", _("Another topic"))]
    if "ask" in ways_of(service, talk.way):
        picks.insert(0, Pick("apply", _("Apply for it")))
    says = (pick(service.title) + ".", *_about(service, talk))
    return Said(says=says, picks=picks, sources=(service.code,))


def _hear_of(talk: Talk, value: str) -> None:
    if value == "apply":
        talk.go("apply-start", service=talk.facts["service"])
    else:
        talk.go("answer-topics")


def _about(service: Any, talk: Talk) -> list[str]:
    form = talk.row.form
    says = [pick(service.summary), say_promise(service.promise.answer, service.promise.calendar)]
    says += [
        _("%(what)s: %(amount)s.") % {"what": pick(fee.title), "amount": say_money(fee.amount, form)}
        for fee in service.fees
        if fee.amount is not None
    ]
    if service.closes:
        says.append(_("You can apply until %(day)s.") % {"day": say_date(service.closes, form)})
    return [words for words in says if words]


def ways_of(service: Any, door: str) -> tuple[str, ...]:
    """What can be done at this door, as the service file says."""
    ways = service.doors.get(door, ())
    return ("status", "ask", "sign", "pay") if ways == "full" else tuple(ways)


def find_services(text: str, talk: Talk) -> list[str]:
    """Codes of the services that these words are about, best first."""
    words = _words_of(text)
    scored = [
        (len(words & _words_of(f"{pick(one.title)} {pick(one.title)} {pick(one.summary)}")), one.code)
        for one in services.list_services(at=talk.at)
    ]
    best = sorted((item for item in scored if item[0]), key=lambda item: -item[0])
    return [code for _score, code in best][:5]


def _words_of(text: str) -> set[str]:
    """Words of Latin script, pairs of Chinese characters."""
    letters = "".join(sign if sign.isalnum() else " " for sign in text.casefold())
    latin = {word.rstrip("s") for word in letters.split() if word.isascii() and len(word) > 2}
    chinese = [sign for sign in letters if not sign.isascii()]
    return latin | {a + b for a, b in pairwise(chinese)}


def _list_topics(talk: Talk) -> list[Pick]:
    return [Pick(one.code, pick(one.title)) for one in services.list_services(at=talk.at)]


add_step("answer", Task.ANSWER, say=_say_ask, hear=_hear_ask)
add_step("answer-topics", Task.ANSWER, say=_say_topics, hear=_hear_topic)
add_step("answer-hits", Task.ANSWER, say=_say_hits, hear=_hear_topic)
add_step("answer-of", Task.ANSWER, say=_say_of, hear=_hear_of)
