"""One file from all that is held: ``data.json`` for machines, a tagged PDF for people, and her files."""

import io
import json
import zipfile
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.kernel.clock import local
from onedoor.kernel.press import font_faces, to_pdf
from onedoor.kernel.text import pick
from onedoor.people.rights.collecting import Held, Table
from onedoor.people.rights.words import WORDS, say_field
from onedoor.trust import queries as trust

SHOWN = 300  # rows of one table on paper; all stand in data.json
LONGEST = 600  # letters of one value on paper
JSON, PDF = "data.json", "your-data.pdf"


def pack(held: Held, *, name: str, language: str, at: datetime) -> bytes:
    """The ZIP. Raises PrinterMissing where no PDF can be made."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file, override(language):
        file.writestr(JSON, to_json(held, at=at))
        file.writestr(PDF, to_pdf(to_html(held, name=name, language=language, at=at)))
        for given in held.files:
            file.writestr(given.path, given.content)
    return packed.getvalue()


def to_json(held: Held, *, at: datetime) -> str:
    """Table by table, with how long each is kept and what was left out for which reason."""
    content = {
        "made_at": at,
        "tables": [
            {
                "table": table.model,
                "title": str(table.title),
                "part_of": table.part_of,
                "kept": table.kept,
                "withheld": {field: str(why) for field, why in table.withheld.items()},
                "rows": table.rows,
            }
            for table in held.tables
        ],
        "journal": [
            {
                "happened_at": entry.happened_at,
                "event": entry.event,
                "says": entry.sentence(),
                "agency": entry.agency,
                "door": entry.door,
                "by": entry.actor_kind,
                "basis": entry.basis,
                "purpose": entry.purpose,
                "data": entry.data,
            }
            for entry in held.entries
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=1, default=_written)


def to_html(held: Held, *, name: str, language: str, at: datetime) -> str:
    """The same to read; long lists are cut and say so."""
    context = {
        "language": language,
        "lang": "zh-Hans" if language == "zh-hans" else "en",
        "name": name,
        "made_at": _moment(at),
        "tables": [_section(table) for table in held.tables if table.title or table.part_of],
        "own": [
            line
            for table in held.tables
            if table.model == "people.Customer"
            for row in table.rows
            for line in _lines(table, row)
        ],
        "entries": [(_moment(one.happened_at), one.sentence(language)) for one in held.entries[:SHOWN]],
        "more_entries": max(0, len(held.entries) - SHOWN),
        "files": [given.path for given in held.files],
        "font_faces": mark_safe(font_faces()),  # noqa: S308  # our own file
    }
    return render_to_string("people/copy.html", context)


def _section(table: Table) -> dict[str, Any]:
    return {
        "title": table.title,
        "part": bool(table.part_of),
        "rows": [_lines(table, row) for row in table.rows[:SHOWN]],
        "more": max(0, len(table.rows) - SHOWN),
        "withheld": [(say_field(field), why) for field, why in sorted(table.withheld.items()) if why],
    }


def _lines(table: Table, row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What a person understands: fields that have a word, neither empty ones nor ids of rows."""
    named = ((field, value) for field, value in row.items() if field in WORDS and not isinstance(value, UUID))
    said = ((field, _said(_in_words(table.model, field, value))) for field, value in named)
    return [(say_field(field), words[:LONGEST]) for field, words in said if words]


def _in_words(model: str, field: str, value: Any) -> Any:
    """A code of the house as what it stands for."""
    if field == "agency" and value:
        return next((one.name for one in trust.list_agencies() if one.code == value), value)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    choices = dict(getattr(apps.get_model(model)._meta.get_field(field), "flatchoices", ()))
    return choices.get(value, value) if isinstance(value, str) else value


def _said(value: Any) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, Mapping):
        if "en" in value:
            return pick(value)
        if "file" in value:
            return str(value["file"])
        return "; ".join(f"{say_field(str(key))}: {_said(one)}" for key, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(_said(one) for one in value)
    return "" if value is None or isinstance(value, bytes) else str(value)


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"


def _written(value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)
