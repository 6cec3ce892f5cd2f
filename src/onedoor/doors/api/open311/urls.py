"""Addresses of GeoReport v2; the ending of an address says the format."""

from django.urls import path, re_path

from onedoor.doors.api.open311 import views

app_name = "open311"
_END = r"\.(?P<format>json|xml)$"

urlpatterns = [
    re_path(rf"^(?:v2/)?discovery{_END}", views.discovery),
    re_path(rf"^v2/services{_END}", views.list_services),
    re_path(rf"^v2/services/(?P<code>[A-Za-z0-9_-]+){_END}", views.show_service),
    re_path(rf"^v2/requests{_END}", views.requests),
    re_path(rf"^v2/requests/(?P<number>[A-Za-z0-9*~$=-]+){_END}", views.show_request),
    re_path(rf"^v2/tokens/(?P<token>[A-Za-z0-9*~$=-]+){_END}", views.show_token),
    path("<path:rest>", views.other),
]
