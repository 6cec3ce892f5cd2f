"""The dialogue room's Django app."""

from django.apps import AppConfig


class DialogueConfig(AppConfig):
    name = "onedoor.dialogue"
    label = "dialogue"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Says what it holds of a customer."""
        from onedoor.dialogue.holdings import declare_all
        from onedoor.dialogue.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
