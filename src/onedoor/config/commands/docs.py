"""``onedoor docs``: writes the parts of the reference that the code already knows."""

import json
import sys
from collections.abc import Callable
from typing import Any

import click
from django.apps import apps
from django.conf import settings
from django.utils.translation import override

from onedoor.config import urls  # noqa: F401  # the doors bring in every room, and with it its events
from onedoor.config.environment import REGISTER
from onedoor.doors.api.api import api
from onedoor.kernel.events import list_events

API = "/api/v1/"
PLACE = settings.ROOT / "docs" / "reference"


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a page is out of date.")
def docs(check: bool) -> None:
    """Write docs/reference/ from the code: settings, events, what is held of people, the API."""
    stale = []
    for name, write in PAGES.items():
        path, text = PLACE / name, write()
        if not path.exists() or path.read_text() != text:
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text)
    click.echo("\n".join(stale) or "every page is up to date")
    sys.exit(1 if check and stale else 0)


def settings_page() -> str:
    """Every setting that an operator may change."""
    rows = [
        (f"`{s.name}`", s.kind, f"`{s.default}`" if s.default else "", s.about) for s in REGISTER.values()
    ]
    return _page(
        "Settings",
        "Read from the environment at the start; a bad value stops the start and says what to write.",
        ("setting", "kind", "default", "what it does"),
        rows,
    )


def events_page() -> str:
    """Every event of the journal."""
    rows = []
    for event in list_events():
        with override("en"):
            english = str(event.says)
        with override("zh-hans"):
            chinese = str(event.says)
        rows.append((f"`{event.name}`", event.audience, english, chinese))
    return _page(
        "Events",
        "What the journal can say. The audience is the widest circle that may read it.",
        ("event", "audience", "English", "中文"),
        rows,
    )


def care_page() -> str:
    """Every field and what it holds of a person."""
    rows = []
    for model in sorted(_our_models(), key=lambda model: model._meta.label):
        care: Any = model.Care
        for kind in ("sensitive", "personal"):
            if fields := getattr(care, kind, ()):
                rows.append((f"`{model._meta.label}`", kind, ", ".join(sorted(fields)), care.keep))
    return _page(
        "What is held of people",
        "Fields that say something about a person, and how long they are kept; no other does.",
        ("table", "care", "fields", "kept"),
        rows,
    )


def openapi_page() -> str:
    """The description of the systems' interface, as it is served."""
    with override("en"):
        return json.dumps(api.get_openapi_schema(path_prefix=API), indent=2, ensure_ascii=False) + "\n"


def _our_models() -> list[Any]:
    return [model for model in apps.get_models() if hasattr(model, "Care")]


def _page(title: str, about: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [f"# {title}", "", f"{about} Written by `onedoor docs`.", ""]
    lines += ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    lines += ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "events.md": events_page,
    "care.md": care_page,
    "openapi.json": openapi_page,
}
