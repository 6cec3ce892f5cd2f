"""Files that lie: a service that names what is not there, or chooses people by what is protected."""

from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from onedoor.kernel.documents import Fault
from onedoor.services.files.checking import check_service
from tests.services.files.conftest import HOUSE

THERE = replace(
    HOUSE,
    registers={"civil": frozenset({"birth_date", "religion", "children"})},
    attributes={
        ("civil", "religion"): {"protected": True},
        ("civil", "children"): {"protected": ["citizen"]},
    },
    services=frozenset({"dog-school", "cat-school"}),
    life_events=frozenset({"home"}),
)


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return copytree(Path(__file__).parent / "dog-school", tmp_path / "dog-school")


def _faults(folder: Path, old: str, new: str, file: str) -> tuple[Fault, ...]:
    path = folder / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))
    return check_service(folder, THERE).faults


def test_the_service_is_in_order_as_it_stands(school: Path) -> None:
    assert _faults(school, "", "", "service.yaml") == ()


IN_THE_SERVICE = [
    ("life_event: home", "life_event: hom", "There is no life event 'hom'.", "'home'"),
    ("doors: {portal: full}\n", "", "The service does not name its doors.", "Add 'doors:'"),
    ("agency: PRK\n", "agency: PRK\nanonymous: true\n", "A service without a name cannot be sure", "look: 0"),
    ("agency: PRK\n", "agency: PRK\nanonymous: true\n", "Nothing is known of somebody without", "Ask for it"),
    ("d(today).diff", 'faith == "x" and d(today).diff', "'faith' is protected", "by_law"),
    ("d(today).diff", "some(children, #.citizen) and d(today).diff", "'children' is protected", "by_law"),
    ("d(today).diff", 'kind == "x" and d(today).diff', "'kind' is asked, so it is not known", "'know:'"),
    ("d(today).diff", 'kindd == "x" and d(today).diff', "reads 'kindd', which nothing", ""),
    ("d(today).diff", "share > 3 and d(today).diff", "reads 'share', which nothing", ""),
    ("  notice:", "  by_law: {faith: {en: L, zh-hans: 法}}\n  notice:", "does not read 'faith'", ""),
    ("cohort: share < 10", 'cohort: faith == "x"', "'faith' is protected", "Choose by 'share'"),
    ("cohort: share < 10", 'cohort: kind == "x"', "'kind' is asked", ""),
    (
        "duplicates: {place: where",
        "duplicates: {place: kind",
        "'kind' is no question for a location.",
        "Known here: where.",
    ),
    ("same: [kind]", "same: [kin]", "'kin' is no question.", "Did you mean 'kind'?"),
    ('when: kind == "cat"', 'when: kid == "cat"', "The condition reads 'kid'", "Did you mean 'kind'?"),
    ('when: kind == "cat"', "when: total > 3", "The condition reads 'total'", ""),
    ("instead: cat-school", "instead: cat-schol", "There is no service 'cat-schol'.", "'cat-school'"),
    ("name: walker,", "name: wlaker,", "'wlaker' is no question.", "Did you mean 'walker'?"),
    ("contact: walker_email", "contact: birth_date", "'birth_date' is no question.", ""),
    ("name: walker,", "of: dogs, name: walker,", "'walker' is no question of dogs.", ""),
    ("name: walker,", "of: kind, name: walker,", "'kind' is no group of questions that repeats.", "dogs"),
    ("sees: [kind]", "sees: [kid]", "'kid' does not exist in this service", "Did you mean 'kind'?"),
    ("agency: CTY, title", "agency: REV, title", "is for REV, which takes no part", "'with:'"),
    ("amount: total", "amount: totl", "The amount reads 'totl'", "Did you mean 'total'?"),
    ("amount: total", "amount: total *", "This amount cannot be read", ""),
    (", waived_text: {en: W, zh-hans: 免}", "", "can be waived, but nobody is told why", "waived_text"),
    ("each: {of: dogs", "each: {of: kind", "'kind' is no list of entries.", "children, dogs"),
    ("name: name, outcome", "name: nme, outcome", "An entry of 'dogs' has no part 'nme'.", "'name'"),
    ("outcome: decision", "outcome: total", "no formula 'total' with 'each: dogs'.", "decision"),
    ("explain: [fee]", "explain: [fees]", "no formula 'fees' with 'each: dogs'.", "Did you mean 'fee'?"),
    ("outcomes: {pass:", "outcomes: {fail:", "The outcome 'pass' of an entry has no text.", "Add 'pass:'"),
]


@pytest.mark.parametrize(("old", "new", "message", "remedy"), IN_THE_SERVICE)
def test_a_lie_is_named_with_its_remedy(school: Path, old: str, new: str, message: str, remedy: str) -> None:
    found = [fault for fault in _faults(school, old, new, "service.yaml") if message in fault.message]
    assert found, "the lie was not found"
    assert remedy in found[0].remedy
    assert found[0].file.endswith("service.yaml")
    changed = (school / "service.yaml").read_text().splitlines()
    assert 1 <= found[0].line <= len(changed)


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("fee, each: dogs", "fee, each: dog", "'fee' is worked out for each of 'dog', which is no list", 8),
        ("fee, each: dogs", "fee, each: kind", "'fee' is worked out for each of 'kind', which is no list", 8),
        ("weight * 2", "wait * 2", "Formula 'fee' reads 'wait', which nothing supplies.", 8),
        ("weight * 2", "total", "Formulas fee and total need each other.", 8),
        ("id: total", "id: name", "'name' is a part of 'dogs' and a name of the rules.", 7),
        ("effective_to: 2025-01-01", "effective_to: 2024-12-01", "No rules are in force from 2024-12-01", 5),
    ],
)
def test_a_lie_in_the_rules_is_named(school: Path, old: str, new: str, message: str, line: int) -> None:
    found = [fault for fault in _faults(school, old, new, "rules.yaml") if message in fault.message]
    assert found, "the lie was not found"
    assert (Path(found[0].file).name, found[0].line) == ("rules.yaml", line)


def test_a_law_may_make_a_protected_value_a_condition_of_an_offer(school: Path) -> None:
    law = "by_law: {faith: {en: Feast Act, zh-hans: 《节日法》}}"
    match = f'{law}\n  match: \'faith == "x" and d(today)'
    assert _faults(school, "match: 'd(today)", match, "service.yaml") == ()


def test_rules_kept_for_old_decisions_may_end_without_a_successor(school: Path) -> None:
    old = "effective_to: 2025-01-01"
    assert _faults(school, old, "effective_to: 2024-12-01\nhistoric: true", "rules.yaml") == ()
