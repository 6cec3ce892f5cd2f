"""The standards register: what a service is held to, what shuts the gate, what a waiver opens until when."""

from datetime import datetime, timedelta
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.test import Client

from onedoor.config.settings import ROOT
from onedoor.kernel import clock
from onedoor.services import queries
from onedoor.services.files.checking import check_service
from onedoor.services.files.house import read_house
from onedoor.services.files.loading import load_service
from onedoor.services.files.standards import check_standards, get_standards, hold_to_standards
from onedoor.services.versions.types import GateShut
from tests.services.versions.conftest import Edit, Publish

WAIVER = """
waivers:
  - service: library-card
    standard: tls-1.1
    reason: {en: The card reader is replaced in May, zh-hans: 读卡器五月更换}
    owner: Director of Libraries
    until: 2025-05-31
"""


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    """A catalogue of its own."""
    settings.CATALOGUE = copytree(ROOT / "catalogue", tmp_path / "catalogue")
    return Path(settings.CATALOGUE)


def waive(root: Path, text: str = WAIVER) -> None:
    path = root / "standards.yaml"
    path.write_text(path.read_text().replace("waivers: []", text))


def declare(edit: Edit, code: str) -> None:
    folder = edit()
    path = folder / "design.yaml"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("standards:")]
    path.write_text("\n".join([*lines, f"standards: [{code}]", ""]))


def missing(publish: Publish) -> set[str]:
    with pytest.raises(GateShut) as shut:
        publish()
    return {light.code for light in shut.value.facts["missing"]}


def test_a_service_on_a_retired_standard_without_a_waiver_fails_the_gate(
    root: Path, publish: Publish, edit: Edit
) -> None:
    declare(edit, "tls-1.1")
    assert "standards" in missing(publish)


def test_a_waiver_opens_the_gate_until_its_last_day(
    root: Path, publish: Publish, edit: Edit, city_clock: Path, at: datetime
) -> None:
    declare(edit, "tls-1.1")
    waive(root)
    clock.set_demo_clock(city_clock, datetime(2025, 6, 1, 9, tzinfo=clock.ZONE))
    assert "standards" in missing(publish)
    clock.set_demo_clock(city_clock, datetime(2025, 5, 31, 9, tzinfo=clock.ZONE))
    assert publish()


def test_another_service_s_waiver_opens_nothing(root: Path, publish: Publish, edit: Edit) -> None:
    declare(edit, "tls-1.1")
    waive(root, WAIVER.replace("service: library-card", "service: birth"))
    assert "standards" in missing(publish)


def test_a_standard_that_retires_shuts_out_what_is_held_to_it_by_its_file(
    root: Path, publish: Publish
) -> None:
    path = root / "standards.yaml"
    path.write_text(path.read_text().replace("status: current", "status: retired"))
    assert "standards" in missing(publish)


@pytest.mark.parametrize("code", ["wcag-2.1-aa", "cloudevents-1.0"])
def test_retiring_and_emerging_standards_do_not_shut_it(
    root: Path, publish: Publish, edit: Edit, code: str
) -> None:
    declare(edit, code)
    assert publish()


def test_an_unknown_standard_shuts_it(root: Path, publish: Publish, edit: Edit) -> None:
    declare(edit, "iso-9999")
    assert {"check", "standards"} <= missing(publish)


@pytest.mark.parametrize(
    ("service", "held", "free"),
    [
        ("street-issue", "open311-georeport-v2", "iso-20022"),
        ("birth", "iso-20022", "open311-georeport-v2"),
        ("income-tax", "pdf-ua-1", "open311-georeport-v2"),
    ],
)
def test_the_checklist_is_derived_from_the_file(service: str, held: str, free: str, at: datetime) -> None:
    file = load_service(ROOT / "catalogue" / service).service
    codes = {one.code for one in hold_to_standards(file, (), get_standards(), at.date())}
    assert held in codes
    assert free not in codes
    assert "wcag-2.2-aa" in codes


def test_the_check_names_the_line_and_what_to_use_instead(root: Path, edit: Edit) -> None:
    declare(edit, "tls-1.1")
    [fault] = check_service(edit(), read_house(root)).faults
    assert fault.file.endswith("design.yaml")
    assert "'tls-1.1' is retired" in fault.message
    assert "tls-1.3" in fault.remedy


def test_the_register_itself_is_checked(root: Path) -> None:
    assert check_standards(frozenset({"birth"})) == []
    path = root / "standards.yaml"
    path.write_text(path.read_text().replace("domain: network", "domain: nowhere"))
    waive(root, WAIVER.replace("tls-1.1", "gopher"))
    said = " ".join(fault.message for fault in check_standards(frozenset({"birth"})))
    assert "no domain 'nowhere'" in said
    assert "no standard 'gopher'" in said
    assert "no service 'library-card'" in said


def test_everybody_reads_the_register_and_what_is_waived(
    root: Path, publish: Publish, edit: Edit, client: Client, at: datetime
) -> None:
    declare(edit, "tls-1.1")
    waive(root)
    publish()
    view = queries.describe_standards(at=at + timedelta(days=1))
    [service] = view.services
    assert service.ok
    assert [one.code for one in service.held if one.waiver] == ["tls-1.1"]
    page = client.get("/services/standards/").content.decode()
    assert "Waived until 31 May 2025" in page
    assert "The card reader is replaced in May" in page
