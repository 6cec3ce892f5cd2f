"""The same status, question, application and rating at every door, over its own protocol, side by side."""

import calendar
import re
import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from uuid import UUID

import click
from django.db import connections

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
from onedoor.config.stories.one_form import DOORS, STARS, Applying, say_rating
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
AT_ONCE = 3
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
    form: str = ""
    rating: str = ""


def tell(base: str) -> int:
    """Against the running product; 0 only if every door said the same in substance."""
    story = Telling("A woman asks, applies and rates at every door: the same everywhere.")
    with story.step("she has a request"):
        asker, case = _let_her_apply()
    story.figure("reference", f"{case.number}, promised by {clock.local(case.promised_at):%Y-%m-%d %H:%M}")
    for language in LANGUAGES:
        question = _find_question(language)
        sentence = knowledge.get_answer(
            CODE, form=Form.SHORT, language=language, by=SYSTEM, at=clock.now()
        ).text
        click.echo(f"\n  In {'English' if language == 'en' else 'Chinese'}: “{question.title}”\n")
        with story.step("somebody new, with ten things that are finished"):
            applying = Applying.settle(language)
        with story.step("each door is asked, and goes on with what the first one began"):
            all_told = _ask_all(
                _doors(base, asker, language),
                partial(_ask, number=case.number, question=question, applying=applying, language=language),
            )
        for told in all_told:
            judge(story, told, case, sentence, language)
            judge_rest(story, told, applying)
        _show(all_told, applying, sentence, language)
    return story.end()


def _show(all_told: list[Told], applying: Applying, sentence: str, language: str) -> None:
    """The same four things, a row a door."""
    click.echo()
    for told in all_told:
        status, answer = _near(told.status, WORK[language]), _near(told.answer, sentence[:12])
        click.echo(f"  {told.door:<8} | {status:<46} | {answer}")
    click.echo()
    for told in all_told:
        form = applying.read(told.form)
        click.echo(f"  {told.door:<8} | {form.number:<12} {form.question[:34]:<34} | {told.rating}")


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


def _doors(base: str, asker: UUID, language: str) -> list[Callable[[], Asker]]:
    """Every door once; what the first begins the others go on with, and in Chinese the last is first."""
    doors: list[Callable[[], Asker]] = [
        lambda: OnTheWeb(base, language), lambda: AtTheCounter(base, language), ByPhone, ByText, ByUssd,
        lambda: ByMail(base), lambda: ByPost(base, asker),
        *(partial(OnAScreen, base, screen, language) for screen in ("kiosk", "tv", "lite")),
    ]  # fmt: skip
    return doors if language == "en" else doors[::-1]


def _ask_all(doors: list[Callable[[], Asker]], ask: Callable[[Callable[[], Asker]], Told]) -> list[Told]:
    """The first begins what the others go on with; they are asked side by side, as many people would."""

    def ask_alone(make: Callable[[], Asker]) -> Told:
        try:
            return ask(make)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [ask(doors[0]), *pool.map(ask_alone, doors[1:])]


def _ask(
    make: Callable[[], Asker], number: str, question: Question, applying: Applying, language: str
) -> Told:
    asker = None
    try:
        asker = make()
        return Told(
            asker.door, asker.protocol, asker.ask_status(number, language),
            asker.ask_answer(question, language), form=applying.apply_at(asker),
            rating=applying.rate_at(asker),
        )  # fmt: skip
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


def judge_rest(story: Telling, told: Told, applying: Applying) -> None:
    """Her draft is the same one and asks the same next; her rating arrived as she gave it, with its door."""
    if told.silent:
        return
    name, form = f"{told.door:<8} {told.protocol:<16}", applying.read(told.form)
    story.promise(
        form == applying.expected, f"{name} application", f"{form.number or 'no draft'}, {form.question}"
    )
    due = say_rating(STARS, DOORS[told.door])
    story.promise(told.rating == due, f"{name} rating", told.rating or "none arrived")


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
