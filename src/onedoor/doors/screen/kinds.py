"""The screens there are: what each can show at once, and how long it waits for somebody who left."""

from dataclasses import dataclass, replace

from django.http import Http404

from onedoor.dialogue.types import Profile
from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.knowledge.types import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """``idle_seconds``: after so long without a touch it asks, and ``WARNING_SECONDS`` later it forgets
    (0: never, it is the reader's own)."""

    code: str
    profile: Profile
    idle_seconds: int = 0

    @property
    def somebody(self) -> Actor:
        """Whoever stands before it."""
        return replace(ANONYMOUS, door=self.profile.door)


WARNING_SECONDS = 20
KIOSK = Screen(
    code="kiosk", profile=Profile(door="kiosk", form=Form.SCREEN.value, choices=6), idle_seconds=60
)
TV = Screen(code="tv", profile=Profile(door="tv", form=Form.SCREEN.value, choices=6), idle_seconds=180)
LITE = Screen(code="lite", profile=Profile(door="portal", form=Form.LONG.value, choices=9))
SCREENS = {screen.code: screen for screen in (KIOSK, TV, LITE)}


def find_screen(code: str) -> Screen:
    """The screen of that address. Raises Http404."""
    if code not in SCREENS:
        raise Http404
    return SCREENS[code]
