"""A house of the benchmark's own: an empty database on the given server, migrated, dropped at the end."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg

SERVER = "postgresql:///onedoor"


@contextmanager
def new_house(name: str) -> Iterator[None]:
    """Django set up on a new database; every process started inside works on it too."""
    server = os.environ.get("DATABASE_URL") or SERVER
    database = f"{urlsplit(server).path.lstrip('/') or 'onedoor'}_{name}"
    _administer(server, f'drop database if exists "{database}" with (force)', f'create database "{database}"')
    os.environ["DATABASE_URL"] = urlunsplit(urlsplit(server)._replace(path=f"/{database}"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "onedoor.config.settings")
    os.environ.setdefault("ONEDOOR_SERVE_FOLDER", "true")
    try:
        enter_house()
        _migrate()
        yield
    finally:
        from django.db import connection

        connection.close()
        _administer(server, f'drop database if exists "{database}" with (force)')
        os.environ["DATABASE_URL"] = server


def enter_house() -> None:
    """Django in this process, acting as the house itself."""
    import django

    django.setup()
    from onedoor.kernel.actors import SYSTEM
    from onedoor.kernel.scope import work_as

    work_as(SYSTEM)


def _migrate() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)


def _administer(server: str, *statements: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        for statement in statements:
            _execute(connection, statement)


def _execute(connection: psycopg.Connection[object], statement: str) -> None:
    """Autovacuum holds on to what was just filled, and only a superuser may send it away: wait for it."""
    for _attempt in range(120):
        try:
            connection.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            time.sleep(5)
        else:
            return
    connection.execute(statement)
