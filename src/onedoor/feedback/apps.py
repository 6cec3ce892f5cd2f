"""The feedback room's Django app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "onedoor.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.UUIDField"
