"""A service travels to another jurisdiction whole; what is strange in a playbook touches nothing."""

import io
import stat
import zipfile
from pathlib import Path
from shutil import copytree

import pytest
import yaml
from click.testing import CliRunner

from onedoor.kernel.errors import Conflict, Invalid
from onedoor.services.commands import catalogue
from onedoor.services.files.checking import check_catalogue
from onedoor.services.files.loading import CATALOGUE
from onedoor.services.versions import importing
from onedoor.services.versions.importing import carry_out, plan_import
from onedoor.services.versions.playbook import pack_folder, unpack

DEPARTURE = CATALOGUE / "departure-clearance"


def contents(root: Path) -> dict[str, bytes]:
    return {p.relative_to(root).as_posix(): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def zipped(**entries: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return packed.getvalue()


def repacked(change: dict[str, bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(pack_folder(DEPARTURE))) as archive:
        return zipped(**{name: archive.read(name) for name in archive.namelist()} | change)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """The empty catalogue of another city."""
    (tmp_path / "elsewhere").mkdir()
    return tmp_path / "elsewhere"


def test_a_service_arrives_byte_for_byte(elsewhere: Path) -> None:
    carry_out(plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={}), elsewhere)

    assert contents(elsewhere / "departure-clearance") == contents(DEPARTURE)
    assert pack_folder(elsewhere / "departure-clearance") == pack_folder(DEPARTURE)


@pytest.mark.parametrize("service", ["departure-clearance", "income-tax"])
def test_it_is_in_order_where_it_arrives(elsewhere: Path, service: str) -> None:
    carry_out(plan_import(unpack(pack_folder(CATALOGUE / service)), elsewhere, codes={}), elsewhere)

    (report,) = check_catalogue(elsewhere)
    assert not report.faults
    assert report.true_examples == report.examples > 0


def test_only_what_it_refers_to_comes_along(elsewhere: Path) -> None:
    carry_out(plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={}), elsewhere)

    assert "LIB" not in (elsewhere / "agencies.yaml").read_text()
    registers = yaml.safe_load((elsewhere / "registers.yaml").read_text())["registers"]
    assert set(registers) <= set(yaml.safe_load((CATALOGUE / "registers.yaml").read_text())["registers"])
    assert "work-pass" in registers
    assert (elsewhere / "calendars" / "holidays.yaml").is_file()


def test_taken_in_twice_it_is_there_already(elsewhere: Path) -> None:
    playbook = unpack(pack_folder(DEPARTURE))
    carry_out(plan_import(playbook, elsewhere, codes={}), elsewhere)

    again = plan_import(playbook, elsewhere, codes={})

    assert not again.writes
    assert not again.conflicts


def test_agencies_get_the_names_they_have_there(elsewhere: Path) -> None:
    ours = "# Our agencies.\nTAX: {name: {en: Tax Bureau, zh-hans: 税局}, does: {en: Taxes, zh-hans: 税}}\n"
    (elsewhere / "agencies.yaml").write_text(ours)
    plan = plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={"REV": "TAX"})
    carry_out(plan, elsewhere)

    service = yaml.safe_load((elsewhere / "departure-clearance" / "service.yaml").read_text())
    assert service["agency"] == "TAX"
    assert {step["by"] for step in service["steps"]} & {"REV", "TAX"} == {"TAX"}
    agencies = (elsewhere / "agencies.yaml").read_text()
    assert agencies.startswith(ours)
    assert "REV:" not in agencies
    assert yaml.safe_load((elsewhere / "agreements.yaml").read_text())["agreements"]
    assert not check_catalogue(elsewhere)[0].faults


def test_conflicts_are_listed_and_nothing_is_written(elsewhere: Path) -> None:
    copytree(DEPARTURE, elsewhere / "departure-clearance")
    (elsewhere / "departure-clearance" / "service.yaml").write_text("service: departure-clearance\n")
    (elsewhere / "registers.yaml").write_text("registers:\n  work-pass:\n    agency: XYZ\n")
    before = contents(elsewhere)

    plan = plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={})

    assert [line.split(":")[0] for line in plan.conflicts] == ["departure-clearance/", "registers.yaml"]
    with pytest.raises(Conflict):
        carry_out(plan, elsewhere)
    assert contents(elsewhere) == before


