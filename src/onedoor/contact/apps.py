"""The contact room's Django app."""

from django.apps import AppConfig


class ContactConfig(AppConfig):
    name = "onedoor.contact"
    label = "contact"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Listens to what people decide about their representatives, and to what may be a theft."""
        from onedoor.contact import alerts
        from onedoor.contact.subscribers import subscribe_all

        subscribe_all()
        alerts.subscribe_all()

        from onedoor.contact.holdings import declare_all
        from onedoor.contact.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
