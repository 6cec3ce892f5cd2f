"""``ENGINE = "onedoor.kernel.postgres"``: names the actor to the database at every BEGIN.

``SET LOCAL`` from an ordinary middleware runs in autocommit and silently does nothing, so the
scope is set where the transaction starts.
"""

from django.db.backends.postgresql import base

from onedoor.kernel.scope import announcement, current_actor


class DatabaseWrapper(base.DatabaseWrapper):
    """Announces the current actor whenever a transaction begins."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)
        actor = current_actor()
        if not autocommit and actor is not None:
            statement, values = announcement(actor)
            self.connection.execute(statement, values)
