"""What the worker does for the journal: deliver news upward, seal, and open new months."""

from datetime import datetime
from importlib import import_module
from uuid import UUID

from django.db import connection
from procrastinate.contrib.django import app

from onedoor.journal import queries
from onedoor.journal.seal import seal
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


@app.task(name="journal.deliver", retry=5)
def deliver(*, entries: list[list[str]], handler: str) -> None:
    """Hand committed entries, each by its id and time, to one subscriber (at least once)."""
    module, _, name = handler.partition(":")
    handle = getattr(import_module(module), name)
    with scoped(SYSTEM):
        for entry, happened_at in entries:
            handle(queries.get_entry(UUID(entry), happened_at=datetime.fromisoformat(happened_at)))


@app.periodic(cron="* * * * * */5")
@app.task(name="journal.seal", queueing_lock="journal.seal", pass_context=False)
def seal_journal(timestamp: int) -> None:
    """Every five seconds: seal what was written."""
    with scoped(SYSTEM):
        while seal(at=clock.now()) is not None:
            pass


@app.periodic(cron="0 3 1 * *")
@app.task(name="journal.open_months")
def open_months(timestamp: int) -> None:
    """Monthly: make the partitions of the coming year."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select journal_month(month::date) from generate_series("
            "date_trunc('month', now()), date_trunc('month', now()) + interval '12 months', '1 month') month"
        )
