"""Addresses of the partners' interface for systems; each says for whom it is, as @door does."""

from django.urls import URLPattern

from onedoor.doors.partner.api import api
from onedoor.look.operations import list_operations, state

_patterns, _app_name, app_name = api.urls  # the root finds its description by the instance's namespace
urlpatterns = [pattern for pattern in _patterns if isinstance(pattern, URLPattern)]
state(urlpatterns, list_operations(api))
