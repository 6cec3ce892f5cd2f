"""The knowledge room's Django app."""

from django.apps import AppConfig


class KnowledgeConfig(AppConfig):
    name = "onedoor.knowledge"
    label = "knowledge"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Listens to what becomes of services, and says how long its rows are kept."""
        from onedoor.knowledge.retention import declare_all
        from onedoor.knowledge.subscribers import subscribe_all

        subscribe_all()
        declare_all()
