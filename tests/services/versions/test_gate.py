"""Nothing reaches customers before the gate: what is missing is listed at once, and changes nothing."""

from datetime import datetime

import pytest

from onedoor.kernel.actors import Actor
from onedoor.services import actions, queries
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.types import GateShut
from tests.services.versions.conftest import Edit, Publish

TESTS = "participants: 6, completed: 5"


def _missing(publish: Publish) -> set[str]:
    with pytest.raises(GateShut) as shut:
        publish()
    assert shut.value.status == 409
    assert not ServiceVersion.objects.exists()
    return {light.code for light in shut.value.facts["missing"]}


def test_a_service_that_is_ready_passes(publish: Publish, designer: Actor) -> None:
    view = queries.get_version_view(publish(), by=designer)

    assert all(light.ok for light in view.gate)
    assert (view.checked.examples, view.checked.true_examples) == (2, 2)


@pytest.mark.parametrize(
    ("old", "new", "light"),
    [
        (", approved_on: 2025-02-03", "", "privacy"),
        ("PIA-2025-09", "PIA-2025-10", "privacy"),
        (TESTS, "participants: 4, completed: 4", "tests"),
        (TESTS, "participants: 10, completed: 7", "tests"),
        ("faults: 0", "faults: 1", "accessibility"),
        ("translations_checked: true", "translations_checked: false", "languages"),
        ("charter_shown: true", "charter_shown: false", "promise"),
        ("prototypes:\n", "prototypes: []\nlater:\n", "check"),
    ],
)
def test_each_condition_shuts_the_gate(publish: Publish, edit: Edit, old: str, new: str, light: str) -> None:
    edit((old, new), file="design.yaml")

    assert light in _missing(publish)


def test_five_people_of_whom_four_succeed_are_enough(publish: Publish, edit: Edit) -> None:
    edit((TESTS, "participants: 5, completed: 4"), file="design.yaml")

    assert publish()


def test_only_the_last_round_of_tests_counts(publish: Publish, edit: Edit) -> None:
    last = "\n  - {day: 2025-03-01, participants: 5, completed: 2}"
    edit(("sus: 82}", "sus: 82}" + last), file="design.yaml")

    assert _missing(publish) == {"tests"}


def test_a_service_without_a_sponsor_is_stopped(publish: Publish, edit: Edit) -> None:
    edit(("sponsor: Director of Libraries\n", ""), file="design.yaml")
    edit(("sponsor: Director of Libraries\n", ""))

    assert _missing(publish) == {"sponsor"}


def test_without_a_design_record_everything_is_listed_at_once(publish: Publish, edit: Edit) -> None:
    (edit() / "design.yaml").unlink()

    assert _missing(publish) == {
        "record", "design", "privacy", "tests", "accessibility", "languages", "promise"
    }  # fmt: skip


def test_an_example_that_is_not_true_stops_it(publish: Publish, edit: Edit) -> None:
    edit(("expect: {fee: 5}", "expect: {fee: 6}"), file="examples/fees.yaml")

    assert _missing(publish) == {"check", "examples"}


def test_a_text_that_lacks_a_language_stops_it(publish: Publish, edit: Edit) -> None:
    edit((", zh-hans: 借书证", ""))

    assert "check" in _missing(publish)


def test_a_draft_stays_on_the_table_when_the_gate_is_shut(
    db: None, edit: Edit, designer: Actor, at: datetime
) -> None:
    (edit() / "design.yaml").unlink()
    draft = actions.draft_from_folder(folder=edit(), by=designer, at=at)

    with pytest.raises(GateShut):
        actions.publish_version(version=draft, reason="hurry", by=designer, at=at)
    assert ServiceVersion.objects.get(pk=draft).state == "draft"
