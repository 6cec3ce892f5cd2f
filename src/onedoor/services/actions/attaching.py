"""Giving out a file, to those who may see its application; and removing those that no answer names."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.kernel.files.kinds import MEDIA_TYPES
from onedoor.services.applications.guard import fetch_number
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import FILE_OPENED, FILES_REMOVED
from onedoor.services.attachments.keeping import get_content
from onedoor.services.models import Attachment

KEPT_AFTER_DROP = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileContent:
    """A file as it is given out."""

    name: str
    media_type: str
    content: bytes


@action()
def open_attachment(
    *, number: str, attachment: UUID, by: Actor, at: datetime, preview: bool = False
) -> FileContent:
    """A file of the application with this number, for those who may see the application; its
    ``preview`` is a small picture of it. The customer learns of every officer who opens one."""
    row = fetch_number(number, by=by)
    found = get_content(attachment, row, preview=preview)
    if found is None:
        raise NotFound("attachment.unknown", _("There is no such file here any more."))
    held, content = found
    if by.kind == "officer" and not preview:
        record(FILE_OPENED, row, file_of(row), by=by, at=at, kind=held.kind)
    media_type = "image/jpeg" if preview else MEDIA_TYPES[held.kind]
    return FileContent(name=held.name, media_type=media_type, content=content)


@action()
def remove_dropped_files(*, by: Actor, at: datetime) -> int:
    """Remove for good what no answer has named for a day. Gives how many."""
    if by.kind != "system":
        raise NotAllowed("attachment.system", _("Only the house itself tidies up."))
    stale = Attachment.objects.filter(state="dropped", dropped_at__lte=at - KEPT_AFTER_DROP)
    theirs = Counter(stale.values_list("application_id", "customer"))
    stale.delete()
    for (application, customer), count in theirs.items():
        journal.record(
            FILES_REMOVED, subject_kind="application", subject=application, customer=customer, by=by, at=at,
            data={"count": count},
        )  # fmt: skip
    return theirs.total()
