"""``ENGINE = "onedoor.kernel.postgres"``: every statement runs in the scope of whoever acts.

``SET LOCAL`` from an ordinary middleware runs in autocommit and silently does nothing, so the scope is
named where the transaction starts, and again before the first statement of another scope.
"""

from typing import Any

import psycopg
from django.db.backends.base.base import NO_DB_ALIAS
from django.db.backends.postgresql import base
from django.db.backends.postgresql.psycopg_any import IsolationLevel

from onedoor.kernel.postgres.connecting import HouseConnection
from onedoor.kernel.scope import process_actor, tell_process_actor

# Left to itself PostgreSQL plans a prepared statement over many partitions anew each time, which costs four
# times its execution.
PLANNED_ONCE = "-c plan_cache_mode=force_generic_plan"


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's own, over a ``HouseConnection``."""

    connection: HouseConnection

    def get_new_connection(self, conn_params: dict[str, Any]) -> HouseConnection:
        self.isolation_level = IsolationLevel.READ_COMMITTED
        said = f"{conn_params.get('options') or ''} {PLANNED_ONCE}".strip()
        return HouseConnection.connect(**{**conn_params, "options": said})

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if process_actor() is not None and self.alias != NO_DB_ALIAS:
            tell_process_actor(self.connection)

    def set_autocommit(self, autocommit: bool, *args: Any, **kwargs: Any) -> None:
        if not autocommit:
            self.health_check_done = True  # its BEGIN is the check
        super().set_autocommit(autocommit, *args, **kwargs)

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # missing in the stubs
        if not autocommit:
            with self.wrap_database_errors:
                self._begin()

    def _begin(self) -> None:
        try:
            self.connection.begin()
        except psycopg.OperationalError:
            if not self.connection.broken:
                raise
            self.close()  # the server went away since the last transaction: knock once more
            self.connect()
            super()._set_autocommit(False)  # type: ignore[misc]  # missing in the stubs
            self.connection.begin()

    def _commit(self) -> None:
        if self.connection is not None:
            self.connection.end()
        super()._commit()  # type: ignore[misc]  # missing in the stubs

    def _rollback(self) -> None:
        if self.connection is not None:
            self.connection.end()
        super()._rollback()  # type: ignore[misc]  # missing in the stubs

    def _savepoint(self, sid: str) -> None:
        self.connection.open_savepoint(sid)

    def _savepoint_commit(self, sid: str) -> None:
        self.connection.close_savepoint(sid)

    def _savepoint_rollback(self, sid: str) -> None:
        with self.wrap_database_errors:
            self.connection.undo_to_savepoint(sid)
