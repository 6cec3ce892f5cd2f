"""How much of this machine's memory the embedded server takes for pages that it keeps."""

import os
from pathlib import Path

SHARE, LEAST, MOST = 8, 128, 2048  # an eighth, in MB: the rest caches files for everybody
CONTAINER = Path("/sys/fs/cgroup/memory.max")


def choose_shared_buffers(limit: Path = CONTAINER) -> int:
    """In MB: a part of the memory of the machine, or of the container (``limit``) where that is less. Pages
    are taken when they are used first, so a small city takes no more than it did."""
    return max(LEAST, min(MOST, min(_machine(), _container(limit)) // SHARE))


def _machine() -> int:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // 2**20
    except (ValueError, OSError):  # a system that does not say
        return LEAST * SHARE


def _container(limit: Path) -> int:
    try:
        return int(limit.read_text()) // 2**20
    except (OSError, ValueError):  # no container, or "max": no limit
        return MOST * SHARE
