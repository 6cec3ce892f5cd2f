"""The payments room's Django app."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "onedoor.payments"
    label = "payments"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Says what it holds of a customer."""
        from onedoor.payments.holdings import declare_all
        from onedoor.payments.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
