"""``onedoor story …``: drive the running product as its users would; exit 0 if every promise held."""

import sys

import click
from django.conf import settings

from onedoor.config.stories import departure, look_and_sign
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
