"""How long something is kept, in words."""

from django import template
from django.utils.translation import gettext, ngettext

from onedoor.people.types import DueRows

register = template.Library()


@register.filter
def kept(row: DueRows) -> str:
    """``7 years after it was issued``, from ``P7Y`` and since when it counts."""
    count, years = int(row.keep[1:-1]), row.keep.endswith("Y")
    if years:
        period = ngettext("%(n)d year", "%(n)d years", count)
    else:
        period = ngettext("%(n)d day", "%(n)d days", count)
    return gettext("%(period)s %(since)s") % {"period": period % {"n": count}, "since": row.since}
