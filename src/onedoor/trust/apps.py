"""Registers the room with Django."""

from django.apps import AppConfig


class TrustConfig(AppConfig):
    name = "onedoor.trust"
    label = "trust"
    default_auto_field = "django.db.models.UUIDField"
