"""The cases room's Django app."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "onedoor.cases"
    label = "cases"
    default_auto_field = "django.db.models.UUIDField"

    def ready(self) -> None:
        """Hears the news; says who answers a message; says what it holds of a customer, and for how
        long."""
        from onedoor.cases import subscribers
        from onedoor.cases.answering import ByTheTable
        from onedoor.cases.holdings import declare_all
        from onedoor.cases.retention import declare_all as declare_keeping
        from onedoor.contact.actions import register_answerers

        subscribers.listen()
        register_answerers(ByTheTable())
        declare_all()
        declare_keeping()
