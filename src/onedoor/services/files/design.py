"""The design record of a service (``design.yaml``): how it came about, and what the gate looks at.

Persons are never named here: posts and roles stand for them.
"""

from pathlib import Path

from pydantic import Field as Described

from onedoor.kernel.documents import Document, Faulty
from onedoor.services.files.loading import read, shape
from onedoor.services.files.words import Day, Shape, Words

DESIGN = "design.yaml"


class ResearchPersona(Shape):
    """Somebody for whom it is designed, drawn from research."""

    name: str = Described(description="A made-up name, by which the team calls her.")
    about: Words = Described(description="Her situation, and what she needs from this service.")


class JourneyStep(Shape):
    """A step of her way, before and after we come in."""

    step: Words
    feels: Words | None = Described(None, description="What it is like for her today.")
    better: Words | None = Described(None, description="What this service makes of it.")


class Prototype(Shape):
    """Something that was tried before it was built."""

    day: Day
    what: Words
    learnt: Words


class DesignDecision(Shape):
    """A choice that was made, and why."""

    day: Day
    decided: Words
    why: Words


class PrivacyAssessment(Shape):
    """The privacy impact assessment. Without the day of its approval nothing is published."""

    number: str = Described(description="The same number as 'privacy_assessment' of service.yaml.")
    approved_on: Day | None = None
    by: str = Described("", description="Who approved it: a post, not a person.")


class UserTest(Shape):
    """A round of usability tests with people who would use it."""

    day: Day
    participants: int = Described(ge=0)
    completed: int = Described(ge=0, description="How many of them reached the end without help.")
    median_minutes: float = Described(0, ge=0)
    sus: float | None = Described(None, ge=0, le=100, description="System Usability Scale, 0 to 100.")
    learnt: Words | None = None

    @property
    def share(self) -> float:
        """The share of participants who reached the end."""
        return self.completed / self.participants if self.participants else 0.0


class Accessibility(Shape):
    """A check against WCAG 2.2 AA."""

    checked_on: Day
    faults: int = Described(ge=0, description="Faults that are not mended yet.")
    by: str = Described("", description="Who checked: a post or a firm.")


class DesignRecord(Shape):
    """All that shows that the service was designed with the people who use it."""

    sponsor: str = Described("", description="Who stands for it at the top: a post.")
    owner: str = Described("", description="Who answers for the whole way: a post.")
    personas: tuple[ResearchPersona, ...] = ()
    journey: tuple[JourneyStep, ...] = ()
    prototypes: tuple[Prototype, ...] = ()
    decisions: tuple[DesignDecision, ...] = ()
    privacy_assessment: PrivacyAssessment | None = None
    user_tests: tuple[UserTest, ...] = Described((), description="Rounds; the one of the latest day counts.")
    accessibility: Accessibility | None = None
    charter_shown: bool = Described(False, description="The promise stands on the page before the start.")
    translations_checked: bool = Described(
        False, description="A native reader has read every text in both languages."
    )
    standards: tuple[str, ...] = Described((), description="Codes of the standards it is built on.")

    @property
    def last_test(self) -> UserTest | None:
        """The latest round of user tests."""
        return max(self.user_tests, key=lambda test: test.day, default=None)


def load_design(folder: Path) -> tuple[DesignRecord, Document] | None:
    """The design record beside a service; None when there is none. Raises Faulty."""
    if not (folder / DESIGN).is_file():
        return None
    document = read(folder / DESIGN)
    data = document.data
    if not isinstance(data, dict):
        raise Faulty([document.fault((), "This is not a design record.", "Begin with 'sponsor:'.")])
    return shape(DesignRecord, data, document), document
