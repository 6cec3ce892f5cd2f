"""How far something is, in one wording for every door. Nothing about a person."""

from datetime import datetime

from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.cases.types import PublicStatus
from onedoor.dialogue.wording import say_date
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound, Refused
from onedoor.kernel.ids import find_number
from onedoor.kernel.text import pick
from onedoor.services import queries as services


def say_standing(typed: str, *, form: str, by: Actor, at: datetime) -> str:
    """The sentences for a reference as it was typed."""
    number = find_number(typed)
    if number is None:
        raise Invalid("dialogue.number", _("This is not one of our numbers. Check each letter and digit."))
    status = cases.find_tracking(number, at=at)
    if status is not None:
        return _say_case(status, form=form, at=at)
    if by.customer is not None:
        return _say_application(number, form=form, by=by, at=at)
    raise NotFound("dialogue.nothing", _("There is nothing under this number."))


def _say_case(status: PublicStatus, *, form: str, at: datetime) -> str:
    title = _title(status.service, at)
    if status.closed_at is not None:
        return _("%(title)s: finished on %(day)s.") % {
            "title": title,
            "day": say_date(status.closed_at, form),
        }
    by_day = say_date(status.promised_at, form)
    if status.waiting_for is not None:
        return _("%(title)s: we wait for an answer, and the clock stands still.") % {"title": title}
    if status.late:
        return _("%(title)s: in progress, and later than promised. It was due on %(day)s.") % {
            "title": title, "day": by_day,
        }  # fmt: skip
    return _("%(title)s: in progress. You have the answer by %(day)s.") % {"title": title, "day": by_day}


def _say_application(number: str, *, form: str, by: Actor, at: datetime) -> str:
    try:
        view = services.get_application(number, by=by, at=at)
    except NotFound:
        raise NotFound("dialogue.nothing", _("There is nothing under this number.")) from None
    title = pick(view.title)
    if view.signed_at is None:
        return _("%(title)s: not signed yet. Last changed on %(day)s.") % {
            "title": title, "day": say_date(view.changed_at, form),
        }  # fmt: skip
    if view.closed_at is not None:
        return _("%(title)s: finished on %(day)s.") % {"title": title, "day": say_date(view.closed_at, form)}
    return _("%(title)s: signed on %(day)s, in progress.") % {
        "title": title, "day": say_date(view.signed_at, form),
    }  # fmt: skip


def _title(service: str, at: datetime) -> str:
    try:
        return pick(services.get_service(service, at=at).title)
    except Refused:
        return _("Your request")
