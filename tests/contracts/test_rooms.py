"""Rooms know only what lies below them, and enter each other by the door."""

import subprocess
import sys
from pathlib import Path

from django.apps import apps

from tests.contracts.house import ROOT, SOURCE, list_layers

FURNITURE = {"types.py": "django.db.models import", "rules.py": ".models"}


def test_imports_go_down_and_by_the_door() -> None:
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"]

    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout[-3000:]


def test_foreign_keys_point_down_and_leave_no_reverse() -> None:
    rank = {name: depth for depth, row in enumerate(list_layers()) for name in row}
    faults = []
    for model in apps.get_models():
        for field in (f for f in model._meta.get_fields() if f.is_relation and getattr(f, "concrete", False)):
            here, there = model._meta.app_label, field.related_model._meta.app_label
            if here == there or there not in rank or here not in rank:
                continue
            if rank[there] <= rank[here]:
                faults.append(f"{model.__name__}.{field.name} points up or sideways to {there}")
            if not field.remote_field.hidden:
                faults.append(f"{model.__name__}.{field.name} needs related_name='+'")
    assert not faults, faults


def test_every_room_says_what_it_owns() -> None:
    rooms = [room for layer in list_layers() for room in layer if (SOURCE / room).is_dir()]

    silent = [room for room in rooms if not (SOURCE / room / "__init__.py").read_text().startswith('"""')]

    assert not silent
