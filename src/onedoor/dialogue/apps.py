"""The dialogue room's Django app."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "onedoor.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.UUIDField"
