"""A move told once: eight receivers, one of them down and one that refuses; a proof from each."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from django.conf import settings
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from onedoor.config.stories.errand import Errand
from onedoor.config.stories.look_and_sign import sign_in
from onedoor.config.stories.move import promise_the_register, report_move
from onedoor.config.stories.newcomers import Newcomer
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.text import pick
from onedoor.services import queries as services

DOWN, REFUSES, RECEIVERS, OF_OTHERS = "ELC", "LIB", 8, 3
REASON = {"en": "There is no reader's card in this name.", "zh-hans": "该姓名下没有读者证。"}
SECOND = "school"
SETTLED = ("done", "refused")


def tell(base: str, clock_file: Path) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    story = Telling("She tells of her move once. One receiver is down, another one refuses.")
    systems = _systems()
    try:
        with story.step("the Elections office's own system is down; the Libraries' refuses"):
            _set_mood(systems[DOWN], "down")
            _set_mood(systems[REFUSES], "refuses", REASON)
        errand, mover = report_move(story, base)
        _promise_that_others_finish(story, errand)
        _fail_again(story, errand, clock_file)
        _promise_that_she_is_told(story, errand)
        with story.step("the Elections office is back; nobody presses anything"):
            _set_mood(systems[DOWN], "up")
            _pass_time(clock_file, timedelta(minutes=5))
            errand.wait(lambda: _state_of(errand, DOWN) == "done")
        _print_proofs(story, errand)
        _promise_each_co_mover(story, errand)
        story.promise(_state_of(errand, DOWN) == "done", "what was down has it now, by itself")
        knocks = _set_mood(systems[DOWN], "up")
        story.figure("knocks at the system that was down", knocks)
    finally:
        for address in systems.values():
            _set_mood(address, "up")
    promise_the_register(story, base, mover.email)
    _promise_nothing_is_asked_again(story, base, mover)
    return story.end()


def _promise_that_others_finish(story: Telling, errand: Errand) -> None:
    with story.step("each agency is told, side by side"):
        errand.wait(lambda: len(_told(errand)) >= RECEIVERS and len(_open(errand)) == 1)
    told = _told(errand)
    story.promise(len(told) >= RECEIVERS, "one form, and eight receivers", len(told))
    open_ones = [task.agency for task in _open(errand)]
    story.promise(open_ones == [DOWN], "one is down, and all others are finished", ", ".join(open_ones))
    refused = [task for task in told if task.state == "refused"]
    said = pick(refused[0].reasons[0]) if refused and refused[0].reasons else ""
    story.promise(
        [task.agency for task in refused] == [REFUSES] and bool(said), "one refused, and says why", said
    )


def _fail_again(story: Telling, errand: Errand, clock_file: Path) -> None:
    with story.step("two minutes later it is tried again, and is still down"):
        before = _tries_of(errand, DOWN)
        _pass_time(clock_file, timedelta(minutes=3))
        errand.wait(lambda: _tries_of(errand, DOWN) > before)
    story.promise(_tries_of(errand, DOWN) > before, "nothing was dropped", f"{_tries_of(errand, DOWN)} tries")


def _promise_that_she_is_told(story: Telling, errand: Errand) -> None:
    def told() -> bool:
        errand.visitor.open("/letters/")
        return errand.visitor.sees("One part is delayed")

    with story.step("she looks into her letters"):
        is_told = errand.wait(told)
    story.promise(is_told, "she is told that one part is late, and need do nothing (R37)")
    errand.visitor.open(f"/applications/{errand.number}/")
    story.promise(errand.visitor.sees(REASON["en"]), "and reads which agency refused, and why")


def _promise_nothing_is_asked_again(story: Telling, base: str, mover: Newcomer) -> None:
    """She begins another service: what was told stands in it, and no question asks for what is held."""
    second = Errand(story, Visitor(base), SECOND)
    with story.step("the same day she asks for a school place for her daughter"):
        sign_in(second.visitor, mover.email)
        second.begin()
        page = second.visitor.open(f"/applications/{second.number}/").text
    story.promise("44 Signal Hill Road" in page, "her new address stands there already, with its source")
    burden = services.burden_of(second.number, by=SYSTEM)
    asked = services.list_asked_again(second.number, by=SYSTEM)
    story.figure("values held, and not asked", burden.held)
    story.promise(burden.held > 0 and not asked, "it asks for 0 of what is held (R19)", ", ".join(asked))


def _print_proofs(story: Telling, errand: Errand) -> None:
    for task in _told(errand):
        sent = f"{clock.local(task.sent_at):%H:%M:%S}" if task.sent_at else "–"
        answer = f"{clock.local(task.ended_at):%H:%M:%S}" if task.ended_at else "–"
        why = "; ".join(pick(reason) for reason in task.reasons)
        facts = f"{task.attempts} tries, sent {sent}, {task.state} {answer} {task.reference} {why}"
        story.figure(f"  {task.agency:>4}", facts.strip())


def _promise_each_co_mover(story: Telling, errand: Errand) -> None:
    """Who moves along and confirmed is told of as well, agency by agency."""
    of_others = [task for task in errand.tasks() if task.of_another and task.kind == "tell"]
    for task in of_others:
        answer = f"{clock.local(task.ended_at):%H:%M:%S}" if task.ended_at else "–"
        story.figure(f"  {task.agency:>4}", f"of who moves along: {task.state} {answer} {task.reference}")
    done = [task for task in of_others if task.state == "done"]
    story.promise(len(done) >= OF_OTHERS, "who moves along has a proof from each as well", len(done))


def _told(errand: Errand) -> list[Any]:
    return [task for task in errand.tasks() if task.kind == "tell" and not task.of_another]


def _open(errand: Errand) -> list[Any]:
    return [task for task in _told(errand) if task.state not in SETTLED]


def _state_of(errand: Errand, agency: str) -> str:
    return next((str(task.state) for task in _told(errand) if task.agency == agency), "")


def _tries_of(errand: Errand, agency: str) -> int:
    return next((task.attempts for task in _told(errand) if task.agency == agency), 0)


def _pass_time(clock_file: Path, span: timedelta) -> None:
    """The city's clock goes on, and the worker looks after what is due, as it does each minute."""
    clock.set_demo_clock(clock_file, clock.now() + span)
    with suppress(AlreadyEnqueued):  # the worker's own turn waits already
        app.configure_task("services.look_after_work").defer(timestamp=0)


def _systems() -> dict[str, str]:
    pairs = dict(pair.split("=", 1) for pair in settings.AGENCY_LINKS)
    if missing := {DOWN, REFUSES} - pairs.keys():
        raise LookupError(f"{', '.join(sorted(missing))} has no system of its own here: start with make run")
    return {code: pairs[code] for code in (DOWN, REFUSES)}


def _set_mood(address: str, mood: str, reason: Mapping[str, str] | None = None) -> int:
    answer = httpx.post(f"{address}/mood", json={"mood": mood, "reason": reason or {}}, trust_env=False)
    return int(answer.json()["knocks"])
