"""A piloted version goes to its cohort first; the others see the old one until it is decided."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.services import actions, queries
from onedoor.services.versions.cohort import share_of
from tests.services.versions.conftest import Edit, Publish

LATER = timedelta(days=1)
PILOT = """pilot:
  cohort: {cohort}
  hypothesis: {{en: Fewer give up, zh-hans: 放弃的人更少}}
  measure: {measure}
  baseline: 60
  target: 80
  until: 2025-06-30
ask:"""

Pilot = Callable[..., UUID]


@pytest.fixture
def pilot(publish: Publish, edit: Edit, at: datetime) -> Pilot:
    """The second version is tried with those of whom ``cohort`` holds."""

    def begin(cohort: str, measure: str = "completed") -> UUID:
        publish()
        edit(('version: "1"', 'version: "2"'), ("ask:", PILOT.format(cohort=cohort, measure=measure)))
        return publish(when=at + LATER)

    return begin


def _apply(service: Callable[..., object], customer: UUID, by: Actor, at: datetime) -> str:
    return actions.start_application(
        customer=customer, service="library-card", door="portal", by=by, at=at
    ).version


def test_who_is_not_in_the_cohort_sees_the_old_version(
    pilot: Pilot, mei: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    hers = share_of("library-card", mei)
    pilot(f"share == {hers}")
    noor = stranger.customer
    assert noor is not None
    assert share_of("library-card", noor) != hers

    assert queries.get_service("library-card", at=at + LATER, customer=noor).version == "1"
    assert _apply(actions.start_application, noor, stranger, at + LATER) == "1"
    assert queries.get_service("library-card", at=at + LATER, customer=mei).version == "2"
    assert _apply(actions.start_application, mei, citizen, at + LATER) == "2"


def test_who_is_not_signed_in_sees_the_old_version(pilot: Pilot, at: datetime) -> None:
    pilot("share >= 0")

    assert queries.get_service("library-card", at=at + LATER).version == "1"


def test_the_share_is_hers_for_good_and_spreads_evenly() -> None:
    shares = [share_of("library-card", UUID(int=n)) for n in range(20_000)]

    assert shares == [share_of("library-card", UUID(int=n)) for n in range(20_000)]
    assert all(140 < shares.count(number) < 260 for number in range(100))


@pytest.mark.parametrize("cohort", ["residency == 'citizen'", "visits > 3", "share <"])
def test_nobody_is_chosen_by_what_is_protected_or_unknown(
    db: None, edit: Edit, designer: Actor, at: datetime, cohort: str
) -> None:
    register = "register: civil-register, attribute: residency_status, type: string"
    known = f"know:\n  residency: {{{register}, text: {{en: Residency, zh-hans: 居留}}}}\nformulas:"
    edit(("formulas:", known), ("ask:", PILOT.format(cohort=f'"{cohort}"', measure="completed")))
    draft = actions.draft_from_folder(folder=edit(), by=designer, at=at)

    gate = {light.code: light for light in queries.get_version_view(draft, by=designer).gate}

    assert not gate["pilot"].ok


def test_the_measure_compares_the_cohort_with_the_others(
    pilot: Pilot, mei: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    pilot(f"share == {share_of('library-card', mei)}")
    form = actions.start_application(
        customer=mei, service="library-card", door="portal", by=citizen, at=at + LATER
    )
    saved = actions.save_page(
        application=form.id,
        page="reader",
        answers={"visits": "3"},
        revision=form.revision,
        by=citizen,
        at=at + LATER,
    ).application
    actions.sign_application(
        application=form.id,
        revision=saved.revision,
        fingerprint=saved.fingerprint,
        by=citizen,
        at=at + LATER,
    )
    assert stranger.customer is not None
    _apply(actions.start_application, stranger.customer, stranger, at + LATER)

    view = queries.find_pilot_of("library-card", at=at + LATER * 2)

    assert view is not None
    assert (view.new.value, view.new.n, view.old.value, view.old.n) == (100.0, 1, 0.0, 1)
    assert (view.is_reached, view.label, view.old_label) == (True, "2", "1")


def test_a_scaled_pilot_is_everybodys(pilot: Pilot, designer: Actor, at: datetime) -> None:
    version = pilot("share < 1")
    actions.decide_pilot(
        version=version, decision="scaled", reason="it works", by=designer, at=at + LATER * 2
    )

    assert queries.get_file("library-card", at=at + LATER * 2).version == "2"
    view = queries.find_pilot_of("library-card", at=at + LATER * 3)
    assert view is not None
    assert (view.decision, view.reason) == ("scaled", "it works")


def test_a_stopped_pilot_leaves_everybody_with_the_old_version_and_drafts_with_theirs(
    pilot: Pilot, mei: UUID, citizen: Actor, designer: Actor, at: datetime
) -> None:
    version = pilot("share >= 0")
    assert _apply(actions.start_application, mei, citizen, at + LATER) == "2"
    actions.decide_pilot(
        version=version, decision="stopped", reason="no better", by=designer, at=at + LATER * 2
    )

    assert queries.get_service("library-card", at=at + LATER * 2, customer=mei).version == "1"
    assert _apply(actions.start_application, mei, citizen, at + LATER * 2) == "2"


def test_a_pilot_is_decided_once_and_with_a_reason(pilot: Pilot, designer: Actor, at: datetime) -> None:
    version = pilot("share < 1")
    with pytest.raises(Invalid, match="reason"):
        actions.decide_pilot(version=version, decision="scaled", reason="", by=designer, at=at + LATER)
    actions.decide_pilot(version=version, decision="stopped", reason="x", by=designer, at=at + LATER * 2)

    with pytest.raises(Conflict, match="decided"):
        actions.decide_pilot(version=version, decision="scaled", reason="x", by=designer, at=at + LATER * 2)


def test_one_pilot_runs_at_a_time(pilot: Pilot, publish: Publish, edit: Edit, at: datetime) -> None:
    pilot("share < 1")
    edit(('version: "2"', 'version: "3"'))

    with pytest.raises(Conflict, match="pilot_runs"):
        publish(when=at + LATER * 2)


def test_a_service_that_is_taken_away_takes_its_pilot_with_it(
    pilot: Pilot, mei: UUID, designer: Actor, at: datetime
) -> None:
    pilot("share >= 0")
    actions.unpublish_service(service="library-card", reason="law", by=designer, at=at + LATER * 2)

    with pytest.raises(NotFound):
        queries.get_service("library-card", at=at + LATER * 2, customer=mei)
