"""The names that figures stand under."""

from django import template

from onedoor.kernel import clock
from onedoor.look.figures import name_service

register = template.Library()


@register.filter
def service_title(code: str) -> str:
    """The service in words."""
    return name_service(code, at=clock.now())
