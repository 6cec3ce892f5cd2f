"""She takes up what was kept for her: with the code on her slip, and signed in or at a counter."""

import json
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import PacketEntry
from onedoor.dialogue.packets.drafting import fill_draft
from onedoor.dialogue.packets.placing import PURPOSE, index_slip
from onedoor.dialogue.packets.shapes import Content
from onedoor.dialogue.packets.types import ENTRY_TAKEN_UP, HELD_FOR, EntryState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust


@action(may="services.assist")
def take_up_entry(*, code: str, by: Actor, at: datetime) -> str:
    """What was written down with her becomes her draft; gives its number. ``by`` is she, signed in, or an
    officer with her. A code has 60 random bits, so trying finds nothing. Raises NotFound."""
    index = index_slip(code)
    with scoped(SYSTEM):
        rows = PacketEntry.objects.select_for_update(of=("self",)).select_related("kit")
        row = rows.filter(slip=index, state=EntryState.HELD).first() if index and by.customer else None
    if row is None:
        raise NotFound("packet.no_slip", _("Nothing waits under this code. Check each letter."), field="code")
    content = Content.model_validate(json.loads(trust.unseal(bytes(row.content or b""), purpose=PURPOSE)))
    draft = fill_draft(content, filled_at=row.filled_at, by=by, at=at)
    row.state, row.content, row.customer, row.number = EntryState.TAKEN_UP, None, by.customer, draft.number
    row.taken_up_at, row.missing = at, list(draft.missing)
    with scoped(SYSTEM):
        row.save()
    journal.record(
        ENTRY_TAKEN_UP, subject_kind="application", subject=draft.id, customer=by.customer, by=by, at=at,
        data={
            "agent": row.kit.agent_name, "day": local(row.filled_at).date().isoformat(), "number": row.number,
        },
    )  # fmt: skip
    return draft.number


@action()
def forget_entries(*, by: Actor, at: datetime) -> int:
    """What nobody took up in its time is deleted; that it came stays known."""
    with scoped(SYSTEM):
        old = PacketEntry.objects.filter(state=EntryState.HELD, arrived_at__lt=at - HELD_FOR)
        return old.update(state=EntryState.LAPSED, content=None, slip=b"")
