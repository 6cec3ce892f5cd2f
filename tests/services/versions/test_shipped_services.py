"""Every service that ships is fit for customers: it passes the gate like any other."""

from pathlib import Path

import pytest

from onedoor.config.settings import ROOT
from onedoor.services.files.design import load_design
from onedoor.services.files.loading import load_service, service_folders
from onedoor.services.versions.gate import check_version, pass_gate

FOLDERS = service_folders(ROOT / "catalogue")
by_service = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)


@by_service
def test_every_service_that_ships_passes_the_gate(folder: Path) -> None:
    shut = [f"{light.title}: {light.says}" for light in pass_gate(folder) if not light.ok]

    assert shut == [], check_version(folder).faults


@by_service
def test_its_record_names_the_posts_that_its_file_names(folder: Path) -> None:
    service, found = load_service(folder).service, load_design(folder)

    assert found is not None
    record, _ = found
    assert service.sponsor in ("", record.sponsor)
    assert service.owner in ("", record.owner)


@by_service
def test_its_tests_got_better_and_the_assessment_came_before_the_city_s_day(folder: Path) -> None:
    found = load_design(folder)
    assert found is not None
    record, _ = found
    rounds = sorted(record.user_tests, key=lambda test: test.day)

    assert [test.share for test in rounds] == sorted(test.share for test in rounds)
    assert all(test.learnt for test in rounds if test.share < 0.8)
    assert all(test.day < record.accessibility.checked_on for test in rounds if record.accessibility)
