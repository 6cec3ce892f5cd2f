"""Answers while somebody is on the line: search, read aloud, with the part that is for officers."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.text import as_language
from onedoor.knowledge import actions
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.queries import WRITERS
from onedoor.knowledge.types import Form
from onedoor.look.doors import actor_of, door


@door(audience="officer", level=3)
def search(request: HttpRequest) -> HttpResponse:
    """One box; below it all shelves. What was searched stands in no address."""
    by, at, language = actor_of(request), clock.now(), as_language(get_language())
    asked = request.POST.get("asked", "").strip()
    hits = knowledge.find_answers(asked, language=language, by=by, at=at, limit=8) if asked else []
    if asked and not hits:
        actions.note_unanswered(text=asked, language=language, by=by, at=at)
    read = {"form": Form.LONG, "language": language, "by": by, "at": at}
    context = {
        "asked": asked[:200],
        "found": [knowledge.get_answer(hit.code, **read) for hit in hits],  # type: ignore[arg-type]
        "topics": knowledge.list_topics(language=language, by=by, at=at),
        "may_edit": any(by.may(one) for one in WRITERS),
    }
    return show(request, "desk/answers.html", context)


@door(audience="officer", level=3)
def read(request: HttpRequest, code: str) -> HttpResponse:
    """An answer as each door says it, in both languages, and what is for officers only."""
    by, at = actor_of(request), clock.now()
    language = as_language(get_language())
    other = "en" if language == "zh-hans" else "zh-hans"
    context = {
        "answer": knowledge.get_answer(code, form=Form.LONG, language=language, by=by, at=at),
        "other": knowledge.get_answer(code, form=Form.LONG, language=other, by=by, at=at),
        "said": [
            knowledge.get_answer(code, form=form, language=language, by=by, at=at)
            for form in (Form.SPOKEN, Form.SHORT, Form.SCREEN)
        ],
        "may_write": by.may("knowledge.write"),
        "may_edit": any(by.may(one) for one in WRITERS),
    }
    return show(request, "desk/answer_read.html", context)
