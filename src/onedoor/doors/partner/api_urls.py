"""Addresses of the partners' interface for systems; each says for whom it is, as @door does."""

from django.urls import URLPattern

from onedoor.doors.partner.api import api


def _declared(patterns: list[URLPattern]) -> list[URLPattern]:
    for pattern in patterns:
        public = pattern.name in ("openapi-json", "api-root")
        pattern.callback.audience = "public" if public else "partner"  # type: ignore[attr-defined]  # as @door sets them
        pattern.callback.level = 0 if public else 2  # type: ignore[attr-defined]
    return patterns


_patterns, _app_name, app_name = api.urls  # the root finds its description by the instance's namespace
urlpatterns = _declared([pattern for pattern in _patterns if isinstance(pattern, URLPattern)])
