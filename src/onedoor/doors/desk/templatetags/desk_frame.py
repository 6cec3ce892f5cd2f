"""The desk's frame for pages of officers that another door shows."""

from typing import Any

from django import template

from onedoor.doors.desk.bar import list_groups
from onedoor.look.doors import actor_of
from onedoor.trust import queries as trust

register = template.Library()


@register.inclusion_tag("desk/parts/bar.html", takes_context=True)
def desk_bar(context: dict[str, Any]) -> dict[str, Any]:
    """The desk's bar, as on its own pages."""
    request = context["request"]
    by = actor_of(request)
    return {
        "bar": list_groups(by, request.path),
        "agency": trust.get_agency(by.agency) if by.agency else None,
        "actor": by,
        "may_find": by.may("customers.find"),
        "csrf_token": context.get("csrf_token"),
    }
