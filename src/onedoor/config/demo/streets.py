"""What people reported in the streets of the demo city lately, and what became of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.services import actions
from onedoor.services import queries as services

SERVICE = "street-issue"
REPORTS, SHARE_DONE = 36, 0.55
SEED = 20250311
WORDS: dict[str, tuple[str, str]] = {
    "pothole": ("A hole in the left lane.", "Filled and sealed."),
    "street_light": ("Dark since Sunday.", "New lamp."),
    "blocked_drain": ("雨后积水，行人难以通过。", "已疏通排水口。"),
    "fallen_tree": ("Lies across the pavement.", "Cut up and taken away."),
    "rubbish": ("旧沙发堆放在路边。", "已清运。"),
    "stray_animal": ("A brown dog, friendly.", "Brought to the shelter."),
    "broken_lift": ("Stands at the fourth floor.", "Runs again; a door sensor was broken."),
}
DETAILS: dict[str, dict[str, Any]] = {"pothole": {"depth": "deep"}, "broken_lift": {"ground": "estate"}}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One report of the demo, and when it was mended, if it was."""

    answers: dict[str, Any]
    reported_at: datetime
    done_at: datetime | None
    notes: str


def report_streets(*, at: datetime) -> int:
    """File the reports and mend what was mended. Gives how many there are; 0 without the service."""
    if not any(file.service == SERVICE for file in services.list_report_services()):
        return 0
    drawn = sorted(_draw(at), key=lambda one: one.reported_at)
    for number, one in enumerate(drawn):
        by = actions.let_visitor_in(
            service=SERVICE, sender=f"demo {number}", by=ANONYMOUS, at=one.reported_at
        )
        with scoped(by):
            filed = actions.file_at_once(service=SERVICE, answers=one.answers, by=by, at=one.reported_at)
        if one.done_at is not None and filed.case is not None:
            actions.finish_report(application=filed.application, notes=one.notes, by=SYSTEM, at=one.done_at)
    return len(drawn)


def _draw(at: datetime) -> Iterator[Drawn]:
    dice = np.random.default_rng(SEED)
    streets = list(services.get_city().streets.values())
    for _ in range(REPORTS):
        street = streets[int(dice.integers(len(streets)))]
        kind = list(WORDS)[int(dice.integers(len(WORDS)))]
        number = int(dice.integers(1, street.numbers + 1))
        reported_at = at - timedelta(hours=float(dice.uniform(1, 24 * 20)))
        done_at = reported_at + timedelta(hours=float(dice.uniform(1, 40)))
        done = bool(dice.random() < SHARE_DONE) and done_at < at
        says, notes = WORDS[kind]
        answers = {
            "kind": kind,
            "place": f"{number} {street.name['en']}",
            "ground": "street",
            "description": says,
            **DETAILS.get(kind, {}),
        }
        yield Drawn(answers, reported_at, done_at if done else None, notes)
