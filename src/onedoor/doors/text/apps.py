"""The app of text messages."""

from django.apps import AppConfig


class TextDoorConfig(AppConfig):
    name = "onedoor.doors.text"
    label = "text_door"
    default_auto_field = "django.db.models.UUIDField"
