"""Going on later, on any device: a link through the door that the customer prefers."""

from datetime import datetime
from uuid import UUID

from django.conf import settings

from onedoor.contact import actions as contact
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import Text
from onedoor.services.applications.guard import fetch_to_change
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.store import record
from onedoor.services.applications.types import LINK_SENT
from onedoor.services.flow.journey import house_of
from onedoor.services.models import Application


@action(may="services.assist")
def send_link(*, application: UUID, by: Actor, at: datetime) -> str:
    """Write to the customer where she goes on: the page opens at the first open question, and only to
    her. Gives the channel that carries it. The same state of the form is written about once."""
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    message = contact.send_message(
        customer=row.customer,
        title={language: _TITLE[language].format(title=text) for language, text in file.title.items()},
        body=_body(row, file.title),
        agency=file.agency,
        application=row.id,
        urgent=True,  # she asked for it this minute
        idempotency_key=f"{row.id}/link/{row.revision}",
        by=house_of(by),
        at=at,
    )
    record(LINK_SENT, row, file, by=by, at=at, channel=str(message.channel))
    return str(message.channel)


def _body(row: Application, title: Text) -> Text:
    link = f"{settings.PUBLIC_URL}/applications/{row.number}/continue/"
    return {
        language: words.format(title=title[language], number=row.number, link=link)
        for language, words in _BODY.items()
    }


_TITLE: Text = {"en": "Go on with: {title}", "zh-hans": "继续办理：{title}"}
_BODY: Text = {
    "en": (
        "What you have written in {title} is saved under the number {number}. Go on at any time, on any "
        "device: {link} You sign in first; nobody else can open it."
    ),
    "zh-hans": (
        "您在“{title}”中填写的内容已保存，编号 {number}。您可随时在任何设备上继续办理：{link} "
        "打开前需要登录，其他人无法查看。"
    ),
}
