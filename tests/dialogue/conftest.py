"""The cast of a conversation: Mei Lin with a PIN for telephone and text, a family that she covers."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from onedoor.dialogue import actions
from onedoor.dialogue.types import Profile, Turn
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts
from tests.services.conftest import BORN, MEI_ID, mei  # noqa: F401

__all__ = ["BORN", "MEI_ID"]
PIN = "748293"
TEXT = Profile(door="text", form="short", choices=8)
PHONE = Profile(door="phone", form="spoken", choices=4, digits_only=True)


@pytest.fixture
def pin(mei: object, at: datetime) -> str:  # noqa: F811
    """Her PIN; she was proofed in person."""
    account = trust.open_account(
        kind="citizen", email="mei@example.org", name="Mei Lin", password="harbour-lights-9",
        customer=mei, proofing=3, by=SYSTEM, at=at,
    )  # fmt: skip
    her = accounts.actor_for(account.id, door="portal", assurance=2, at=at)
    trust.set_door_pin(account=account.id, pin=PIN, by=her, at=at)
    return PIN


class Talking:
    """A customer at one door; each call of ``says`` is one reply."""

    def __init__(self, profile: Profile, at: datetime, address: str = "+6580000001", language: str = "en"):
        self.profile, self.at, self.address = profile, at, address
        self.by: Actor = replace(ANONYMOUS, door=profile.door)
        self.turn: Turn = actions.begin(
            profile=profile, address=address, language=language, by=self.by, at=at
        )

    def says(self, *texts: str) -> Turn:
        for text in texts:
            self.turn = actions.reply(session=self.turn.session, text=text, by=self.by, at=self.at)
        return self.turn

    def picks(self, *words: str) -> Turn:
        """Choose by the words of the menu, leafing on with 9 until they are there."""
        for wanted in words:
            for _page in range(12):
                found = [o.key for o in self.turn.options if wanted in o.text]
                if found:
                    self.says(found[0])
                    break
                self.says("9")
            else:
                raise AssertionError((wanted, self.turn))
        return self.turn

    @property
    def heard(self) -> str:
        return " ".join(self.turn.says)


@pytest.fixture
def talk(db: None, at: datetime) -> Callable[..., Talking]:
    return lambda profile=TEXT, **more: Talking(profile, more.pop("at", at), **more)
