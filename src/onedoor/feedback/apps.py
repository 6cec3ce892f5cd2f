"""The feedback room's Django app."""

from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "onedoor.feedback"
    label = "feedback"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Listens to ratings that were given with a report's own link."""
        from onedoor.feedback.holdings import declare_all
        from onedoor.feedback.retention import declare_all as declare_keeping
        from onedoor.feedback.subscribers import subscribe_all

        subscribe_all()
        declare_all()
        declare_keeping()
