"""What the worker does for people: copies of what is held are made and deleted; disposals are carried out."""

from uuid import UUID

from procrastinate.contrib.django import app

from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped


@app.task(name="people.make_copy", retry=3)
def make_copy(*, copy: str) -> None:
    """Everything that is held of somebody who asked, as one file."""
    from onedoor.people.actions import make_copy as make

    with scoped(SYSTEM):
        make(copy=UUID(copy), by=SYSTEM, at=clock.now())


@app.periodic(cron="20 * * * *")
@app.task(name="people.end_copies", queueing_lock="people.end_copies")
def end_copies(timestamp: int = 0) -> None:
    """Files whose time is over go."""
    from onedoor.people.actions import end_copies as end

    with scoped(SYSTEM):
        end(by=SYSTEM, at=clock.now())


@app.periodic(cron="50 3 * * *")
@app.task(name="people.dispose_nightly", queueing_lock="people.dispose_nightly")
def dispose_nightly(timestamp: int = 0) -> None:
    """What lives for days goes when its days are over."""
    from onedoor.people.actions import dispose_nightly as dispose

    dispose(by=SYSTEM, at=clock.now())


@app.task(name="people.dispose", retry=3)
def dispose(*, disposal: str) -> None:
    """An approved disposal, a thousand rows in a transaction of their own."""
    from onedoor.people.actions import dispose_some

    with scoped(SYSTEM):
        while dispose_some(disposal=UUID(disposal), by=SYSTEM, at=clock.now()):
            pass
