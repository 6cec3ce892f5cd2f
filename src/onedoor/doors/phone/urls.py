"""Addresses for telephone carriers. Only our own uuids stand in them."""

from django.urls import path

from onedoor.doors.phone import duty_carrier, views

app_name = "phone"

urlpatterns = [
    path("twiml/", views.arrive, name="arrive"),
    path("twiml/status/", views.status, name="status"),
    path("twiml/<uuid:call>/keys/", views.keys, name="keys"),
    path("twiml/<uuid:call>/silence/", views.silence, name="silence"),
    path("twiml/<uuid:call>/person/", views.person, name="person"),
    path("twiml/<uuid:call>/picked-up/", views.picked_up, name="picked-up"),
    path("twiml/<uuid:call>/taken/", views.taken, name="taken"),
    path("twiml/<uuid:call>/recorded/", views.recorded, name="recorded"),
    path("duty/<uuid:duty_call>/<slug:language>/", duty_carrier.answered, {"said": 0}, name="duty"),
    path("duty/<uuid:duty_call>/<slug:language>/status/", duty_carrier.status, name="duty-status"),
    path("duty/<uuid:duty_call>/<slug:language>/<int:said>/", duty_carrier.answered, name="duty-again"),
    path("duty/<uuid:duty_call>/<slug:language>/<int:said>/keys/", duty_carrier.keys, name="duty-keys"),
]
