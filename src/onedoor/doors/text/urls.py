"""Where a gateway posts what telephones send."""

from django.urls import path

from onedoor.doors.text import views

app_name = "text"
urlpatterns = [path("incoming/", views.incoming, name="incoming")]
