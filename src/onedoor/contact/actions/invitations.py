"""Word to somebody who is asked to represent a customer."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.contact.actions.outside import write_outside
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import LANGUAGES


@action()
def send_invitation(
    *, kind: str, address: str, token: str, invitation: UUID, giver: UUID, by: Actor, at: datetime
) -> UUID:
    """The link to the one who is asked. It is an open card: who asks stands behind the link."""
    title, body = {}, {}
    for language in LANGUAGES:
        with override(language):
            title[str(language)] = say("You are asked to act for somebody")
            body[str(language)] = say(
                "You are asked to act for somebody in dealings with government. Look here: %(address)s"
                " This link is for you alone and works for 14 days."
            ) % {"address": f"{settings.PUBLIC_URL}/represent/{token}/"}
    return write_outside(
        kind=kind, address=address, title=title, body=body, subject=invitation, customer=giver, by=by, at=at
    )
