"""Pictures of a report: what it looked like before, from who reported it, and after, from who mended it."""

import hashlib
from datetime import datetime

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid
from onedoor.kernel.files.kinds import MEDIA_TYPES
from onedoor.kernel.files.names import shown_name
from onedoor.kernel.files.preparing import prepare
from onedoor.kernel.files.scanning import check_harmless, get_scanner
from onedoor.kernel.text import pick
from onedoor.services.attachments.keeping import SEALED_FOR, get_content
from onedoor.services.forms.unusable import Unusable
from onedoor.services.models import Application, Attachment, Report
from onedoor.services.types import Upload
from onedoor.trust import queries as trust

AFTER = "after"


def keep_photo(row: Application, photo: Upload, *, by: Actor, at: datetime) -> Attachment:
    """The picture of what was done, as a file of the application that reported it. Raises Invalid."""
    try:
        made = prepare(photo, ("image",))
        check_harmless(photo.content, get_scanner())
    except Unusable as refused:
        raise Invalid("report.photo", pick(refused.text), field="photo") from None
    return Attachment.objects.create(
        application=row,
        customer=row.customer,
        agencies=row.agencies,
        field=AFTER,
        name=shown_name(photo.name, made.kind),
        kind=made.kind,
        size=len(made.content),
        sha256=hashlib.sha256(made.content).hexdigest(),
        content=trust.seal_bytes(made.content, purpose=SEALED_FOR),
        preview=trust.seal_bytes(made.preview, purpose=SEALED_FOR),
        uploaded_by=by.account,
        uploaded_at=at,
    )


def find_photo(report: Report, which: str) -> tuple[str, bytes] | None:
    """(media type, content); of a report that was added to another, the picture after is the other's."""
    carrying = report.merged_into if which == AFTER and report.merged_into else report
    attachment = getattr(carrying, which)
    held = get_content(attachment, carrying.application, preview=False) if attachment else None
    return (MEDIA_TYPES[held[0].kind], held[1]) if held else None
