"""How the desk writes names, clocks and codes."""

import re
from datetime import datetime, timedelta
from typing import Any

from django import template
from django.utils.translation import get_language, gettext, ngettext

from onedoor.doors.desk import words
from onedoor.exchange import queries as exchange
from onedoor.exchange.types import CorrectionState
from onedoor.kernel.text import pick
from onedoor.look.templatetags.look import written
from onedoor.people.types import AccessNeed, CustomerKind, Door, Hours
from onedoor.trust import queries as trust

register = template.Library()


@register.filter
def named(person: Any) -> str:
    """The name as the reader of the page knows it."""
    return str(person.named(get_language() or "en")) if person else ""


@register.filter
def short_mask(masked: str) -> str:
    """A masked number without its length: four dots say as much as ten."""
    return re.sub("•+", "••••", masked)


@register.filter
def customer_kind(code: str) -> str:
    """A person, a business or an agency, in words."""
    return _label(CustomerKind, code)


@register.filter
def preferred_door(code: str) -> str:
    """How somebody wants to hear from us, in words."""
    return _label(Door, code)


@register.filter
def preferred_hours(code: str) -> str:
    """When somebody wants to be reached, in words."""
    return _label(Hours, code)


@register.filter
def access_need(code: str) -> str:
    """What makes dealing with us possible, in words."""
    return _label(AccessNeed, code)


@register.filter
def lane(code: str) -> str:
    """The lane in words."""
    return str(words.LANES.get(code, code))


@register.filter
def case_state(code: str) -> str:
    """The state of a case in words."""
    return str(words.STATES.get(code, code))


@register.filter
def outcome(code: str) -> str:
    """The outcome of a case in words."""
    return str(words.ENDINGS.get(code, code))


@register.filter
def door_name(code: str) -> str:
    """The door in words."""
    return str(words.DOORS.get(code, code))


@register.filter
def agency_name(code: str) -> Any:
    """The agency's name as a Text."""
    return trust.get_agency(code).name if code else ""


@register.filter
def call_reason(reason: str) -> str:
    """Why somebody is owed a call: a door's code in words, or what she wrote herself."""
    return str(words.CALL_REASONS.get(reason, reason))


@register.filter
def application_state(code: str) -> str:
    """The state of an application in words."""
    return str(words.APPLICATION_STATES.get(code, code))


@register.filter
def charge_state(code: str) -> str:
    """The state of a bill in words."""
    return str(words.CHARGE_STATES.get(code, code))


@register.filter
def money_state(code: str) -> str:
    """The state of a part of a payout, or of a line of the bank, in words."""
    return str(words.PART_STATES.get(code) or words.BANK_RESULTS.get(code) or code)


@register.filter
def contact_result(code: str) -> str:
    """How a contact ended, in words."""
    return str(words.CONTACT_RESULTS.get(code, code))


@register.filter
def correction_state(code: str) -> str:
    """Where a question to a reporter stands, in words."""
    return _label(CorrectionState, code)


@register.filter
def held_value(held: Any) -> str:
    """A held value as its type is written; an entry by its parts."""
    attribute = exchange.get_attribute(held.register, held.attribute)
    return by_attribute(held.value, attribute)


@register.filter
def minutes_span(minutes: int | None) -> str:
    """A number of minutes as a rough length."""
    return "–" if minutes is None else span(timedelta(minutes=minutes))


@register.filter
def iso(moment: datetime) -> str:
    """For an address: the exact moment."""
    return moment.isoformat()


@register.filter
def is_late(case: Any, at: datetime) -> bool:
    """Whether the promise is or was broken."""
    return bool(case.is_late(at))


@register.filter
def clock(case: Any, at: datetime) -> str:
    """Where the case's clock stands: time left, time over, stopped, kept or missed."""
    if case.closed_at:
        return gettext("missed") if case.is_late(at) else gettext("kept")
    if case.stop:
        return gettext("stopped")
    left = span(abs(case.promised_at - at))
    if case.promised_at < at:
        return gettext("%(span)s late") % {"span": left}
    return gettext("%(span)s left") % {"span": left}


@register.filter
def ago(moment: datetime, at: datetime) -> str:
    """How long ago, roughly."""
    return gettext("%(span)s ago") % {"span": span(max(at - moment, timedelta(0)))}


def span(length: timedelta) -> str:
    """``3 days``, ``5 hours``, ``12 minutes``: the largest part only, for a glance."""
    minutes = int(length.total_seconds() // 60)
    if minutes >= 2 * 24 * 60:
        days = minutes // (24 * 60)
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if minutes >= 120:
        hours = minutes // 60
        return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


@register.filter
def by_attribute(value: Any, attribute: Any) -> str:
    """A value as its register's attribute says: an amount, a choice, an entry by its parts."""
    if attribute is None or value is None:
        return written(value)
    if isinstance(value, dict):
        parts = [written(value[name], kind) for name, kind in attribute.fields.items() if value.get(name)]
        return " · ".join(part for part in parts if part)
    if str(value) in attribute.choices:
        return pick(attribute.choices[str(value)])
    return written(value, attribute.type)


def _label(choices: Any, code: str) -> str:
    return str(choices(code).label) if code in choices.values else str(code)
