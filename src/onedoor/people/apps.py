"""Registers the room with Django."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "onedoor.people"
    label = "people"

    def ready(self) -> None:
        """Declares what is held of a customer here and below, and lets merged records be read as one."""
        from onedoor.journal import queries as journal
        from onedoor.people.holdings import declare_own
        from onedoor.people.queries.aliases import live_customer
        from onedoor.people.retention.own import declare_own as declare_keeping
        from onedoor.trust import queries as trust

        declare_own()
        declare_keeping()
        journal.read_aliases_with("people_names")
        trust.follow_merges_with(live_customer)
