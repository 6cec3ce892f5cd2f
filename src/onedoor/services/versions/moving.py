"""Whether an unsigned form may go on under the version of now."""

from datetime import datetime

from django.conf import settings

from onedoor.services.applications.guard import OPEN_STATES
from onedoor.services.applications.lookup import find_file
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application
from onedoor.services.versions.index import find_edition


def find_newer(row: Application, *, at: datetime) -> ServiceFile | None:
    """The version to which the form may move: its own was taken back, its designers let forms move,
    and there is another in force. Else None."""
    if settings.SERVE_FOLDER or row.state not in OPEN_STATES:
        return None
    edition = find_edition(row.service, row.version)
    if edition is None or edition.state != "withdrawn" or edition.drafts != "may_move":
        return None
    now = find_file(row.service, at=at, customer=row.customer)
    return now if now is not None and now.version != row.version else None
