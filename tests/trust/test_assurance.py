"""How sure we must be of somebody, and how sure we are (OMB M-04-04, NIST SP 800-63)."""

from dataclasses import replace

import pytest

from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import StepUpNeeded
from onedoor.trust import queries
from onedoor.trust.rules import LEVEL_FOR, level_for_impacts, level_of, session_level
from onedoor.trust.types import Degree, Impact, Sensitivity

OFFICER = Actor(kind="officer", agency="REV", assurance=3, permissions=frozenset({"values.read_tax"}))
TABLE = {  # low, moderate, high
    "distress": (1, 2, 4),
    "money": (1, 2, 4),
    "programmes": (2, 3, 4),
    "release": (2, 3, 4),
    "safety": (3, 4, 4),
    "violations": (2, 3, 4),
}


@pytest.mark.parametrize(("impact", "levels"), TABLE.items())
def test_the_memorandums_table(impact: str, levels: tuple[int, int, int]) -> None:
    assert tuple(LEVEL_FOR[Impact(impact)][degree] for degree in Degree) == levels


def test_the_worst_impact_decides() -> None:
    impacts = {Impact.DISTRESS: Degree.MODERATE, Impact.RELEASE: Degree.MODERATE, Impact.MONEY: Degree.LOW}
    assert level_for_impacts(impacts) == 3


def test_where_nothing_can_go_wrong_nobody_signs_in() -> None:
    assert level_for_impacts({}) == 0


@pytest.mark.parametrize(
    ("proofing", "methods", "level"),
    [
        (2, ["password"], 2),
        (1, ["password"], 1),
        (2, ["password", "totp"], 3),
        (1, ["password", "totp"], 1),
        (3, ["password", "hardware"], 4),
        (2, ["password", "hardware"], 3),
        (3, ["totp"], 0),
        (3, [], 0),
    ],
)
def test_a_session_is_as_strong_as_its_weakest_part(proofing: int, methods: list[str], level: int) -> None:
    assert session_level(proofing, methods) == level


def test_level_four_needs_a_bound_assertion() -> None:
    assert level_of(3, 3, 1) == 3
    assert level_of(3, 3, 2) == 4


def test_a_weak_session_is_asked_for_more() -> None:
    weak = replace(ANONYMOUS, assurance=2)
    with pytest.raises(StepUpNeeded) as caught:
        queries.require_level(weak, 3, "Confirm")
    assert caught.value.level == 3
    queries.require_level(replace(weak, assurance=3), 3, "Confirm")
    queries.require_level(SYSTEM, 4, "Confirm")


@pytest.mark.parametrize(
    ("actor", "sensitivity", "may"),
    [
        (OFFICER, "tax", True),
        (replace(OFFICER, assurance=2), "tax", False),
        (replace(OFFICER, permissions=frozenset()), "tax", False),
        (OFFICER, "medical", False),
        (OFFICER, "personal", False),
        (OFFICER, "plain", True),
        (replace(ANONYMOUS, assurance=2), "tax", True),
        (replace(ANONYMOUS, assurance=2), "medical", False),
        (replace(ANONYMOUS, assurance=3), "medical", True),
        (ANONYMOUS, "personal", False),
        (Actor(kind="partner", partner="X", assurance=4), "personal", False),
        (SYSTEM, "medical", True),
    ],
)
def test_who_may_read_what(actor: Actor, sensitivity: str, may: bool) -> None:
    assert queries.may_read(actor, sensitivity) is may


def test_the_contact_centre_reads_nothing_sensitive(agent: Actor) -> None:
    strongest = replace(agent, assurance=4)
    assert not queries.may_read(strongest, Sensitivity.TAX)
    assert not queries.may_read(strongest, Sensitivity.MEDICAL)
