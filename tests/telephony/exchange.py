"""The real Asterisk behind the same words as the fake, for the tests that both must pass."""

import os
import time
from functools import cache
from pathlib import Path

import httpx

from onedoor.doors.phone.speech import Synthesiser
from tests.fakes.asterisk import GIVES_UP
from tests.telephony.asterisk import HTTP_PORT, PASSWORD, SOUNDS, USER
from tests.telephony.caller import dial

PEOPLE = {
    "talks-and-leaves": "Local/officer@people",
    "rings": "Local/nobody@people",
    "nobody": "Local/leaves@people",
    "away": "PJSIP/nobody",
}


@cache
def speaker(root: Path) -> Synthesiser:
    """espeak-ng of the same Debian root, writing where its Asterisk reads."""
    command = f"chroot {root} espeak-ng --stdin -s 170 -v {{voice}} -w {{file}}"
    return Synthesiser(command, {"en": "en-gb", "zh-hans": "cmn"}, root / SOUNDS.lstrip("/"), seen_as=SOUNDS)


class RealExchange:
    """One that runs already. Waiting is as long as callers really get."""

    patience = 0.6
    address = f"http://127.0.0.1:{HTTP_PORT}"

    def __init__(self) -> None:
        self.officer = "nobody"
        self.speaker = speaker(Path(os.environ["ONEDOOR_ASTERISK"]))

    @property
    def people(self) -> str:
        return PEOPLE[self.officer]

    def dial(self, presses: list[str], *, number: str = "98765432", stays: bool = False) -> None:
        for _ in range(50):  # Stasis() ends a call at once while nobody listens to the application
            listening = httpx.get(f"{self.address}/ari/applications/onedoor", auth=(USER, PASSWORD))
            if listening.status_code == 200:
                break
            time.sleep(0.1)
        dial([keys for keys in presses if keys not in ("", GIVES_UP)], number=number, stays=stays,
             linger=6.0 if GIVES_UP in presses else 0.0)  # fmt: skip

    def close(self) -> None:
        """Every call of the test is over, and the application is listened to no more."""
        with httpx.Client(auth=(USER, PASSWORD)) as client:
            for channel in client.get(f"{self.address}/ari/channels").json():
                client.delete(f"{self.address}/ari/channels/{channel['id']}")
