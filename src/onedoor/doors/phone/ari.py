"""What we ask of Asterisk over its REST interface (ARI), and where its events come from."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import httpx

APP = "onedoor"
PATIENCE = 10.0
# No such channel, it left the application, it is being hung up, or it cannot be joined any more.
GONE = (404, 409, 412, 422)


class LineGone(Exception):
    """The caller, or what she was listening to, is not there any more."""


class Asterisk:
    """One exchange at ``address`` (``http://host:8088``). Every request is short; what happens afterwards
    comes as events."""

    def __init__(self, address: str, user: str, password: str, *, client: httpx.Client | None = None) -> None:
        self.address = address.rstrip("/")
        self.client = client or httpx.Client(auth=(user, password), timeout=PATIENCE)
        self.user, self.password = user, password

    def close(self) -> None:
        """No more requests."""
        self.client.close()

    @property
    def events_address(self) -> str:
        """The web socket that tells what happens to our calls."""
        place = urlsplit(self.address)
        scheme = "wss" if place.scheme == "https" else "ws"
        return f"{scheme}://{place.netloc}{place.path}/ari/events?app={APP}"

    def answer(self, channel: str) -> None:
        self._ask("POST", f"channels/{channel}/answer")

    def play(self, channel: str, media: list[str]) -> str:
        """Begins to play; gives the playback, which ends with PlaybackFinished."""
        playback = uuid4().hex
        self._ask("POST", f"channels/{channel}/play", media=",".join(media), playbackId=playback)
        return playback

    def stop_playing(self, playback: str) -> None:
        """Cuts the words short; not an error where they had ended."""
        self._ask("DELETE", f"playbacks/{playback}", may_be_gone=True)

    def hang_up(self, channel: str) -> None:
        self._ask("DELETE", f"channels/{channel}", may_be_gone=True)

    def hold(self, channel: str) -> None:
        """Music while she waits; it ends when she is joined to somebody."""
        self._ask("POST", f"channels/{channel}/moh", may_be_gone=True)

    def stop_holding(self, channel: str) -> None:
        self._ask("DELETE", f"channels/{channel}/moh", may_be_gone=True)

    def call_people(self, endpoint: str, *, leg: str, number: str, seconds: int) -> bool:
        """Rings the officers; False where no telephone of theirs is there to ring. Their leg enters our
        application when somebody picks up."""
        try:
            self._ask(
                "POST", "channels", endpoint=endpoint, app=APP, appArgs="person", channelId=leg,
                callerId=number, timeout=str(seconds),
            )  # fmt: skip
        except httpx.HTTPStatusError:  # 500 "Allocation failed": none is registered
            return False
        return True

    def join(self, *channels: str) -> str:
        """Lets them hear each other; gives the bridge."""
        bridge: str = self._ask("POST", "bridges", type="mixing", name=APP)["id"]
        try:
            for channel in channels:
                self._ask("POST", f"bridges/{bridge}/addChannel", channel=channel)
        except (LineGone, httpx.HTTPStatusError) as gone:  # 400 is its word for a channel that hung up
            self.part(bridge)
            raise LineGone from gone
        return bridge

    def part(self, bridge: str) -> None:
        self._ask("DELETE", f"bridges/{bridge}", may_be_gone=True)

    def record(self, channel: str, *, name: str, seconds: int, silence: int) -> None:
        """Takes down what is said after a tone, until silence or a key; RecordingFinished tells the end."""
        self._ask(
            "POST", f"channels/{channel}/record", name=name, format="wav", maxDurationSeconds=str(seconds),
            maxSilenceSeconds=str(silence), ifExists="fail", beep="true", terminateOn="any",
        )  # fmt: skip

    def take_recording(self, name: str) -> bytes:
        """The sound, which the exchange then no longer has; empty where nothing was said."""
        answer = self.client.get(f"{self.address}/ari/recordings/stored/{name}/file")
        self._ask("DELETE", f"recordings/stored/{name}", may_be_gone=True)
        return answer.content if answer.status_code == 200 else b""

    def _ask(self, method: str, path: str, *, may_be_gone: bool = False, **query: str) -> Any:
        answer = self.client.request(method, f"{self.address}/ari/{path}", params=query)
        if answer.status_code in GONE:
            if may_be_gone:
                return {}
            raise LineGone
        answer.raise_for_status()
        return answer.json() if answer.content else {}
