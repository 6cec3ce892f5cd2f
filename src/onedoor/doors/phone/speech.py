"""Speech for exchanges that do not speak by themselves: a program writes each line into a sound file.

What is said of a customer is in those files, so each call has a folder of its own that is emptied when
the call ends.
"""

import shlex
import shutil
import subprocess
import wave
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol
from uuid import UUID

import numpy as np

from onedoor.doors.phone.voice import Line
from onedoor.kernel.text import Language

RATE = 8000  # what a telephone carries
PATIENCE = 20


class Speaker(Protocol):
    """Turns lines into what the exchange can play."""

    def say(self, line: Line, *, call: UUID) -> str:
        """The media URI of the line."""

    def forget(self, call: UUID) -> None:
        """Nothing of the call can be played any more."""


@dataclass(frozen=True)
class Synthesiser:
    """``command`` reads the text from its input and writes ``{file}`` in the ``{voice}`` of the language:
    espeak-ng and piper both do. The exchange finds ``folder`` under ``seen_as``."""

    command: str
    voices: Mapping[Language, str]
    folder: Path
    seen_as: str = ""
    made: dict[tuple[UUID, str], str] = field(default_factory=dict)

    def say(self, line: Line, *, call: UUID) -> str:
        known = self.made.get((call, line.text))
        if known:
            return known
        place = self.folder / call.hex
        place.mkdir(mode=0o755, exist_ok=True, parents=True)
        name = f"{len(list(place.iterdir())):04}"
        raw = place / f"{name}.raw.wav"
        words = [
            part.format(voice=self.voices[line.language], file=self._seen(raw))
            for part in shlex.split(self.command)
        ]
        subprocess.run(  # the operator's own command, no shell; the text goes in as input
            words, input=line.text.encode(), check=True, timeout=PATIENCE, capture_output=True
        )
        write_for_telephone(raw, place / f"{name}.wav")
        raw.unlink()
        uri = f"sound:{self._seen(place / name)}"
        self.made[(call, line.text)] = uri
        return uri

    def forget(self, call: UUID) -> None:
        shutil.rmtree(self.folder / call.hex, ignore_errors=True)
        for key in [key for key in self.made if key[0] == call]:
            del self.made[key]

    def _seen(self, path: Path) -> str:
        return f"{self.seen_as.rstrip('/')}/{path.relative_to(self.folder)}" if self.seen_as else str(path)


def write_for_telephone(source: Path, target: Path) -> None:
    """A WAV of any rate as 8 kHz, 16 bits, one channel: what Asterisk plays without asking."""
    with wave.open(str(source)) as sound:
        rate, channels, width = sound.getframerate(), sound.getnchannels(), sound.getsampwidth()
        frames = sound.readframes(sound.getnframes())
    if width != 2:
        raise ValueError(f"the speech program wrote {8 * width} bits; 16 are needed")
    samples = np.frombuffer(frames, dtype="<i2").astype(np.float64).reshape(-1, channels).mean(axis=1)
    if rate > RATE and samples.size:  # what lies above the telephone's band would come back as noise
        taps = 2 * round(2 * rate / RATE) + 1
        around = np.arange(taps) - taps // 2
        window = np.sinc(around * RATE * 0.9 / rate) * np.hamming(taps)
        samples = np.convolve(samples, window / window.sum(), mode="same")
    length = int(samples.size * RATE / rate)
    moments = np.arange(length) * rate / RATE
    resampled = np.interp(moments, np.arange(samples.size), samples) if samples.size else samples
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(np.clip(resampled, -32768, 32767).astype("<i2").tobytes())
