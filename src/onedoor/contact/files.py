"""Files of messages: told by their content, limited, scanned, drawn anew, sealed."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from onedoor.contact.models import Message, MessageFile
from onedoor.contact.types import SentFile
from onedoor.kernel.errors import Invalid
from onedoor.kernel.files.limits import LARGEST_APPLICATION, MEGABYTE
from onedoor.kernel.files.names import name_apart, shown_name
from onedoor.kernel.files.preparing import Prepared, prepare
from onedoor.kernel.files.scanning import check_harmless, get_scanner
from onedoor.kernel.files.upload import Unusable, Upload
from onedoor.kernel.text import pick
from onedoor.trust import queries as trust

PURPOSE = "message-file"
CALENDAR = "ics"
MOST_FILES = 10
_picked = lazy(pick, str)

Ready = tuple[str, Prepared]


def prepare_files(sent: Sequence[SentFile]) -> list[Ready]:
    """The files as they will be kept, under names that deceive nobody. Raises Invalid for the first that
    cannot be taken; its message says why and what to do."""
    _check_limits(sent)
    ready: list[Ready] = []
    for file in sent:
        try:
            made = prepare(Upload(file.name, len(file.content), file.content), ("image", "pdf"))
            check_harmless(file.content, get_scanner())
        except Unusable as refused:
            raise Invalid("message.file", _picked(refused.text), field="files") from None
        ready.append((name_apart(shown_name(file.name, made.kind), {name for name, _made in ready}), made))
    return ready


def _check_limits(sent: Sequence[SentFile]) -> None:
    if len(sent) > MOST_FILES:
        raise Invalid("message.files", _("Send at most 10 files with one message."), field="files")
    if sum(len(file.content) for file in sent) > LARGEST_APPLICATION:
        raise Invalid(
            "message.files",
            _("All files of a message together may have up to %(most)s MB. Send fewer, or smaller ones.")
            % {"most": LARGEST_APPLICATION // MEGABYTE},
            field="files",
        )


def sort_files(sent: Sequence[SentFile]) -> tuple[list[SentFile], list[tuple[str, str]]]:
    """The files that can be taken, and the others by name with the reason in the reader's language: for a
    door that cannot ask again, and keeps what it can."""
    good: list[SentFile] = []
    refused: list[tuple[str, str]] = []
    for file in sent:
        try:
            _check_limits([*good, file])
            prepare_files([file])
        except Invalid as reason:
            refused.append((file.name, str(reason.message)))
        else:
            good.append(file)
    return good, refused


def keep_files(message: Message, ready: Sequence[Ready]) -> None:
    """The files of a message that was just written."""
    MessageFile.objects.bulk_create(_row(message, name, made.kind, made.content) for name, made in ready)


def keep_calendar(message: Message, content: bytes) -> None:
    """The calendar entry that goes with a message about an appointment."""
    _row(message, "appointment.ics", CALENDAR, content).save()


def open_file(row: MessageFile) -> bytes:
    """What is inside."""
    return trust.unseal_bytes(bytes(row.content), purpose=PURPOSE)


def _row(message: Message, name: str, kind: str, content: bytes) -> MessageFile:
    kept: dict[str, Any] = {"name": name, "kind": kind, "size": len(content)}
    digest = hashlib.sha256(content).hexdigest()
    return MessageFile(
        message=message, sha256=digest, content=trust.seal_bytes(content, purpose=PURPOSE), **kept
    )
