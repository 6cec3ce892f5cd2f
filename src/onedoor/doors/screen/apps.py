"""The app of screens."""

from django.apps import AppConfig


class ScreenDoorConfig(AppConfig):
    name = "onedoor.doors.screen"
    label = "screen_door"
    default_auto_field = "django.db.models.UUIDField"
