"""Word on paper to an old address, where no old e-mail and no old telephone is left: that something was
changed, when, and how to say that it was not she. Nothing else stands in it: whoever lives there now may
open it."""

from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.doors.post.house import POST, seal
from onedoor.doors.post.models import Paper
from onedoor.doors.post.types import ALERTED, PaperKind, PaperState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_number
from onedoor.people import queries as people
from onedoor.people.types import NOT_ME_BY_LETTER
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import NOT_ME_BY_LETTER_LASTS, ChangeView


@action()
def alert_of_change(*, change: UUID, entry: UUID, by: Actor, at: datetime) -> None:
    """A letter about a change to where she was reached before, with a link of one use; told twice, written
    once. For the house; nothing where an old contact is left that was told already."""
    found, address = _begin(by, change, entry, at)
    if not address or found.disowned_at is not None:
        return
    ends_at = at + NOT_ME_BY_LETTER_LASTS
    token = trust_actions.make_link(
        purpose=NOT_ME_BY_LETTER, subject=change, expires_at=ends_at, by=by, at=at
    )
    language = people.preferences(found.customer).language
    with override(language):
        body = [
            say(
                "On %(moment)s somebody changed %(what)s at Onedoor. We write to this address because we "
                "have no other old contact of yours."
            )
            % {"moment": _moment(found.changed_at), "what": found.words},
            say("If it was you, there is nothing to do."),
            say(
                "If it was not you, point the camera of a telephone at the square below, or type the address "
                "beside it, and press the button. We undo the change and lock your identity. You need not "
                "sign in. It works once, until %(day)s. You can also call us, or come to any counter with "
                "your papers."
            )
            % {"day": f"{local(ends_at):%Y-%m-%d}"},
        ]
        title = say("Was it you? Something was changed")
    link = f"{settings.PUBLIC_URL}/not-me/{token}/"
    _write(found.customer, entry, address, language, title, body, link=link, by=by, at=at)


@action()
def alert_of_lock(*, customer: UUID, entry: UUID, by: Actor, at: datetime) -> None:
    """The same about a lock of her identity: how it is opened, whoever asked for it."""
    _require_house(by)
    address = people.find_old_address(customer, at=at)
    if not address or _is_there(entry):
        return
    language = people.preferences(customer).language
    with override(language):
        title = say("Your identity is locked")
        body = [
            say(
                "On %(moment)s your identity was locked at Onedoor: nobody signs in, signs or is paid to a "
                "new account in your name. Nothing of yours is lost, and no time limit runs out against you."
            )
            % {"moment": _moment(at)},
            say(
                "Come to any counter with your papers when you can: two of us open it while you wait, also "
                "if it was not you who asked for it."
            ),
        ]
    _write(customer, entry, address, language, title, body, link="", by=by, at=at)


def _begin(by: Actor, change: UUID, entry: UUID, at: datetime) -> tuple[ChangeView, str]:
    _require_house(by)
    found = trust.get_change(change)
    return found, "" if _is_there(entry) else people.find_old_address(found.customer, at=at)


def _require_house(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("post.house_only", say("Only the house does this."))


def _key(entry: UUID) -> UUID:
    return uuid5(entry, "letter")


def _is_there(entry: UUID) -> bool:
    return Paper.objects.filter(message=_key(entry)).exists()


def _write(
    customer: UUID, entry: UUID, address: str, language: str, title: str, body: list[str], *, link: str,
    by: Actor, at: datetime,
) -> None:  # fmt: skip
    content = {
        "title": title, "body": "\n\n".join(body), "address": address, "letter": "", "link": link,
        "name": people.get_customer(customer, by=POST).named(language),
    }  # fmt: skip
    paper = Paper.objects.create(
        number=new_number("PL"), kind=PaperKind.ALERT, state=PaperState.MADE, customer=customer,
        message=_key(entry), language=language, content=seal(content), made_at=at,
    )  # fmt: skip
    journal.record(
        ALERTED, subject_kind="paper", subject=paper.id, customer=customer, by=by, at=at,
        data={"number": paper.number},
    )  # fmt: skip


def _moment(at: datetime) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}"
