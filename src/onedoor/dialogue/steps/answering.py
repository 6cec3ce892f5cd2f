"""An answer to a question: by the topics of a menu, or by words where the door has letters."""

from typing import Any

from django.utils.translation import gettext as _

from onedoor.dialogue.machine import add_step
from onedoor.dialogue.talk import Pick, Said, Talk
from onedoor.dialogue.types import Expects, Task
from onedoor.knowledge import actions as knowledge_actions
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.services import queries as services

CLEAR = 2  # an answer that fits so much better than the next is given at once


def _say_ask(talk: Talk) -> Said:
    if talk.row.digits_only:
        return _say_topics(talk)
    words = _("Write your question in a few words, or 1 for the list of topics.")
    return Said(says=(words,), expects=Expects.TEXT)


def _hear_ask(talk: Talk, text: str) -> None:
    if talk.row.digits_only:
        _hear_topic(talk, text)
    elif text == "1":
        talk.go("answer-topics")
    else:
        found = knowledge.find_answers(text, language=talk.language, by=talk.who, at=talk.at)
        if not found:
            knowledge_actions.note_unanswered(text=text, language=talk.language, by=talk.who, at=talk.at)
            talk.say(_("We found nothing for these words. Try others, or press 0 for a person."))
        elif len(found) == 1 or found[0].score >= CLEAR * found[1].score:
            talk.go("answer-of", answer=found[0].code)
        else:
            talk.go("answer-hits", found=[hit.code for hit in found], titles=[hit.title for hit in found])


def _say_topics(talk: Talk) -> Said:
    topics = knowledge.list_topics(language=talk.language, by=talk.who, at=talk.at)
    picks = [Pick(one.code, one.title) for one in topics]
    return Said(says=(_("What do you want to know about?"),), picks=picks)


def _hear_topic(talk: Talk, value: str) -> None:
    talk.go("answer-shelf", topic=value)


def _say_shelf(talk: Talk) -> Said:
    topics = knowledge.list_topics(language=talk.language, by=talk.who, at=talk.at)
    shelf = next((one for one in topics if one.code == talk.facts["topic"]), None)
    picks = [Pick(code, title) for code, title in shelf.answers] if shelf else []
    return Said(says=(_("Which of these?"),), picks=picks)


def _say_hits(talk: Talk) -> Said:
    hits = zip(talk.facts["found"], talk.facts["titles"], strict=True)
    return Said(says=(_("Which of these?"),), picks=[Pick(code, title) for code, title in hits])


def _hear_hit(talk: Talk, value: str) -> None:
    talk.go("answer-of", answer=value)


def _say_of(talk: Talk) -> Said:
    answer = knowledge.get_answer(
        str(talk.facts["answer"]), form=Form(talk.row.form), language=talk.language, by=talk.who, at=talk.at
    )
    picks = [Pick("topics", _("Another topic"))]
    if answer.service and "ask" in ways_of(services.get_service(answer.service, at=talk.at), talk.way):
        picks.insert(0, Pick("apply", _("Apply for it")))
        talk.facts["service"] = answer.service
    return Said(says=(answer.text,), picks=picks, sources=(answer.code,))


def _hear_of(talk: Talk, value: str) -> None:
    if value == "apply":
        talk.go("apply-start", service=talk.facts["service"])
    else:
        talk.go("answer-topics")


def ways_of(service: Any, door: str) -> tuple[str, ...]:
    """What can be done at this door, as the service file says."""
    ways = service.doors.get(door, ())
    return ("status", "ask", "sign", "pay") if ways == "full" else tuple(ways)


add_step("answer", Task.ANSWER, say=_say_ask, hear=_hear_ask)
add_step("answer-topics", Task.ANSWER, say=_say_topics, hear=_hear_topic)
add_step("answer-shelf", Task.ANSWER, say=_say_shelf, hear=_hear_hit)
add_step("answer-hits", Task.ANSWER, say=_say_hits, hear=_hear_hit)
add_step("answer-of", Task.ANSWER, say=_say_of, hear=_hear_of)
