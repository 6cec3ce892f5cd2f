"""Is the proof strong enough, and is the value for these eyes?"""

from typing import Any

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import StepUpNeeded
from onedoor.trust.rules import may_read

__all__ = ["may_read", "require_level"]


def require_level(by: Actor, level: int, message: Any) -> None:
    """Raise StepUpNeeded unless the session of ``by`` has reached ``level``."""
    if by.kind != "system" and by.assurance < level:
        raise StepUpNeeded(level, message)
