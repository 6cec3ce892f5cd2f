"""Addresses of the partners' pages."""

from django.urls import path

from onedoor.doors.partner import views

app_name = "partner"

urlpatterns = [
    path("", views.home, name="home"),
    path("files/", views.home, name="files"),
    path("send/", views.send, name="send"),
    path("format/", views.file_format, name="format"),
    path("files/<str:number>/", views.receipt, name="receipt"),
    path("files/<str:number>/rows.csv", views.outcome, name="outcome"),
    path("questions/", views.questions, name="questions"),
    path("questions/<str:number>/", views.question, name="question"),
]
