"""The screens there are: what each can show at once, and how long it waits for somebody who left."""

from dataclasses import dataclass

from onedoor.dialogue.types import Profile
from onedoor.knowledge.types import Form

DOOR = "screen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """``idle_seconds``: after so long without a touch it asks, and ``WARNING_SECONDS`` later it forgets
    (0: never; the reader's own telephone)."""

    code: str
    profile: Profile
    idle_seconds: int = 0


WARNING_SECONDS = 20
KIOSK = Screen(
    code="kiosk", profile=Profile(door=DOOR, form=Form.SCREEN.value, choices=6), idle_seconds=60
)
TV = Screen(code="tv", profile=Profile(door=DOOR, form=Form.SCREEN.value, choices=6), idle_seconds=180)
LITE = Screen(code="lite", profile=Profile(door=DOOR, form=Form.LONG.value, choices=9))
SCREENS = {screen.code: screen for screen in (KIOSK, TV, LITE)}
