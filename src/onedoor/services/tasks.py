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


@app.periodic(cron="10 5 * * *")
@app.task(name="services.tend_offers", queue="services", queueing_lock="services.tend_offers")
def tend_offers(timestamp: int = 0) -> None:
    """Each day: end the offers whose time is over, remind of last days, and look for more."""
    from onedoor.services.actions import end_offers
    from onedoor.services.offers.matching import list_proactive

    with scoped(SYSTEM):
        end_offers(by=SYSTEM, at=clock.now())
    for file in list_proactive(daily=True):
        offer_chunk.defer(service=file.service)


@app.task(name="services.offer_chunk", queue="services", retry=3)
def offer_chunk(*, service: str, after: str = "") -> None:
    """Look at some hundred people for one service; it orders the next itself."""
    from onedoor.services.actions import offer_daily

    with scoped(SYSTEM):
        last = offer_daily(service=service, after=UUID(after) if after else None, by=SYSTEM, at=clock.now())
    if last is not None:
        offer_chunk.defer(service=service, after=str(last))


@app.task(name="services.print_letter", queue="services", retry=3)
def print_letter(*, letter: str) -> None:
    """Print an issued letter as PDF, in each of its languages."""
    from onedoor.services.letters.printing import print_letter as print_one

    print_one(letter=UUID(letter), by=SYSTEM, at=clock.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="services.watch_parties", queue="services", queueing_lock="services.watch_parties")
def watch_parties(timestamp: int = 0) -> None:
    """Those who were asked to confirm are reminded; what the file says is done when they are late."""
    from onedoor.services.actions import watch_parties as watch

    with scoped(SYSTEM):
        while watch(by=SYSTEM, at=clock.now()) == 100:
            pass


@app.task(name="services.tell_of_version", queue="services", retry=3)
def tell_of_version(*, version: str, after: str) -> None:
    """Tell some of those whose form is under a version that was taken back; orders the rest itself."""
    from onedoor.services.actions import tell_of_version as tell

    with scoped(SYSTEM):
        last = UUID(after) if after else None
        told = tell(version=UUID(version), after=last, by=SYSTEM, at=clock.now())
        if told is not None:
            tell_of_version.defer(version=version, after=str(told))


@app.task(name="services.carry_out_task", queue="services", retry=3)
def carry_out_task(*, task: str) -> None:
    """Hand one agency its task, or ask how it goes."""
    from onedoor.services.actions.agency_work import carry_out_or_note

    with scoped(SYSTEM):
        carry_out_or_note(task=UUID(task), by=SYSTEM, at=clock.now())


@app.periodic(cron="* * * * *")
@app.task(name="services.look_after_work", queue="services", queueing_lock="services.look_after_work")
def look_after_work(timestamp: int = 0) -> None:
    """Each minute: try again what could not be handed over, and act on what is late."""
    from onedoor.services.actions import act_on_late_waits, retry_due_tasks

    with scoped(SYSTEM):
        retry_due_tasks(by=SYSTEM, at=clock.now())
        act_on_late_waits(by=SYSTEM, at=clock.now())


@app.periodic(cron="50 3 * * *")
@app.task(
    name="services.remove_dropped_files", queue="services", queueing_lock="services.remove_dropped_files"
)
def remove_dropped_files(timestamp: int = 0) -> None:
    """Each night: remove the files that no answer has named for a day."""
    from onedoor.services.actions import remove_dropped_files as remove

    with scoped(SYSTEM):
        remove(by=SYSTEM, at=clock.now())


@app.periodic(cron="0 8 * * *")
@app.task(name="services.send_digests", queue="services", queueing_lock="services.send_digests")
def send_digests(timestamp: int = 0) -> None:
    """On the first days of a month: who used whose data in the last one. Each some hundred in a
    transaction of its own; a day that was missed is made up for on the next."""
    from onedoor.services import actions

    at = clock.now()
    if clock.local(at).day > 3:
        return
    month = actions.month_before(at)
    with scoped(SYSTEM):
        for send in (actions.send_digests, actions.send_quiet_digests):
            last = send(month=month, by=SYSTEM, at=at)
            while last is not None:
                last = send(month=month, after=last, by=SYSTEM, at=at)


@app.periodic(cron="* * * * *")
@app.task(name="services.carry_news", queue="services", queueing_lock="services.carry_news")
def carry_news(timestamp: int = 0) -> None:
    """Each minute: what was taken back of consents goes to those who must hear it."""
    from onedoor.services.actions.carrying_news import carry_due_news

    with scoped(SYSTEM):
        carry_due_news(by=SYSTEM, at=clock.now())


@app.periodic(cron="20 * * * *")
@app.task(name="services.tell_of_reviews", queue="services", queueing_lock="services.tell_of_reviews")
def tell_of_reviews(timestamp: int = 0) -> None:
    """Each hour: who may know by now that her record was opened without right is told."""
    from onedoor.services.actions import tell_of_reviews as tell

    with scoped(SYSTEM):
        tell(by=SYSTEM, at=clock.now())
