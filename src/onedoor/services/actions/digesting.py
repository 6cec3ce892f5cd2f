"""Once a month each person hears who used her data, through the door that she chose."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from onedoor.contact import actions as contact
from onedoor.contact.types import Announcement
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import PersonUses, UseLine, why_refused
from onedoor.kernel import clock
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.text import LANGUAGES, Text, as_language, pick
from onedoor.people import queries as people
from onedoor.people.types import Digest, LookPurpose

AGENCY = "CIO"
TOGETHER = 500


@action()
def send_digests(*, month: date, after: UUID | None = None, by: Actor, at: datetime) -> UUID | None:
    """Tell the next few hundred whose data was used in ``month`` (its first day); after whom to go on, or
    None. Told again, nobody hears twice. Who wants no digest gets none."""
    _house_only(by)
    since, until = _bounds(month)
    uses, last = exchange.list_uses_of_many(since=since, until=until, after=after, limit=TOGETHER)
    _announce(month, uses, by, at)
    return last


@action()
def send_quiet_digests(*, month: date, after: UUID | None = None, by: Actor, at: datetime) -> UUID | None:
    """A short line to those who wish to hear that nobody used their data; after ``send_digests``, for who
    was told of uses has been told of the month."""
    _house_only(by)
    asked = people.list_digest_always(after=after, limit=TOGETHER)
    _announce(month, [PersonUses(customer, ()) for customer in asked], by, at)
    return asked[-1] if len(asked) == TOGETHER else None


def month_before(at: datetime) -> date:
    """The first day of the month that is over at ``at``."""
    first = clock.local(at).date().replace(day=1)
    return (first - timedelta(days=1)).replace(day=1)


def _house_only(by: Actor) -> None:
    if by.kind != "system":
        raise NotAllowed("digest.not_yours", _("Only the house sends this."))


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = (month + timedelta(days=31)).replace(day=1)
    begin, end = (datetime(day.year, day.month, 1, tzinfo=clock.ZONE) for day in (month, following))
    return begin, end


def _announce(month: date, uses: Iterable[PersonUses], by: Actor, at: datetime) -> None:
    by_person = {one.customer: one.lines for one in uses}
    wishes = people.list_wishes(list(by_person))
    announcements = [
        _write(one.customer, month, by_person[one.customer]) for one in wishes if one.digest != Digest.NEVER
    ]
    contact.announce(announcements=announcements, agency=AGENCY, by=by, at=at)


def _write(customer: UUID, month: date, lines: tuple[UseLine, ...]) -> Announcement:
    return Announcement(
        customer,
        title=_in_each(lambda: _title(month, lines)),
        body=_in_each(lambda: _body(month, lines)),
        key=f"digest/{month:%Y-%m}/{customer}",
    )


def _title(month: date, lines: tuple[UseLine, ...]) -> str:
    """Short: with the way to the inbox it is one text message."""
    used = sum(line.times for line in lines if line.kind != "refused")
    refused = sum(line.times for line in lines if line.kind == "refused")
    words = {"month": _month(month, "M Y"), "used": used, "refused": refused}
    if refused:
        return say("Your data in %(month)s: used %(used)s times, %(refused)s attempts refused") % words
    if used:
        return say("Your data in %(month)s: used %(used)s times") % words
    return say("Your data in %(month)s: nobody used it") % words


def _body(month: date, lines: tuple[UseLine, ...]) -> str:
    page = f"{settings.PUBLIC_URL}/who-used-my-data/"
    parts = [
        say("This is who used what government holds about you in %(month)s.")
        % {"month": _month(month, "F Y")}
    ]
    parts += [f"- {_line(line)}" for line in lines] or [say("Nobody used it, and nobody tried to.")]
    parts.append(say("Every single use, and how to ask about it or object: %(page)s") % {"page": page})
    parts.append(say("You can stop this monthly word under Settings."))
    return "\n".join(parts)


def _month(month: date, english: str) -> str:
    """``Mar 2025`` / ``2025年3月``: Chinese writes the year first."""
    chinese = as_language(translation.get_language()) == "zh-hans"
    return f"{month.year}年{month.month}月" if chinese else date_format(month, english)


def _line(line: UseLine) -> str:
    times = ngettext("%(n)s time", "%(n)s times", line.times) % {"n": line.times}
    words = {"body": pick(line.receiver_name), "times": times, "purpose": _purpose(line)}
    if line.kind == "refused":
        return say("%(body)s asked %(times)s and was refused. Why: %(why)s") % (
            words | {"why": why_refused(line.code)}
        )
    if line.kind == "looked":
        return say("%(body)s: an officer opened your page, %(times)s. Purpose: %(purpose)s") % words
    return say("%(body)s was told, %(times)s. Purpose: %(purpose)s") % words


def _purpose(line: UseLine) -> str:
    if line.purpose in LookPurpose.values:
        return str(LookPurpose(line.purpose).label)
    return pick(line.purpose_title) or line.purpose or say("not noted")


def _in_each(write: Callable[[], str]) -> Text:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with translation.override(language):
            words[language] = write()
    return words
