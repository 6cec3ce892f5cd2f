"""``onedoor docs``: writes the parts of the reference that the code already knows."""

import csv
import io
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
from onedoor.config.permissions import OPENS, OWN, PROOF, REFUSED, SIGN_IN, read_table
from onedoor.doors.api.api import api
from onedoor.kernel.events import list_events
from onedoor.people.queries import title_of
from onedoor.people.rules import KeepRule, list_rules, period_of

API = "/api/v1/"
PLACE = settings.ROOT / "docs" / "reference"


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 when a page is out of date.")
def docs(check: bool) -> None:
    """Write docs/reference/ from the code: settings, events, care, the API, who may what."""
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


def keeping_page() -> str:
    """When what is held goes, and by whose hand."""
    with override("en"):
        rows = [
            (str(title_of(rule)), f"`{rule.model}`", period_of(rule.table), str(rule.since), _goes(rule))
            for rule in list_rules()
        ]
    return _page("Keeping periods", KEEPING, ("what", "table", "kept", "since", "how it goes"), rows)


def _goes(rule: KeepRule) -> str:
    how = "by itself, every night" if rule.nightly else "by two officers"
    if rule.empties:
        how += "; the row stays without the person"
    return f"{how}. {rule.law}" if rule.law else how


def openapi_page() -> str:
    """The description of the systems' interface, as it is served."""
    with override("en"):
        return json.dumps(api.get_openapi_schema(path_prefix=API), indent=2, ensure_ascii=False) + "\n"


def permissions_page() -> str:
    """The permission matrix, for people: a table for each door."""
    (path, methods, *more), rows = read_table()
    callers = more[4:]
    text = [PERMISSIONS]
    doors: dict[str, list[list[str]]] = {}
    for row in rows:
        doors.setdefault(_door_of(row[0]), []).append(row)
    for door, found in doors.items():
        text += ["", f"## {door}", ""]
        text += _table(
            (path, methods, "declared", *callers),
            [(f"`{row[0]}`", row[1], _declared(row), *(SHORT[one] for one in row[6:])) for row in found],
        )
    return "\n".join(text) + "\n"


def permissions_table() -> str:
    """The permission matrix, for machines: the same cells as CSV."""
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    head, rows = read_table()
    writer.writerow(head)
    writer.writerows(rows)
    return written.getvalue()


def _door_of(path: str) -> str:
    first = path.split("/")[1]
    named = {"desk": "The desk", "partner": "Partners' pages", "api": "Interfaces for systems"}
    spoken = {"screen": "Screens", "text": "Text messages", "phone": "The telephone", "open311": "Open311"}
    return (named | spoken).get(first, "The portal")


def _declared(row: list[str]) -> str:
    _path, _methods, audience, level, may, reach = row[:6]
    said = [audience, f"level {level}" if level != "0" else "", f"`{may}`" if may else "", reach]
    return ", ".join(one for one in said if one)


def _our_models() -> list[Any]:
    return [model for model in apps.get_models() if hasattr(model, "Care")]


def _page(title: str, about: str, head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> str:
    lines = [f"# {title}", "", f"{about} Written by `onedoor docs`.", ""]
    return "\n".join(lines + _table(head, rows)) + "\n"


def _table(head: tuple[str, ...], rows: list[tuple[Any, ...]]) -> list[str]:
    lines = ["| " + " | ".join(head) + " |", "|" + " --- |" * len(head)]
    return lines + ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]


SHORT = {OPENS: "opens", OWN: "own", SIGN_IN: "sign in", PROOF: "prove", REFUSED: "–"}
PERMISSIONS = """# Who may what

Every address of the house and every operation of its interfaces, and what each kind of caller is answered.
Written by `onedoor docs` from what is declared (`@door`, `@operation`, `catalogue/roles.yaml`, and REACH in
`config/permissions.py`); `tests/attacks/test_permission_matrix.py` knocks at every cell, so none is
only said.
[The same as CSV](permissions.csv).

| cell | the answer |
| --- | --- |
| opens | the page or operation; what it changes still asks for each act's own permission |
| own | the same, for what is the caller's own: \
her things, those of whom she acts for, her organisation's, her agency's. \
Anybody else's is answered as if it did not exist |
| sign in | the sign-in page; an interface says 401 |
| prove | the page for a stronger proof; an interface says 403 with the level |
| – | refused with 403; an interface says 401 to a key of another kind |

`city` in the column *declared*: a role that opens the address opens it for whatever it names; each look at a
customer needs a purpose and stands in the customer's own history. `public` addresses that name one thing
open by something that only its owner knows (a link, a code, a number to track by), or show what is public."""

KEEPING = (
    "From when each period counts, and by whose hand the rows go; a legal hold stops every one of them. What "
    "hangs on a row goes with it. `P7Y` is seven years, `P30D` thirty days."
)

PAGES: dict[str, Callable[[], str]] = {
    "settings.md": settings_page,
    "events.md": events_page,
    "care.md": care_page,
    "keeping.md": keeping_page,
    "openapi.json": openapi_page,
    "permissions.md": permissions_page,
    "permissions.csv": permissions_table,
}
