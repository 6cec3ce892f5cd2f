"""Wires the journal into Django."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "onedoor.journal"
    label = "journal"

    def ready(self) -> None:
        from onedoor.journal import actions, tasks  # noqa: F401  # models exist only now; tasks register themselves
        from onedoor.kernel.actions import write_refusals_with

        write_refusals_with(actions.record_refusal)
