"""Which door opens where."""

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path


def health(request: HttpRequest) -> HttpResponse:
    """200 when the house can serve: the database answers."""
    with connection.cursor() as cursor:
        cursor.execute("select 1")
    return JsonResponse({"status": "ok"})


health.audience, health.level = "public", 0  # type: ignore[attr-defined]  # as @door would set them

urlpatterns = [
    path("healthz", health),
    path("desk/post/", include("onedoor.doors.post.urls")),
    path("desk/", include("onedoor.doors.desk.urls")),
    path("partner/", include("onedoor.doors.partner.urls")),
    path("api/partner/v1/", include("onedoor.doors.partner.api_urls")),
    path("api/v1/", include("onedoor.doors.api.urls")),
    path("screen/", include("onedoor.doors.screen.urls")),
    path("text/", include("onedoor.doors.text.urls")),
    path("open311/", include("onedoor.doors.api.open311.urls")),
    path("scim/v2/", include("onedoor.doors.api.scim.urls")),
    path("phone/", include("onedoor.doors.phone.urls")),
    path("", include("onedoor.doors.api.sign_on")),
    path("", include("onedoor.look.urls")),
    path("", include("onedoor.doors.portal.urls")),
]
handler400 = "onedoor.look.views.bad_request"
handler403 = "onedoor.look.views.not_allowed"
handler404 = "onedoor.look.views.not_found"
handler500 = "onedoor.look.views.server_error"
