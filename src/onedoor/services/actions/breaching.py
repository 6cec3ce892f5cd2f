"""Everybody who is affected by a breach is written to, through the door that she chose, with a way to ask."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.contact import actions as contact
from onedoor.contact.types import Announcement
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as breaches
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.text import Text
from onedoor.services.rules import breach_key

TOGETHER = 500
TITLE: Text = {"en": "Important: about the safety of your data", "zh-hans": "重要：关于您的数据安全"}
ASK: Text = {
    "en": "If you want to ask, answer this message in your inbox ({site}/letters/), call us, or come to a"
    " counter, and name {number}. Who used your data: {site}/who-used-my-data/",
    "zh-hans": "如有疑问，请在收件箱中回复本消息（{site}/letters/）、致电或到窗口，并说明编号 {number}。"
    "查看谁使用了您的数据：{site}/who-used-my-data/",
}


@action()
def tell_affected(*, number: str, by: Actor, at: datetime) -> int:
    """Write to the next few hundred who were not told; how many. Told again, nobody hears twice."""
    breach = breaches.get_breach(number, by=by, at=at)
    if by.kind != "system" or breach.approved_at is None:
        raise NotAllowed("breach.not_approved", _("There is no approved notice to send."))
    untold = breaches.list_affected(breach.id, limit=TOGETHER)
    body = {
        language: f"{text}\n\n{ASK[language].format(site=settings.PUBLIC_URL, number=number)}"
        for language, text in breach.notice.items()
    }
    told = [Announcement(one, TITLE, body, breach_key(breach.id, one)) for one in untold]
    contact.announce(announcements=told, agency="CIO", urgent=True, by=by, at=at)
    return exchange.mark_told(breach=breach.id, customers=untold, by=by, at=at)
