"""One call over ARI, from its arrival to the last word: says a step, waits for what it asks, and goes on."""

from typing import Protocol
from uuid import UUID, uuid4

import structlog
from django.conf import settings
from django.db import connection

from onedoor.doors.phone import calls, recordings
from onedoor.doors.phone.ari import Asterisk, LineGone
from onedoor.doors.phone.duty import TAKE, Person, list_people, offer_caller
from onedoor.doors.phone.line import CallersLine, key_of
from onedoor.doors.phone.speech import Speaker
from onedoor.doors.phone.voice import LONGEST_RECORDING_SECONDS, NEXT_KEY_SECONDS, Does, Step
from onedoor.kernel.clock import now

CARRIER = "ari"
RING_SECONDS, ACCEPT_SECONDS = 60, 20
log = structlog.get_logger()


class Routes(Protocol):
    """Where the events of a channel go."""

    def send(self, channel: str, talk: "Talk") -> None:
        """From now on they go to ``talk``."""


class Talk:
    """``run`` returns when the line is down."""

    def __init__(
        self,
        exchange: Asterisk,
        speaker: Speaker,
        routes: Routes,
        *,
        channel: str,
        number: str,
        patience: float = 1.0,
    ) -> None:
        self.exchange, self.speaker, self.routes, self.number = exchange, speaker, routes, number
        self.line = CallersLine(exchange, speaker, channel=channel, patience=patience)
        self.call: UUID | None = None

    def run(self) -> None:
        """Until somebody puts the line down. Whatever breaks, the caller is not left in silence."""
        channel = self.line.channel
        try:
            self.exchange.answer(channel)
            step = calls.take_call(carrier=CARRIER, carried_as=channel, number=self.number, at=now())
            self.call = step.call
            while step.does is not Does.END:
                _let_go()
                step = self._do(step)
            self.line.say_all(step)
        except LineGone:
            pass
        except Exception as error:  # the others' calls go on
            log.error("phone.call_broke", error=type(error).__name__)
        finally:
            self._finish()

    def _finish(self) -> None:
        try:
            if self.call:
                calls.hang_up(self.call, at=now())
                self.speaker.forget(self.call)
            self.exchange.hang_up(self.line.channel)
        finally:
            _let_go()

    def _do(self, step: Step) -> Step:
        if step.does is Does.PERSON:
            return self._to_person(step)
        if step.does is Does.RECORD:
            return self._record(step)
        keys = self.line.take_keys(step)
        return calls.hear(step.call, keys=keys, at=now()) if keys else calls.hear_nothing(step.call, at=now())

    def _record(self, step: Step) -> Step:
        if key := self.line.say_all(step, keys_end_it=True):
            return calls.hear(step.call, keys=key, at=now())
        name = uuid4().hex
        self.exchange.record(
            self.line.channel, name=name, seconds=LONGEST_RECORDING_SECONDS, silence=NEXT_KEY_SECONDS
        )
        self.line.wait_for("RecordingFinished", "RecordingFailed", seconds=LONGEST_RECORDING_SECONDS + 10)
        sound = self.exchange.take_recording(name)
        if not sound:
            return calls.hear_nothing(step.call, at=now())
        return recordings.hear_recording(step.call, sound=sound, at=now())

    def _to_person(self, step: Step) -> Step:
        """Rings one after the other while she hears music; joins the two when one picks up."""
        self.line.say_all(step)
        channel, legs = self.line.channel, []
        self.exchange.hold(channel)
        try:
            for person in list_people(now()):
                legs.append(f"onedoor-{uuid4().hex}")
                if self._picks_up(legs[-1], person, step):
                    break
                self.exchange.hang_up(legs[-1])
            else:
                self.exchange.stop_holding(channel)
                return calls.nobody_came(step.call, at=now())
            self.exchange.stop_holding(channel)
            bridge = self.exchange.join(channel, legs[-1])
            calls.person_came(step.call, at=now())
            _let_go()
            self.line.wait_for("ChannelDestroyed", "StasisEnd", channel=legs[-1])
            self.exchange.part(bridge)
            return calls.person_gone(step.call, at=now())
        finally:
            for leg in legs:
                self.exchange.hang_up(leg)

    def _picks_up(self, leg: str, person: Person, step: Step) -> bool:
        if person.is_on_duty and not settings.PHONE_DIAL:
            return False
        self.routes.send(leg, self)
        place = settings.PHONE_DIAL.format(number=person.place) if person.is_on_duty else person.place
        seconds = settings.DUTY_CALL_SECONDS if person.is_on_duty else RING_SECONDS
        shown = settings.PHONE_FROM if person.is_on_duty else self.number
        if not self.exchange.call_people(place, leg=leg, number=shown, seconds=seconds):
            return False
        _let_go()
        event = self.line.wait_for("StasisStart", "ChannelDestroyed", channel=leg, seconds=seconds + 5)
        came = event is not None and event["type"] == "StasisStart"
        return came and (not person.is_on_duty or self._accepts(leg, step))

    def _accepts(self, leg: str, step: Step) -> bool:
        """She is on duty and presses the key; a machine that answers her telephone does not."""
        offer = offer_caller(step.call, step.language)
        try:
            self.exchange.play(leg, [self.speaker.say(line, call=step.call) for line in offer.lines])
        except LineGone:  # her line, not the caller's
            return False
        key = self.line.wait_for(
            "ChannelDtmfReceived", "ChannelDestroyed", "StasisEnd", channel=leg, seconds=ACCEPT_SECONDS
        )
        return key is not None and key_of(key) == TAKE


def _let_go() -> None:
    """A call that waits holds no connection to the database."""
    if not connection.in_atomic_block:
        connection.close()
