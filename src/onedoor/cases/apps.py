"""The cases room's Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "onedoor.cases"
    label = "cases"
    default_auto_field = "django.db.models.UUIDField"
