"""``ENGINE = "onedoor.kernel.postgres"``: names the actor to the database at every BEGIN.

``SET LOCAL`` from an ordinary middleware runs in autocommit and silently does nothing, so the
scope is set where the transaction starts.
"""

from django.db.backends.postgresql import base

from onedoor.kernel.scope import announcement, current_actor, process_actor


class DatabaseWrapper(base.DatabaseWrapper):
    """Announces the current actor whenever a transaction begins, and the process's own actor
    (a worker's, a command's) when it connects."""

    def init_connection_state(self) -> None:
        super().init_connection_state()
        if (actor := process_actor()) is not None:
            with self.connection.cursor() as cursor:
                cursor.execute(*announcement(actor, local=False))

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)  # type: ignore[misc]  # missing in the stubs
        actor = current_actor()
        if not autocommit and actor is not None:
            self.connection.execute(*announcement(actor))