def test_the_own_entries_stand_where_that_is_wanted(elsewhere: Path) -> None:
    (elsewhere / "registers.yaml").write_text("registers:\n    work-pass: {agency: XYZ} # ours\n")
    plan = plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={}, keep=True)
    carry_out(plan, elsewhere)

    registers = yaml.safe_load((elsewhere / "registers.yaml").read_text())["registers"]
    assert registers["work-pass"] == {"agency": "XYZ"}
    assert "civil-register" in registers
    assert "# ours" in (elsewhere / "registers.yaml").read_text()


def test_an_import_that_breaks_off_leaves_everything_as_it_was(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (elsewhere / "agencies.yaml").write_text("# ours\n")
    before = contents(elsewhere)
    plan = plan_import(unpack(pack_folder(DEPARTURE)), elsewhere, codes={})
    real, calls = importing.os.replace, []

    def full(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) == 3:
            raise OSError("disk full")
        real(source, target)

    monkeypatch.setattr(importing.os, "replace", full)
    with pytest.raises(OSError, match="disk full"):
        carry_out(plan, elsewhere)
    assert contents(elsewhere) == before


@pytest.mark.parametrize(
    "name", ["../evil", "service/../../evil", "/etc/evil", "service/.git/x", "service/a\\b", "C:evil"]
)
def test_names_that_leave_the_folder_are_refused(name: str) -> None:
    with pytest.raises(Invalid, match="path"):
        unpack(repacked({name: b"x"}))


def test_links_are_refused() -> None:
    packed = io.BytesIO(pack_folder(DEPARTURE))
    with zipfile.ZipFile(packed, "a") as archive:
        link = zipfile.ZipInfo("service/link")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")

    with pytest.raises(Invalid, match="path"):
        unpack(packed.getvalue())


def test_bombs_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("playbook.yaml", b"\0" * 50_000_000)

    assert len(packed.getvalue()) < 100_000
    with pytest.raises(Invalid, match="size"):
        unpack(packed.getvalue())


def test_so_are_too_many_files() -> None:
    with pytest.raises(Invalid, match="size"):
        unpack(zipped(**{f"service/{n}": b"" for n in range(300)}))


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"service/service.yaml": b"service: other\n"}, "content"),
        ({"extra.txt": b"x"}, "content"),
        ({"shared/roles.yaml": b"x: 1"}, "content"),
        ({"shared/agencies.yaml": b"a: &a [1]\nb: *a\n"}, "content"),
        ({"playbook.yaml": b"playbook: 99\nservice: x\n"}, "kind"),
        ({"playbook.yaml": b"playbook: 1\nservice: ../x\n"}, "kind"),
        ({"playbook.yaml": b": ["}, "kind"),
        ({"service/picture.html": b"\xff\xfe"}, "text"),
    ],
)
def test_what_was_changed_on_its_way_is_refused(change: dict[str, bytes], code: str) -> None:
    with pytest.raises(Invalid, match=code):
        unpack(repacked(change))


@pytest.mark.parametrize("packed", [b"", b"PK", b"no zip at all", pack_folder(DEPARTURE)[:-30]])
def test_what_is_no_zip_is_refused(packed: bytes) -> None:
    with pytest.raises(Invalid, match="zip"):
        unpack(packed)


def test_from_the_command_line(elsewhere: Path, tmp_path: Path) -> None:
    file, run = tmp_path / "departure.zip", CliRunner()
    assert run.invoke(catalogue, ["export", "departure-clearance", str(file)]).exit_code == 0

    dry = run.invoke(catalogue, ["import", str(file), "--into", str(elsewhere), "--dry-run"])
    assert "adds: departure-clearance/" in dry.output
    assert not contents(elsewhere)
    done = run.invoke(catalogue, ["import", str(file), "--into", str(elsewhere), "--map", "REV=TAX"])
    assert done.exit_code == 0, done.output
    assert "agency: TAX" in (elsewhere / "departure-clearance" / "service.yaml").read_text()
