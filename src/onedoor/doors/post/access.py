"""Which letters an officer may know of: one filter for list, page, picture, count and every act.

A letter known to be an agency's, by our mark or by its reference, is that agency's. Everything else waits in
a room: the contact centre's, which answers for all others, until it is filed or given to another agency.
Whoever filed a letter still sees that one, so that she can take her mistake back.
"""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.house import READ, require
from onedoor.doors.post.models import Letter
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.trust.types import CONTACT_CENTRE

ROOM = CONTACT_CENTRE


def visible_letters(by: Actor) -> QuerySet[Letter]:
    """What ``by`` may read. Refuses, recorded, whose role does not work with letters."""
    require(by, READ)
    rows = Letter.objects.select_related("paper", "scan")
    if by.kind == "system":
        return rows
    if by.kind != "officer" or not by.agency:
        return rows.none()
    hers = Q(settled_by=by.account, room=by.agency)
    return rows.filter(Q(agency=by.agency) | Q(agency="", room=by.agency) | hers)


def get_visible(letter: UUID, by: Actor, *, lock: bool = False) -> Letter:
    """The row, held until the transaction ends where it is to ``lock``. One that is not for these eyes is as
    unknown as one that does not exist."""
    rows = visible_letters(by)
    rows = rows.select_for_update(of=("self",)) if lock else rows
    row = rows.filter(pk=letter).first()
    if row is None:
        raise NotFound("post.letter_unknown", _("There is no such letter."))
    return row


def is_mail_room(by: Actor) -> bool:
    """Whether what concerns no agency yet is hers: scans that failed, envelopes with everybody's letters."""
    return by.kind == "system" or by.agency == ROOM
