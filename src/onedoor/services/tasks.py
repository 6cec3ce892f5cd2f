"""What the services room does in the worker."""

from uuid import UUID

from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


@app.task(name="services.draft_chunk", queue="services", retry=3)
def draft_chunk(*, chunk: str) -> None:
    """Draft for the customers of one chunk of a season."""
    from onedoor.services.actions.season import draft_chunk as draft

    draft(chunk=UUID(chunk), by=SYSTEM, at=clock.now())


@app.periodic(cron="30 4 * * *")
@app.task(name="services.end_seasons", queue="services", queueing_lock="services.end_seasons")
def end_seasons(timestamp: int = 0) -> None:
    """Each day: remind of seasons that close soon, and end those whose day of notice has come."""
    from onedoor.services.actions import end_seasons as end

    with scoped(SYSTEM):
        end(by=SYSTEM, at=clock.now())


@app.task(name="services.end_season_chunk", queue="services", retry=3)
def end_season_chunk(*, service: str, season: str) -> None:
    """One piece of a season's end; it orders the next itself."""
    from onedoor.services.actions import end_season_chunk as end

    with scoped(SYSTEM):
        end(service=service, season=season, by=SYSTEM, at=clock.now())


@app.task(name="services.print_letter", queue="services", retry=3)
def print_letter(*, letter: str) -> None:
    """Print an issued letter as PDF, in each of its languages."""
    from onedoor.services.letters.printing import print_letter as print_one

    print_one(letter=UUID(letter), by=SYSTEM, at=clock.now())


@app.periodic(cron="50 3 * * *")
@app.task(
    name="services.remove_dropped_files", queue="services", queueing_lock="services.remove_dropped_files"
)
def remove_dropped_files(timestamp: int = 0) -> None:
    """Each night: remove the files that no answer has named for a day."""
    from onedoor.services.actions import remove_dropped_files as remove

    with scoped(SYSTEM):
        remove(by=SYSTEM, at=clock.now())
