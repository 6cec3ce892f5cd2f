"""The knowledge room's Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "onedoor.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.UUIDField"
