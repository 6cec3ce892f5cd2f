"""The table of roles, row by row."""

import re
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import settings

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.documents import Faulty
from onedoor.trust import actions, queries
from onedoor.trust.catalogue import load_agencies, load_roles
from onedoor.trust.types import Role
from tests.trust.conftest import make_officer

BOOK = load_roles(Path(settings.CATALOGUE))
SOURCE = Path(__file__).resolve().parents[2] / "src" / "onedoor"
ROLES = list(BOOK.roles.values())


@pytest.mark.parametrize("role", ROLES, ids=lambda role: role.code)
def test_every_role_has_a_title_in_both_languages(role: Role) -> None:
    assert role.title["en"] != role.title["zh-hans"]


def test_every_permission_is_granted_to_some_role() -> None:
    granted = frozenset[str]().union(*(role.permissions for role in ROLES))
    assert set(BOOK.permissions) == granted


def test_every_permission_asked_in_the_code_is_explained() -> None:
    asked = {
        match[1]
        for file in SOURCE.rglob("*.py")
        for match in re.finditer(
            r"""(?:@action\(may=|\.may\(|door\([^)]*may=)"([a-z_.]+)\"""", file.read_text()
        )
    }
    assert asked - set(BOOK.permissions) == set()


def test_citizens_and_partners_have_no_officers_permission() -> None:
    assert BOOK.roles["citizen"].permissions == frozenset()
    assert BOOK.roles["partner-clerk"].permissions == {"partner.push"}


@pytest.mark.parametrize("code", ["contact-centre", "service-designer"])
def test_these_roles_never_read_tax_or_medical_details(code: str) -> None:
    assert BOOK.roles[code].never_sensitive
    assert not BOOK.roles[code].permissions & {"values.read_tax", "values.read_medical"}


def test_only_medical_assessors_read_medical_records() -> None:
    assert [role.code for role in ROLES if "values.read_medical" in role.permissions] == ["medical-officer"]


@pytest.mark.django_db
def test_a_contractor_is_not_let_in_by_a_second_role(at: datetime) -> None:
    agent = make_officer("Pat Koh", "CTC", "contact-centre", at)
    actions.give_post(
        account=agent.id, agency="CTC", role="phone-officer", active_from=date(2025, 1, 1), by=SYSTEM, at=at
    )
    acts = queries.actor_for(agent.id, door="desk", assurance=3, at=at)
    assert acts.may("assistance.give")
    assert not acts.may("values.read_tax")


def test_agencies_are_those_of_harbour_city() -> None:
    assert [agency.code for agency in queries.list_agencies()][:3] == ["REV", "CIV", "PRF"]
    assert len(load_agencies(Path(settings.CATALOGUE))) == 18
    assert queries.get_agency("REV").name["zh-hans"] == "税务局"


ROLE = "permissions: {a.b: {en: A, zh-hans: 甲}}\nroles:\n  x:\n    title: {en: X, zh-hans: 某}\n"


@pytest.mark.parametrize(
    ("tail", "line", "says"),
    [
        ("    may: [a.c]\n", 5, "not explained"),
        ("    kind: robot\n", 5, "no kind of account"),
    ],
)
def test_a_wrong_row_names_its_line_and_the_remedy(tmp_path: Path, tail: str, line: int, says: str) -> None:
    (tmp_path / "roles.yaml").write_text(ROLE + tail)
    with pytest.raises(Faulty, match=says) as caught:
        load_roles(tmp_path)
    assert caught.value.faults[0].line == line


def test_a_text_missing_in_one_language_is_refused(tmp_path: Path) -> None:
    (tmp_path / "agencies.yaml").write_text("REV: {name: {en: Revenue}, does: {en: Taxes, zh-hans: 税}}\n")
    with pytest.raises(Faulty, match="zh-hans"):
        load_agencies(tmp_path)
