"""How the portal names what the rooms name by codes."""

from typing import Any

from django import template

from onedoor.trust import queries as trust

register = template.Library()


@register.filter
def agency_title(code: str) -> Any:
    """The agency's name as a Text."""
    return trust.get_agency(code).name if code else ""
