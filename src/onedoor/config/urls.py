"""Which door opens where."""


from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path

from onedoor.config.settings import _is_built


def health(request: HttpRequest) -> HttpResponse:
    """200 when the house can serve: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})


health.audience, health.level = "public", 0  # type: ignore[attr-defined]  # as @door would set them

_DOORS = [
    ("desk/", "onedoor.doors.desk.urls"),
    ("partner/", "onedoor.doors.partner.urls"),
    ("api/partner/v1/", "onedoor.doors.partner.api_urls"),
    ("", "onedoor.look.urls"),
    ("", "onedoor.doors.portal.urls"),
]
urlpatterns = [
    path("healthz", health),
    *[path(prefix, include(module)) for prefix, module in _DOORS if _is_built(module)],
]
handler400 = "onedoor.look.views.bad_request"
handler403 = "onedoor.look.views.not_allowed"
handler404 = "onedoor.look.views.not_found"
handler500 = "onedoor.look.views.server_error"
