"""Addresses of the systems' interface; each says for whom it is, as @door does.

The keys and sessions themselves are checked by the interface, which answers with problem details, not
with a page to sign in on.
"""

from django.urls import URLPattern

from onedoor.doors.api.api import api
from onedoor.look.operations import list_operations, state

_patterns, _app_name, app_name = api.urls
urlpatterns = [pattern for pattern in _patterns if isinstance(pattern, URLPattern)]
state(urlpatterns, list_operations(api))
