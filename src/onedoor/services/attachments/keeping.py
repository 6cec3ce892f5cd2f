"""The files of one application: taken in with a page of answers, named by them, dropped with them."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from onedoor.kernel.actors import Actor
from onedoor.kernel.files.limits import LARGEST_APPLICATION, MEGABYTE
from onedoor.kernel.files.names import name_apart, shown_name
from onedoor.kernel.files.preparing import prepare
from onedoor.kernel.files.scanning import check_harmless, get_scanner
from onedoor.kernel.text import Text
from onedoor.services.applications.types import Stored
from onedoor.services.files.questions import Question
from onedoor.services.forms.pages import find_question
from onedoor.services.forms.unusable import Unusable
from onedoor.services.models import Application, Attachment
from onedoor.services.types import Field, FileView, ServiceFile, Upload
from onedoor.trust import queries as trust

SEALED_FOR = "attachment"
_GONE: Text = {
    "en": "This file is not here any more. Choose it again.",
    "zh-hans": "该文件已不存在，请重新选择。",
}


def list_files(row: Application) -> list[FileView]:
    """The files that an answer names, without their content, in the order in which they came."""
    rows = Attachment.objects.filter(application=row, state="held").order_by("uploaded_at", "id")
    return [to_view(one) for one in rows.defer("content", "preview")]


def to_view(row: Attachment) -> FileView:
    """What is told of a file."""
    return FileView(
        id=row.id,
        field=row.field,
        name=row.name,
        kind=row.kind,
        size=row.size,
        pages=row.pages,
        has_preview=row.kind != "pdf",
        sha256=row.sha256,
        uploaded_at=row.uploaded_at,
    )


def has_files(file: ServiceFile) -> bool:
    """Whether any question of the service asks for a file."""
    return any(one.type == "file" for field in file.fields.values() for one in (field, *field.parts))


def take_in(
    row: Application,
    file: ServiceFile,
    posted: Mapping[str, Any],
    uploads: Mapping[str, Upload],
    *,
    by: Actor,
    at: datetime,
) -> dict[str, Any]:
    """``posted`` with each file by its attachment's id. What cannot be taken stands there with the
    reason, beside the file that was sent before; and no answer can name a file of somebody else."""
    own = {str(id) for id in Attachment.objects.filter(application=row).values_list("id", flat=True)}
    answers = {name: _named(file, name, value, own) for name, value in posted.items()}
    for name, upload in uploads.items():
        question = find_question(file, name)
        if question is None or question.type != "file":
            continue
        held = next((id for id in own if id == posted.get(name)), None)
        try:
            answers[name] = str(_keep(row, question, name, upload, instead=held, by=by, at=at).id)
        except Unusable as refused:
            answers[name] = {"refused": refused.text, "held": held}
    return answers


def _named(file: ServiceFile, name: str, value: Any, own: set[str]) -> Any:
    """A posted value; one of a file only where the file is this application's."""
    if isinstance(value, list):
        return [_named(file, f"{name}-0", entry, own) for entry in value]
    if isinstance(value, Mapping) and (question := find_question(file, name)) and question.items:
        return {part: _named(file, f"{name}-{part}", entry, own) for part, entry in value.items()}
    question = find_question(file, name)
    if question is None or question.type != "file" or value in (None, ""):
        return value
    return value if isinstance(value, str) and value in own else {"refused": _GONE}


def _keep(
    row: Application,
    question: Question,
    name: str,
    upload: Upload,
    *,
    instead: str | None,
    by: Actor,
    at: datetime,
) -> Attachment:
    """The file as it is kept; it takes the room and the name of the one that it stands ``instead`` of."""
    made = prepare(upload, question.accept)
    check_harmless(upload.content, get_scanner())
    held = Attachment.objects.filter(application=row, state="held").values_list("id", "name", "size")
    others = [(other, size) for id, other, size in held if str(id) != instead]
    if sum(size for _, size in others) + len(made.content) > LARGEST_APPLICATION:
        raise Unusable(
            f"All files together may have up to {LARGEST_APPLICATION // MEGABYTE} MB. Remove one, or send a "
            "smaller one.",
            f"全部文件合计不得超过 {LARGEST_APPLICATION // MEGABYTE} MB。请移除部分文件或改传较小的文件。",
        )
    return Attachment.objects.create(
        application=row,
        customer=row.customer,
        agencies=row.agencies,
        field=name.split("-")[0],
        name=name_apart(shown_name(upload.name, made.kind), {other for other, _ in others}),
        kind=made.kind,
        size=len(made.content),
        pages=made.pages,
        sha256=hashlib.sha256(made.content).hexdigest(),
        content=trust.seal_bytes(made.content, purpose=SEALED_FOR),
        preview=trust.seal_bytes(made.preview, purpose=SEALED_FOR) if made.preview else b"",
        uploaded_by=by.account,
        uploaded_at=at,
    )


def digests(row: Application, field: Field, value: Any) -> str:
    """The fingerprints of the files that an answer names, so that who signs the answer signs them."""
    named = list(_files_in(field, value))
    if not named:
        return ""
    found = {
        str(id): sha256
        for id, sha256 in Attachment.objects.filter(application=row, id__in=named).values_list("id", "sha256")
    }
    return " ".join(found[id] for id in named if id in found)


def settle_files(row: Application, file: ServiceFile, stored: Iterable[Stored], *, at: datetime) -> None:
    """Mark which files an answer names, and where; the others are dropped."""
    if not has_files(file):
        return
    places: dict[str, tuple[str, int]] = {}
    for item in stored:
        field = file.fields.get(item.value.field)
        for id in _files_in(field, item.value.value) if field else ():
            places[id] = (item.value.field, item.value.index)
    unread = set(_texts(row.answers))
    for one in Attachment.objects.filter(application=row).defer("content", "preview"):
        one.field, one.index = places.get(str(one.id), (one.field, one.index))
        held = str(one.id) in places or str(one.id) in unread
        one.state, one.dropped_at = ("held", None) if held else ("dropped", one.dropped_at or at)
        one.save(update_fields=["field", "index", "state", "dropped_at"])


def _files_in(field: Field, value: Any) -> Iterator[str]:
    """Ids of the files in one value: its own, or those of its parts."""
    if field.parts and isinstance(value, Mapping):
        for part in field.parts:
            yield from _files_in(part, value.get(part.id))
    elif field.type == "file":
        for one in value if isinstance(value, list) else [value]:
            if one:
                yield str(one)


def _texts(held: Any) -> Iterator[str]:
    """Every text in what was written and could not be read yet."""
    if isinstance(held, Mapping):
        for value in held.values():
            yield from _texts(value)
    elif isinstance(held, list):
        for value in held:
            yield from _texts(value)
    elif isinstance(held, str):
        yield held


def get_content(attachment: UUID, row: Application, *, preview: bool) -> tuple[Attachment, bytes] | None:
    """A file of the application with its content, unsealed; None where it has none."""
    found = Attachment.objects.filter(pk=attachment, application=row, state="held").first()
    sealed = (found.preview if preview else found.content) if found else b""
    return (found, trust.unseal_bytes(bytes(sealed), purpose=SEALED_FOR)) if found and sealed else None
