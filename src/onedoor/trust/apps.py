"""Registers the room with Django, and makes a new database's keys."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrustConfig(AppConfig):
    name = "onedoor.trust"
    label = "trust"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Keys are made with the tables, never at first use: a key whose transaction is rolled back
        # would take with it everything sealed by then.
        post_migrate.connect(_make_keys, sender=self, dispatch_uid="trust.make_keys")


def _make_keys(**_: Any) -> None:
    from django.db import connection

    from onedoor.kernel.actors import SYSTEM
    from onedoor.kernel.clock import now
    from onedoor.kernel.scope import scoped
    from onedoor.trust.actions import make_missing_keys
    from onedoor.trust.models import TrustKey

    tables = connection.introspection.table_names()
    if TrustKey._meta.db_table in tables and "journal_entry" in tables:
        with scoped(SYSTEM):
            make_missing_keys(by=SYSTEM, at=now())
