"""Compiles the message catalogues without gettext's programs."""

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from onedoor.config.ground.places import ROOT


def compile_catalogs(source: Path = ROOT / "src/onedoor") -> int:
    """Compiles each ``django.po`` that is newer than its ``django.mo``; returns how many."""
    stale = [po for po in sorted(source.rglob("locale/*/LC_MESSAGES/*.po")) if _is_stale(po)]
    for po in stale:
        _compile(po)
    return len(stale)


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime


def _compile(po: Path) -> None:
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parents[1].name)
    fresh = po.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, catalog)
    fresh.replace(po.with_suffix(".mo"))
