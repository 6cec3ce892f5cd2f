"""``onedoor story …``: drive the running product as its users would; exit 0 if every promise held."""

import sys

import click
from django.conf import settings

from onedoor.config.stories import (
    any_door,
    birth,
    business,
    departure,
    health_cover,
    job_seeker,
    look_and_sign,
    merge_undo,
    move,
    one_answer,
    pothole,
    tell_us_once,
    who_used_my_data,
)
from onedoor.kernel import clock


@click.group()
@click.option("--at", "base", default="", help="The product's address; default: the one running here.")
@click.pass_context
def story(ctx: click.Context, base: str) -> None:
    """Tell a story against the running product (start it with: make run)."""
    ctx.obj = base or settings.PUBLIC_URL
    clock.use_demo_clock(settings.HOME / "clock")


@story.command(name="look-and-sign")
@click.pass_obj
def tell_look_and_sign(base: str) -> None:
    """A taxpayer looks at a prepared return, signs, pays, and sees who used her data."""
    sys.exit(look_and_sign.tell(base))


@story.command(name="departure")
@click.pass_obj
def tell_departure(base: str) -> None:
    """At 18:05 a man who leaves tomorrow gets his assessment, pays, and holds his clearance."""
    sys.exit(departure.tell(base, settings.HOME / "clock"))


@story.command(name="birth")
@click.pass_obj
def tell_birth(base: str) -> None:
    """A third child: one form, two parents, eight bodies, one payment."""
    sys.exit(birth.tell(base))


@story.command(name="business")
@click.pass_obj
def tell_business(base: str) -> None:
    """A company is founded: one form, one bill, everything side by side."""
    sys.exit(business.tell(base))


@story.command(name="health-cover")
@click.pass_obj
def tell_health_cover(base: str) -> None:
    """Three children, three answers, in seconds."""
    sys.exit(health_cover.tell(base))


@story.command(name="move")
@click.pass_obj
def tell_move(base: str) -> None:
    """A family moves, says it once, and eight agencies know."""
    sys.exit(move.tell(base))


@story.command(name="job-seeker")
@click.pass_obj
def tell_job_seeker(base: str) -> None:
    """A man without work is supported, month by month."""
    sys.exit(job_seeker.tell(base))


@story.command(name="pothole")
@click.pass_obj
def tell_pothole(base: str) -> None:
    """Somebody without a name reports a hole in the road, by Open311 and on the map."""
    sys.exit(pothole.tell(base))


@story.command(name="tell-us-once")
@click.pass_obj
def tell_tell_us_once(base: str) -> None:
    """A move told once: eight receivers, one down and one refusing, and a proof from each."""
    sys.exit(tell_us_once.tell(base, settings.HOME / "clock"))


@story.command(name="who-used-my-data")
@click.pass_obj
def tell_who_used_my_data(base: str) -> None:
    """An agency reads; she sees it within a second, asks, and is answered in time."""
    sys.exit(who_used_my_data.tell(base))


@story.command(name="merge-undo")
def tell_merge_undo() -> None:
    """Two records of one woman are put together, and parted again without a byte lost."""
    sys.exit(merge_undo.tell())


@story.command(name="one-answer")
@click.pass_obj
def tell_one_answer(base: str) -> None:
    """The same status and the same question at every door, over its own protocol."""
    sys.exit(one_answer.tell(base))


@story.command(name="any-door")
@click.pass_obj
def tell_any_door(base: str) -> None:
    """Begun by telephone, continued at the counter, finished on the web: one reference."""
    sys.exit(any_door.tell(base))
