"""The app of letters."""

from django.apps import AppConfig


class PostDoorConfig(AppConfig):
    name = "onedoor.doors.post"
    label = "post_door"
    default_auto_field = "django.db.models.UUIDField"
