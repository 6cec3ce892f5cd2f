"""One word from her own telephone locks her identity. The number proves nobody, so it is enough for this and
for nothing else; the answer goes to the number that is on record, wherever the message came from."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import has_chinese
from onedoor.people import actions as people

HOUSE = Actor(kind="system", door="text", assurance=4)


def lock_by_number(number: str, text: str, at: datetime) -> str:
    """What she is answered; empty where the number is not one person's: then the conversation goes on, in
    which she can lock with her PIN."""
    with override("zh-hans" if has_chinese(text) else "en"):
        try:
            lock = people.lock_by_number(number=number, by=HOUSE, at=at)
        except Refused as refusal:
            return str(refusal.message)
        if lock is None:
            return ""
        return _(
            "Your identity is locked: nobody signs in, signs or is paid to a new account as you. To open it, "
            "come to a counter with your papers; two of us do it while you wait. If it was not you who "
            "asked, you open it in the same way. Call us if you need help."
        )
