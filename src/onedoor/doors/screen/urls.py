"""Addresses of the screens."""

from django.urls import path

from onedoor.doors.screen import views

app_name = "screen"
urlpatterns = [
    path("<slug:screen>/", views.show, name="show"),
    path("<slug:screen>/say/", views.say, name="say"),
    path("<slug:screen>/still-there/", views.ask_still_there, name="still-there"),
    path("<slug:screen>/end/", views.end, name="end"),
]
