"""Where an entry goes: filed at once, a draft in her name, or kept until she takes it up."""

import json
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import Kit, PacketEntry
from onedoor.dialogue.packets import drafting, receipts
from onedoor.dialogue.packets.proving import SOMEBODY
from onedoor.dialogue.packets.shapes import Content, EntryIn
from onedoor.dialogue.packets.types import (
    CARRY,
    CLOCK_MAY_DIFFER,
    ENTRY_ARRIVED,
    VILLAGE,
    EntryState,
    EntryView,
)
from onedoor.dialogue.packets.views import to_entry
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import Text
from onedoor.services import actions as service_actions
from onedoor.services import queries as services
from onedoor.trust import queries as trust

PURPOSE, SLIP = "village-entry", "village-slip"
SLIP_SIGNS = 12


def read_time(written: str, kit: Kit, at: datetime) -> tuple[datetime, bool]:
    """When it was filled in, and whether the device's clock cannot be believed: then the arrival counts."""
    try:
        filled_at = datetime.fromisoformat(written)
    except ValueError:
        return at, True
    if filled_at.tzinfo is None or not _is_between(filled_at, kit.issued_at, at):
        return at, True
    return min(filled_at, at), False


def _is_between(moment: datetime, first: datetime, last: datetime) -> bool:
    differs: timedelta = CLOCK_MAY_DIFFER
    return first - differs <= moment <= last + differs


def check(row: PacketEntry, content: Content, *, at: datetime) -> None:
    """Raises Refused for what may not be taken in, before anybody's PIN is tried."""
    if row.filled_at >= row.kit.good_to:
        code = "packet.clock" if row.is_clock_wrong else "packet.kit_old"
        raise Conflict(code, _("It was filled in after the kit's last day."))
    if not _held_post(row):
        raise Conflict("packet.no_post", _("The agent did not hold the post when it was filled in."))
    if not content.word:
        raise Invalid("packet.no_word", _("She did not say that it may be sent for her."))
    file = services.get_file(content.service, at=at)
    taken = content.service in {code for code, _version in row.kit.services}
    if not taken or file.doors.get(VILLAGE) != "full":
        raise NotFound("packet.not_here", _("This service is not given in villages."))


def _held_post(row: PacketEntry) -> bool:
    officers = trust.list_officers(row.kit.agency, at=row.filled_at)
    roles = next((one.roles for one in officers if one.account == row.kit.agent), ())
    return any(CARRY in trust.get_role(role).permissions for role in roles)


@action()
def place_entry(
    *, row: PacketEntry, sent: EntryIn, content: Content, person: Actor | None, by: Actor, at: datetime
) -> EntryView:
    """One entry in one transaction: what it becomes, its row, the journal and her receipt."""
    file = services.get_file(content.service, at=at)
    customer = person.customer if person else new_id()
    assert customer is not None
    row.slip = index_slip(content.slip)
    if person is not None:
        draft = drafting.fill_draft(content, filled_at=row.filled_at, by=person, at=at)
        row.customer, row.number, row.missing = person.customer, draft.number, list(draft.missing)
        row.state, subject = EntryState.DRAFT, draft.id
    elif file.anonymous and (filed := _file(content, sent, at=at)) is not None:
        row.state, row.number, subject, customer = EntryState.FILED, filed[1], filed[0], filed[2]
        row.customer = customer
    else:
        _hold(row, content)
        subject = row.id
    with scoped(SYSTEM):
        row.save(force_insert=True)
        if row.number:
            record_arrival(row, subject, customer, by=by, at=at)
        receipts.send(row, content, customer, subject, file.title, by=by, at=at)
    return to_entry(row)


def record_arrival(row: PacketEntry, subject: UUID, customer: UUID, *, by: Actor, at: datetime) -> None:
    journal.record(
        ENTRY_ARRIVED, subject_kind="application", subject=subject, customer=customer, by=by, at=at,
        data={
            "agent": row.kit.agent_name, "day": local(row.filled_at).date().isoformat(), "number": row.number,
        },
    )  # fmt: skip


def _file(content: Content, sent: EntryIn, *, at: datetime) -> tuple[UUID, str, UUID] | None:
    """The report of who gives no name: its id, number and visitor; None where answers must be mended."""
    visitor = service_actions.let_visitor_in(
        service=content.service, sender=f"packet/{sent.id}", by=SOMEBODY, at=at
    )
    assert visitor.customer is not None
    answers = {name: value for page in content.answers.values() for name, value in page.items()}
    try:
        with scoped(visitor):
            signed = service_actions.file_at_once(service=content.service, answers=answers, by=visitor, at=at)
    except Invalid as refusal:
        if refusal.code not in ("application.answers", "application.incomplete"):
            raise
        return None
    return signed.application, signed.number, visitor.customer


HER_PROOF: Text = {
    "en": "She says who she is: signs in or goes to a counter, with the code on her slip",
    "zh-hans": "由本人证明身份：登录或前往窗口，并提供回执单上的代码",
}


def _hold(row: PacketEntry, content: Content) -> None:
    """Kept sealed until she takes it up; a PIN that was wrong or not needed is kept nowhere."""
    if not row.slip:
        raise Invalid("packet.unreadable", _("The entry has no code for her slip."))
    kept = content.model_dump(mode="json", exclude={"who", "slip", "reach"})
    row.state, row.missing = EntryState.HELD, [dict(HER_PROOF)]
    row.content = trust.seal(json.dumps(kept, ensure_ascii=False), purpose=PURPOSE)


def index_slip(code: str) -> bytes:
    """By which the code on her slip is found again; empty for what is none."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum()).translate(str.maketrans("ILO", "110"))
    return trust.blind_index(signs, SLIP) if len(signs) == SLIP_SIGNS else b""
