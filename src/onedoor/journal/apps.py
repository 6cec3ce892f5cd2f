"""Wires the journal into Django."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from onedoor.journal import verifier


class JournalConfig(AppConfig):
    name = "onedoor.journal"
    label = "journal"

    def ready(self) -> None:
        from onedoor.journal import actions, tasks  # noqa: F401  # models exist only now; tasks register themselves
        from onedoor.kernel.actions import write_refusals_with

        write_refusals_with(actions.record_refusal)
        check_names(settings.JOURNAL_ORIGIN, settings.JOURNAL_WITNESSES)


def check_names(origin: str, witnesses: list[str]) -> None:
    """A bad name or key stops the start: heads carry it for ever, and pages would break on it."""
    if not origin or "+" in origin or origin.split() != [origin]:
        raise ImproperlyConfigured(
            f"ONEDOOR_JOURNAL_ORIGIN is {origin!r}. Write a name without + and spaces."
        )
    for text in witnesses:
        try:
            known = verifier.read_key(text).algorithm == verifier.WITNESS_KEY
        except ValueError:
            known = False
        if not known:
            raise ImproperlyConfigured(
                f"ONEDOOR_JOURNAL_WITNESSES: {text!r} is not a witness's key."
                " Copy what `onedoor journal witness` prints at its start."
            )
