"""Wires exchange into Django."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "onedoor.exchange"
    label = "exchange"

    def ready(self) -> None:
        from onedoor.exchange import subscribers, tasks  # noqa: F401  # tasks register themselves

        subscribers.listen()

        from onedoor.journal.queries import withhold_with

        withhold_with("exchange_withheld")

        from onedoor.exchange.holdings import declare_all
        from onedoor.exchange.retention import declare_all as declare_keeping

        declare_all()
        declare_keeping()
