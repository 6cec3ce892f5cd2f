"""Addresses of the screens."""

from django.urls import path

from onedoor.doors.screen import hall, views

app_name = "screen"
urlpatterns = [
    path("kiosk/ticket/", hall.ticket, name="ticket"),
    path("board/<slug:queue>/", hall.board, name="board"),
    path("tv/mine/", hall.mine, name="mine"),
    path("tv/forget/", hall.forget, name="forget"),
    path("<slug:screen>/", views.show, name="show"),
    path("<slug:screen>/say/", views.say, name="say"),
    path("<slug:screen>/still-there/", views.ask_still_there, name="still-there"),
    path("<slug:screen>/end/", views.end, name="end"),
]
