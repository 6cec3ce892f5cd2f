"""What the figures were measured on."""

import os
import platform
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection


def describe_machine() -> str:
    """Processor, cores, memory, load, PostgreSQL and Python, in one paragraph."""
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('server_version'), current_setting('shared_buffers'),"
                       " current_setting('synchronous_commit'), current_setting('fsync')")  # fmt: skip
        version, buffers, synchronous, fsync = cursor.fetchone()
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {_processor()} · {len(os.sched_getaffinity(0))} cores · "
        f"{_memory()} · load {os.getloadavg()[0]:.1f} before the run · Python {platform.python_version()} · "
        f"PostgreSQL {version.split()[0]} (shared_buffers {buffers}, synchronous_commit {synchronous}, "
        f"fsync {fsync})"
    )


def _processor() -> str:
    return _find("/proc/cpuinfo", "model name") or platform.processor() or platform.machine()


def _memory() -> str:
    kilobytes = _find("/proc/meminfo", "MemTotal").split(" ")[0]
    return f"{int(kilobytes) / 1024**2:.0f} GB" if kilobytes else "memory unknown"


def _find(file: str, name: str) -> str:
    path = Path(file)
    if not path.exists():
        return ""
    lines = (line.partition(":") for line in path.read_text().splitlines())
    return next((value.strip() for key, _, value in lines if key.strip() == name), "")
