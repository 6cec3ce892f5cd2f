"""The word that says there is news, by e-mail or text, handed to whoever carries it.

Both are open cards, so they carry the title and the way to the inbox, never the message itself; a
calendar entry of her own appointment travels along with an e-mail.
"""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.contact.files import CALENDAR, open_file
from onedoor.contact.models import Message
from onedoor.contact.reach import Reach, find_reach, list_emails
from onedoor.contact.transports import Parcel, get_transport
from onedoor.contact.types import Channel, Handed
from onedoor.kernel.text import as_language, pick


def send(message: Message) -> Handed:
    """Hand it to the carrier of its channel, and to every e-mail address where it must not miss her."""
    assert message.customer is not None
    channel = Channel(message.channel)
    reach = find_reach(message.customer, message.case, channel)
    goals = [(channel, reach.address)] if reach.address and reach.channel is channel else []
    if message.everywhere:
        mails = [(Channel.EMAIL, address) for address in list_emails(message.customer)]
        goals = [goal for goal in goals if goal[0] is not Channel.EMAIL or goal not in mails] + mails
    if not goals:
        return Handed("no-address")
    handed = Handed()
    for by, address in goals:  # one by one: no address learns of another
        now = get_transport(by).carry(_compose(message, reach, address, by))
        if now.failure:
            return now
        handed = handed if handed.external_id else now
    return handed


def _compose(message: Message, reach: Reach, address: str, channel: Channel) -> Parcel:
    with override(as_language(reach.language)):
        way = _("There is a new message for you. Sign in to read it: %(address)s/letters/") % {
            "address": settings.PUBLIC_URL
        }
    title = " ".join(pick(message.title, reach.language).split())
    calendars = message.files.filter(kind=CALENDAR) if channel is Channel.EMAIL else ()
    return Parcel(
        message=message.id,
        thread=message.thread or message.id,
        address=address,
        title=title,
        text=f"{title}\n{way}" if channel is Channel.TEXT else way,
        language=as_language(reach.language),
        files=tuple((file.name, open_file(file), "text/calendar") for file in calendars),
    )
