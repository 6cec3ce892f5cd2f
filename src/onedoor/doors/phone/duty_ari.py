"""Rings officers on duty through Asterisk: one thread looks for calls to place, each call has its own."""

import threading
from collections.abc import Callable
from uuid import uuid4

import structlog
from django.conf import settings
from django.db import close_old_connections, connection

from onedoor.cases.types import DutyRing
from onedoor.doors.phone import duty
from onedoor.doors.phone.ari import Asterisk, LineGone
from onedoor.doors.phone.line import CallersLine
from onedoor.doors.phone.speech import Speaker
from onedoor.doors.phone.voice import Does
from onedoor.kernel.clock import now

LOOKS_EVERY = 3.0
log = structlog.get_logger()
Follow = Callable[[str, "DutyTalk"], None]


class DutyTalk:
    """One call to an officer; ``run`` returns when it is over, and then the attempt has its end.
    ``follow(leg, talk)`` says that the leg's events go to ``talk.line``."""

    def __init__(
        self, exchange: Asterisk, speaker: Speaker, follow: Follow, ring: DutyRing, *, patience: float = 1.0
    ) -> None:
        self.exchange, self.speaker, self.follow, self.ring = exchange, speaker, follow, ring
        self.leg = f"onedoor-duty-{uuid4().hex}"
        self.line = CallersLine(exchange, speaker, channel=self.leg, patience=patience)

    def run(self) -> None:
        """Whatever breaks, the attempt ends, and the next is rung."""
        placed = False
        try:
            placed = self._place()
            if placed and self.line.wait_for("StasisStart", seconds=settings.DUTY_CALL_SECONDS + 5):
                self._talk()
        except LineGone:
            pass
        except Exception as error:  # the others' calls go on
            log.error("phone.duty_call_broke", error=type(error).__name__)
        finally:
            self._finish(placed=placed)

    def _place(self) -> bool:
        self.follow(self.leg, self)
        endpoint = settings.PHONE_DIAL.format(number=self.ring.number)
        return self.exchange.call_people(
            endpoint, leg=self.leg, number=settings.PHONE_FROM, seconds=settings.DUTY_CALL_SECONDS
        )

    def _talk(self) -> None:
        step = duty.ask(self.ring.id, self.ring.language)
        for _time in range(duty.SAID_TWICE):
            keys = self.line.take_keys(step)
            step = duty.hear(self.ring.id, keys=keys, language=self.ring.language, at=now()) if keys else step
            if step.does is Does.END:
                self.line.say_all(step)
                return
        self.line.say_all(duty.end(self.ring.id, self.ring.language))

    def _finish(self, *, placed: bool) -> None:
        try:
            duty.miss(self.ring.id, placed=placed, at=now())
            self.speaker.forget(self.ring.id)
            self.exchange.hang_up(self.leg)
        finally:
            if not connection.in_atomic_block:
                connection.close()


def ring_all(exchange: Asterisk, speaker: Speaker, follow: Follow, stop: threading.Event) -> None:
    """Until ``stop`` is set; at once back where Asterisk has no way to ring a number outside."""
    while settings.PHONE_DIAL and not stop.is_set():
        try:
            while ring := duty.claim(at=now()):
                talk = DutyTalk(exchange, speaker, follow, ring)
                threading.Thread(target=talk.run, name="phone-duty", daemon=True).start()
        except Exception as error:  # the next look may find the database again
            log.error("phone.duty_broke", error=type(error).__name__)
        close_old_connections()
        stop.wait(LOOKS_EVERY)
