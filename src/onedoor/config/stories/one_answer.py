"""The same status and the same question at every door, over its own protocol, side by side."""

import calendar
import re
import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import click

from onedoor.cases import actions as cases
from onedoor.cases.types import CaseView
from onedoor.config.stories.askers import (
    Asker,
    AtTheCounter,
    ByMail,
    ByPhone,
    ByPost,
    ByText,
    ByUssd,
    OnAScreen,
    OnTheWeb,
    Question,
)
from onedoor.config.stories.askers.asking import Silent
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import PageBroken
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge import queries as knowledge
from onedoor.knowledge.types import Form
from onedoor.people import actions as people

CODE, SERVICE = "retire-when", "retire"
WORDS = {"en": "retirement age", "zh-hans": "退休年龄"}
WORK = {"en": "in progress", "zh-hans": "办理中"}
ELSE = {
    "en": ("finished", "later than promised", "stands still"),
    "zh-hans": ("办结", "晚于承诺", "停止计时"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """What one door said in one language; a door that said nothing gives the reason in ``silent``."""

    door: str
    protocol: str
    status: str = ""
    answer: str = ""
    silent: str = ""


def tell(base: str) -> int:
    """Against the running product; 0 only if every door said the same in substance."""
    story = Telling("A woman asks at every door how far her request is, and when she may retire.")
    with story.step("she has a request"):
        asker, case = _let_her_apply()
    story.figure("reference", f"{case.number}, promised by {clock.local(case.promised_at):%Y-%m-%d %H:%M}")
    for language in LANGUAGES:
        question = _find_question(language)
        sentence = knowledge.get_answer(
            CODE, form=Form.SHORT, language=language, by=SYSTEM, at=clock.now()
        ).text
        click.echo(f"\n  In {'English' if language == 'en' else 'Chinese'}: “{question.title}”\n")
        all_told = []
        for make in _doors(base, asker, language):
            with story.step("asked"):
                told = _ask(make, case.number, question, language)
            judge(story, told, case, sentence, language)
            all_told.append(told)
        click.echo()
        for told in all_told:
            status, answer = _near(told.status, WORK[language]), _near(told.answer, sentence[:12])
            click.echo(f"  {told.door:<8} | {status:<46} | {answer}")
    return story.end()


def _let_her_apply() -> tuple[UUID, CaseView]:
    """Somebody new, with an address for letters, and a request that an agency works on."""
    mark, at = secrets.token_hex(3), clock.now()
    made = people.register_customer(
        name=f"Asker {mark}", name_zh="", birth_date=date(1961, 5, 4), by=SYSTEM, at=at
    )
    people.add_contact_point(customer=made.id, kind="post", value="02-60, Lighthouse Lane", by=SYSTEM, at=at)
    case = cases.open_case(
        kind="application", customer=made.id, agency="REV", service=SERVICE, promise="P5D",
        subject={"en": "Retirement", "zh-hans": "退休"}, calendar="working-days",
        by=SYSTEM, at=at,
    )  # fmt: skip
    return made.id, case


def _find_question(language: str) -> Question:
    """The question as each kind of door takes it."""
    at = clock.now()
    answer = knowledge.get_answer(CODE, form=Form.LONG, language=language, by=SYSTEM, at=at)
    shelves = knowledge.list_topics(language=language, by=SYSTEM, at=at)
    shelf = next(one.title for one in shelves if CODE in dict(one.answers))
    return Question(code=CODE, words=WORDS[language], shelf=shelf, title=answer.title)


def _doors(base: str, asker: UUID, language: str) -> Iterator[Callable[[], Asker]]:
    yield lambda: OnTheWeb(base, language)
    yield lambda: AtTheCounter(base, language)
    yield ByPhone
    yield ByText
    yield ByUssd
    yield ByMail
    yield lambda: ByPost(asker)
    for screen in ("kiosk", "tv", "lite"):
        yield lambda screen=screen: OnAScreen(base, screen, language)  # type: ignore[misc]


def _ask(make: Callable[[], Asker], number: str, question: Question, language: str) -> Told:
    asker = None
    try:
        asker = make()
        status = asker.ask_status(number, language)
        return Told(asker.door, asker.protocol, status, asker.ask_answer(question, language))
    except (Silent, PageBroken, StopIteration, OSError) as error:
        door = asker.door if asker else "?"
        return Told(door, asker.protocol if asker else "", silent=f"{type(error).__name__}: {error}"[:300])


def judge(story: Telling, told: Told, case: CaseView, sentence: str, language: str) -> None:
    if told.silent:
        story.promise(False, f"{told.door} answers", told.silent)
        return
    state, day = read_state(told.status, language), find_day(told.status, case.promised_at)
    name = f"{told.door:<8} {told.protocol:<16}"
    story.promise(
        state == WORK[language] and day,
        f"{name} status",
        f"{state}, {'by the promised day' if day else 'no day'}",
    )
    said = holds(told.answer, sentence)
    story.promise(said, f"{name} answer", sentence if said else told.answer[:200])


def _near(said: str, words: str) -> str:
    """What a door said around these words, for the table."""
    plain = " ".join(said.split())
    place = max(plain.lower().find(words.lower()), 0)
    return plain[place : place + 44]


def read_state(said: str, language: str) -> str:
    """The state that a door says a request is in."""
    words = said.lower()
    others = [one for one in ELSE[language] if one in words]
    return ", ".join(others) or (WORK[language] if WORK[language] in words else "nothing")


def find_day(said: str, moment: datetime) -> bool:
    """Whether the day stands in it, in any way in which a door writes days."""
    day = clock.local(moment).date()
    month = calendar.month_name[day.month]
    ways = (
        f"{day.day} {month} {day.year}", f"{day.day} {month[:3]} {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
    )  # fmt: skip
    return any(way in said for way in ways)


def holds(said: str, sentence: str) -> bool:
    """Whether the sentence stands in it, word for word; signs between words are the door's own."""
    return bool(sentence) and _plain(sentence) in _plain(said)


def _plain(text: str) -> str:
    return re.sub(r"[^\w$%]+", "", text.lower())
