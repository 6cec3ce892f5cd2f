"""The time in Harbour City. Actions take ``at``; only doors, tasks and commands ask here.

The demo city lives on its own date, so that its filing season is always open: the file named
by ``set_demo_clock`` holds the distance between its time and the real one, in seconds.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Singapore")

_demo_clock: Path | None = None
_offset = timedelta(0)
_read_at = -1.0


def use_demo_clock(path: Path | None) -> None:
    """Read the offset from ``path`` from now on (None: real time). A missing file is offset 0."""
    global _demo_clock, _offset, _read_at
    _demo_clock, _offset, _read_at = path, timedelta(0), -1.0


def set_demo_clock(path: Path, moment: datetime) -> None:
    """Make ``moment`` the present of every process that reads ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(".new")
    staged.write_text(str((moment - datetime.now(UTC)).total_seconds()))
    staged.replace(path)


def now() -> datetime:
    """The present, aware, in UTC."""
    return datetime.now(UTC) + _demo_offset()


def today() -> date:
    """The calendar day in Harbour City."""
    return now().astimezone(ZONE).date()


def local(moment: datetime) -> datetime:
    """``moment`` as the clocks of Harbour City show it."""
    return moment.astimezone(ZONE)


def _demo_offset() -> timedelta:
    global _offset, _read_at
    if _demo_clock is None:
        return timedelta(0)
    try:
        changed_at = _demo_clock.stat().st_mtime
    except FileNotFoundError:
        return timedelta(0)
    if changed_at != _read_at:
        _offset, _read_at = timedelta(seconds=float(_demo_clock.read_text())), changed_at
    return _offset
