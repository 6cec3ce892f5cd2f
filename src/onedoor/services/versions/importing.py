"""Taking a playbook into another catalogue: planned first, said in full, then written all or not at all."""

import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Conflict
from onedoor.services.versions.playbook import Playbook
from onedoor.services.versions.shelves import (
    SHELVES,
    NotAList,
    add_entries,
    read_entries,
    rename_codes,
    same_meaning,
)


@dataclass(slots=True)
class Plan:
    """What an import would do. ``writes`` maps a path below the catalogue to its new text."""

    service: str
    writes: dict[str, str] = field(default_factory=dict)
    adds: list[str] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)


def plan_import(playbook: Playbook, root: Path, *, codes: Mapping[str, str], keep: bool = False) -> Plan:
    """What taking ``playbook`` into the catalogue at ``root`` would add, leave and run into. ``codes``
    maps its agencies to the catalogue's; with ``keep`` the catalogue's own entries stand where they
    differ."""
    plan = Plan(playbook.service)
    _plan_service(plan, playbook, root, codes)
    for name, text in playbook.shared.items():
        renamed = rename_codes(text, codes)
        if name in SHELVES:
            _plan_shelf(plan, name, renamed, root, mapped=frozenset(codes.values()), keep=keep)
        else:
            _plan_file(plan, name, renamed, root, keep=keep)
    return plan


def rename_files(playbook: Playbook, codes: Mapping[str, str]) -> dict[str, str]:
    """The service's files with the agencies of another catalogue."""
    return {
        name: rename_codes(text, codes) if name.endswith((".yaml", ".yml")) else text
        for name, text in playbook.files.items()
    }


def _plan_service(plan: Plan, playbook: Playbook, root: Path, codes: Mapping[str, str]) -> None:
    folder = root / playbook.service
    files = rename_files(playbook, codes)
    if folder.exists():
        there = {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in folder.rglob("*")
            if path.is_file()
        }
        if there == {name: text.encode() for name, text in files.items()}:
            plan.there.append(f"{playbook.service}/")
        else:
            plan.conflicts.append(f"{playbook.service}/: there is a service of that name already")
        return
    plan.adds.append(f"{playbook.service}/")
    plan.writes |= {f"{playbook.service}/{name}": text for name, text in files.items()}


def _plan_shelf(plan: Plan, name: str, text: str, root: Path, *, mapped: frozenset[str], keep: bool) -> None:
    path = root / name
    now = path.read_text(encoding="utf-8") if path.is_file() else ""
    try:
        for section in SHELVES[name]:
            own, wanted = read_entries(now, section), read_entries(text, section)
            new = {}
            for key, block in wanted.items():
                label = f"{name}: {key}"
                if key not in own:
                    new[key] = block
                    plan.adds.append(label)
                elif keep or key in mapped or same_meaning(own[key], block):
                    plan.there.append(label)
                else:
                    plan.conflicts.append(f"{label}: there is another entry of that name")
            now = add_entries(now, section, new.values())
    except (NotAList, yaml.YAMLError) as error:
        plan.conflicts.append(f"{name}: cannot be read: {error}")
        return
    if not path.is_file() or now != path.read_text(encoding="utf-8"):
        plan.writes[name] = now


def _plan_file(plan: Plan, name: str, text: str, root: Path, *, keep: bool) -> None:
    path = root / name
    if not path.exists():
        plan.adds.append(name)
        plan.writes[name] = text
    elif keep or same_meaning(path.read_text(encoding="utf-8"), text):
        plan.there.append(name)
    else:
        plan.conflicts.append(f"{name}: there is another file of that name")


def carry_out(plan: Plan, root: Path) -> None:
    """Write all of the plan or nothing: a failure on the way puts everything back."""
    if plan.conflicts:
        raise Conflict("playbook.conflicts", _("Settle the conflicts first."), conflicts=plan.conflicts)
    root.mkdir(parents=True, exist_ok=True)
    staged = Path(tempfile.mkdtemp(dir=root, prefix=".import-"))
    undo: list[tuple[Path, Path | None]] = []
    try:
        for name, text in plan.writes.items():
            path = staged / "new" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode("utf-8"))
        for place in dict.fromkeys(_place(name, plan.service) for name in plan.writes):
            target, kept = root / place, staged / "old" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            undo.append((target, kept if target.exists() else None))
            if target.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target, kept)
            os.replace(staged / "new" / place, target)
    except BaseException:
        for target, kept_copy in reversed(undo):
            _put_back(target, kept_copy)
        raise
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _place(name: str, service: str) -> str:
    """A service's folder moves as one; every other file for itself."""
    return service if name.startswith(f"{service}/") else name


def _put_back(target: Path, kept: Path | None) -> None:
    if kept is not None and kept.exists():
        os.replace(kept, target)
    elif kept is None and target.is_dir():
        shutil.rmtree(target)
    elif kept is None:
        target.unlink(missing_ok=True)
