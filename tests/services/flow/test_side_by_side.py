"""Steps after the same one are under way at once; a step after several waits for all of them."""

import random
from typing import Any

import pytest

from onedoor.services.applications.canonical import sha256
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow import engine
from onedoor.services.flow.drawing import draw
from onedoor.services.flow.plan import make_plan
from tests.services.flow.test_plan import xml_of

T = {"en": "T", "zh-hans": "题"}
AGENCIES = ("REV", "PRF", "HSG", "ELC", "TRN", "HLT", "EDU", "LIB")


def service(*steps: dict[str, Any]) -> ServiceFile:
    first = {"id": "sign", "does": "sign"}
    return ServiceFile.model_validate(
        {"service": "many", "title": T, "agency": "CIV", "with": AGENCIES, "steps": [first, *steps]}
    )


def work(agency: str, *after: str, **more: Any) -> dict[str, Any]:
    return {"id": f"t_{agency.lower()}", "by": agency, "does": "task", "title": T, "after": after, **more}


def walk(file: ServiceFile, order: random.Random, **facts: object) -> list[str]:
    """Everything that is done, where whoever is waited for acts in any order."""
    xml, done = xml_of(file), []
    turn = engine.begin(ref=sha256(xml), xml=xml, facts=lambda: facts, perform=done.append)
    while turn.waits_for:
        node = order.choice(turn.waits_for)
        done.append(node)
        turn = engine.complete(
            state=turn.state, node=node, find_xml=lambda _: xml, facts=lambda: facts, perform=done.append
        )
    assert turn.finished
    return done


def eight() -> ServiceFile:
    tasks = [work(agency, "sign") for agency in AGENCIES]
    end = {"id": "end", "by": "CIV", "does": "notify", "after": [task["id"] for task in tasks]}
    return service(*tasks, end)


def test_eight_agencies_are_waited_for_at_once() -> None:
    xml = xml_of(eight())
    turn = engine.begin(ref="eight", xml=xml, facts=dict, perform=lambda node: None)
    turn = engine.complete(
        state=turn.state, node="sign-sign", find_xml=lambda _: xml, facts=dict, perform=lambda node: None
    )
    assert set(turn.waits_for) == {f"task-t_{agency.lower()}" for agency in AGENCIES}


@pytest.mark.parametrize("seed", range(5))
def test_in_whatever_order_they_finish_the_end_comes_once_and_last(seed: int) -> None:
    done = walk(eight(), random.Random(seed))
    assert done[-1] == "notify-end"
    assert len(done) == len(set(done)) == 10


@pytest.mark.parametrize("moves", [True, False])
@pytest.mark.parametrize("votes", [True, False])
def test_a_branch_whose_condition_is_false_does_not_keep_the_others_waiting(moves: bool, votes: bool) -> None:
    file = service(
        work("HSG", "sign", when="moves"),
        work("ELC", "sign", when="votes", **{"else": "notify"}),
        work("REV", "t_hsg"),
        {"id": "end", "by": "CIV", "does": "notify", "after": ["t_elc", "t_rev"]},
    )
    done = walk(file, random.Random(1), moves=moves, votes=votes)
    assert ("task-t_hsg" in done) is moves
    assert ("task-t_elc" in done) is votes
    assert ("notify-t_elc" in done) is not votes
    assert done[-1] == "notify-end"


def test_a_condition_may_stand_before_a_fork_and_after_a_join() -> None:
    file = service(
        {"id": "look", "by": "CIV", "does": "decide", "when": "early"},
        work("HSG", "look"),
        work("ELC", "look"),
        {"id": "end", "by": "CIV", "does": "notify", "after": ["t_hsg", "t_elc"], "when": "late"},
    )
    for early in (True, False):
        done = walk(file, random.Random(2), early=early, late=not early)
        assert ("decide-look" in done) is early
        assert ("notify-end" in done) is not early


def test_nothing_is_drawn_on_anything_else() -> None:
    plan = make_plan(eight())
    boxes = list(draw(plan).boxes.values())
    for position, (left, top, width, height) in enumerate(boxes):
        for other in boxes[position + 1 :]:
            apart_x = left + width <= other[0] or other[0] + other[2] <= left
            apart_y = top + height <= other[1] or other[1] + other[3] <= top
            assert apart_x or apart_y
