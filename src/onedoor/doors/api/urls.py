"""Addresses of the systems' interface; each says for whom it is, as @door does.

The keys and sessions themselves are checked by the interface, which answers with problem details, not
with a page to sign in on.
"""

from django.urls import URLPattern

from onedoor.doors.api.api import api

OPEN = ("openapi-json", "api-root", "list_services", "get_service", "refuse_everything_else")


OFFICERS = ("find_customer", "get_history", "log_contact", "decide_case")


def _declared(patterns: list[URLPattern]) -> list[URLPattern]:
    for pattern in patterns:
        public = pattern.name in OPEN
        audience = "officer" if pattern.name in OFFICERS else "customer"
        pattern.callback.audience = "public" if public else audience  # type: ignore[attr-defined]  # as @door
        pattern.callback.level = 0 if public else 3 if audience == "officer" else 2  # type: ignore[attr-defined]
    return patterns


_patterns, _app_name, app_name = api.urls
urlpatterns = _declared([pattern for pattern in _patterns if isinstance(pattern, URLPattern)])
