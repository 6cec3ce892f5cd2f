"""Telling a story: each step with its time, each promise kept or broken."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import click


class Telling:
    """Prints steps as they happen and remembers every promise that was broken."""

    def __init__(self, title: str) -> None:
        self.broken: list[str] = []
        self._began = time.monotonic()
        click.echo(f"\n{title}\n")

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        """One step; an error in it ends the story."""
        began = time.monotonic()
        yield
        click.echo(
            f"  {time.monotonic() - self._began:6.2f} s  {what}  ({1000 * (time.monotonic() - began):.0f} ms)"
        )

    def promise(self, kept: bool, what: str, found: object = "") -> None:
        """State a promise and whether it held."""
        mark = "kept  " if kept else "BROKEN"
        click.echo(f"            {mark} {what}" + (f": {found}" if found != "" else ""))
        if not kept:
            self.broken.append(what)

    def figure(self, what: str, found: object) -> None:
        """State a figure, without judging it."""
        click.echo(f"            {what}: {found}")

    def end(self) -> int:
        """The last line and the exit code."""
        elapsed = time.monotonic() - self._began
        if self.broken:
            click.echo(
                f"\n{len(self.broken)} promise(s) broken after {elapsed:.1f} s: {'; '.join(self.broken)}"
            )
            return 1
        click.echo(f"\nEvery promise was kept, in {elapsed:.1f} seconds.")
        return 0
