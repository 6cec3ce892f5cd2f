"""Writing in a case, for its customer or among officers."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.cases.access import lock_case
from onedoor.cases.models import CaseNote
from onedoor.cases.record import record
from onedoor.cases.types import ANSWERED, NOTED, NOTED_INSIDE, NoteView
from onedoor.cases.views import to_note
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid


@action(may="cases.work")
def add_note(*, case: UUID, text: str, by: Actor, at: datetime, audience: str = "officer") -> NoteView:
    """Add to a case, also to a finished one. What a customer writes she can always read."""
    if not text.strip():
        raise Invalid("note.empty", _("Write the note."), field="text")
    if audience not in ("citizen", "officer"):
        raise Invalid("note.audience", _("Say who may read the note."), field="audience")
    row = lock_case(case, by, may_be_closed=True)
    reader = "citizen" if by.kind == "citizen" else audience
    note = CaseNote.objects.create(
        case=row, customer=row.customer, audience=reader, text=text.strip(), written_by=by.account,
        written_by_name=by.name, agency=by.agency, written_at=at,
    )  # fmt: skip
    event = NOTED if reader == "citizen" else NOTED_INSIDE
    record(ANSWERED if by.kind == "citizen" else event, row, by=by, at=at)
    return to_note(note)
