"""What the services room does in the worker."""

from uuid import UUID

from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM


@app.task(name="services.draft_chunk", queue="services", retry=3)
def draft_chunk(*, chunk: str) -> None:
    """Draft for the customers of one chunk of a season."""
    from onedoor.services.actions.season import draft_chunk as draft

    draft(chunk=UUID(chunk), by=SYSTEM, at=clock.now())


@app.task(name="services.print_letter", queue="services", retry=3)
def print_letter(*, letter: str) -> None:
    """Print an issued letter as PDF, in each of its languages."""
    from onedoor.services.letters.printing import print_letter as print_one

    print_one(letter=UUID(letter), by=SYSTEM, at=clock.now())
