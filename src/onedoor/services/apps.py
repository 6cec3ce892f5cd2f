"""The services room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ServicesConfig(AppConfig):
    """Registers the room with Django."""

    name = "onedoor.services"
    label = "services"
    verbose_name = _("Services")

    def ready(self) -> None:
        """Listens to what other rooms report and collect; tells answers the facts of services."""
        from onedoor.knowledge import actions as knowledge
        from onedoor.services.queries.facts import tell_facts
        from onedoor.services.subscribers import subscribe_all

        subscribe_all()

        from onedoor.services.holdings import declare_all
        from onedoor.services.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
        knowledge.take_facts_from(tell_facts)
