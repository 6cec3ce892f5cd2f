"""Asterisk's REST interface and events, as Asterisk 22 was seen to behave; and callers who press keys.

It refuses what the real one refuses: strangers (401), channels that are gone (404) or outside the
application (409), bridges and playbacks that are over (404), endpoints nobody registered (500).
``make telephony`` makes the same calls to a real one.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

from websockets.frames import Frame, Opcode
from websockets.protocol import State
from websockets.server import ServerProtocol

USER, PASSWORD = "onedoor", "harbour"
LOGIN = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
GIVES_UP = "gives up"  # she hears the words out, waits a little and hangs up
MEDIA = ("sound:", "recording:", "number:", "digits:", "characters:", "tone:")
Answer = tuple[int, Any]
GONE: Answer = (404, {"message": "Channel not found"})


@dataclass
class Channel:
    id: str
    number: str = ""
    state: str = "Ring"
    in_application: bool = True
    playing: str = ""
    is_officer: bool = False
    spoken: threading.Event = field(default_factory=threading.Event)

    def shown(self) -> dict[str, Any]:
        caller = {"name": "", "number": self.number}
        return {"id": self.id, "name": f"PJSIP/caller-{self.id}", "state": self.state, "caller": caller,
                "connected": {"name": "", "number": ""}, "language": "en", "protocol_id": ""}  # fmt: skip


class FakeAsterisk:
    """One exchange on this machine. ``officer``: "talks-and-leaves", "rings" on and on, rings and "nobody"
    comes, or "away": no telephone of theirs is registered. One who "answers" hears words and presses
    ``officer_presses``, or nothing; once joined to a caller she talks and leaves."""

    def __init__(self, *, officer: str = "nobody", words_last: float = 0.02) -> None:
        self.officer, self.words_last, self.officer_presses = officer, words_last, ""
        self.channels: dict[str, Channel] = {}
        self.playbacks: dict[str, str] = {}
        self.bridges: dict[str, list[str]] = {}
        self.recordings: dict[str, bytes] = {}
        self.requests: list[tuple[str, str, dict[str, str], int]] = []
        self.said: list[str] = []
        self.listeners: list[Callable[[str], None]] = []
        self.listened = threading.Event()
        self.lock = threading.RLock()
        self.voice = b"RIFF....WAVE"
        fake = self

        class Handler(_Handler):
            exchange = fake

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def close(self) -> None:
        self.listeners.clear()
        self.server.shutdown()
        self.server.server_close()

    def dial(self, presses: list[str], *, number: str = "6598765432", stays: bool = False) -> str:
        """A whole call, in this thread: at each prompt the next keys ("" lets the words end and waits for
        the next ones); then she hangs up, or with ``stays`` waits until we do. Gives the channel's id."""
        assert self.listened.wait(5), "nobody listens to the application: Stasis() would go on to Hangup()"
        channel = Channel(uuid4().hex, number)
        self.channels[channel.id] = channel
        self.tell("StasisStart", args=[], channel=channel.shown())
        for keys in presses:
            if not self._wait_for_words(channel):
                return channel.id
            if keys in ("", GIVES_UP):
                self._finish(channel)
            if keys == GIVES_UP:
                time.sleep(0.1)
                self.hang_up(channel.id)
                return channel.id
            for key in keys:
                self.tell("ChannelDtmfReceived", digit=key, duration_ms=100, channel=channel.shown())
        if stays:
            while channel.id in self.channels:
                if channel.spoken.wait(0.02):
                    channel.spoken.clear()
                    time.sleep(self.words_last)
                    self._finish(channel)
        else:
            self._wait_for_words(channel)
            self.hang_up(channel.id)
        return channel.id

    def hang_up(self, channel: str) -> bool:
        """From either side."""
        with self.lock:
            gone = self.channels.pop(channel, None)
        if gone is None:
            return False
        self.tell("ChannelHangupRequest", cause=16, channel=gone.shown())
        if gone.in_application:
            self.tell("StasisEnd", channel=gone.shown())
        self.tell("ChannelDestroyed", cause=16, cause_txt="Normal Clearing", channel=gone.shown())
        return True

    def tell(self, kind: str, **facts: Any) -> None:
        event = {"type": kind, "application": "onedoor", "asterisk_id": "00:00:00:00:00:01", **facts}
        for listener in list(self.listeners):
            listener(json.dumps(event))

    def answer(self, method: str, path: str, query: dict[str, str]) -> Answer:
        """What the interface says to one request."""
        words = path.split("/")
        name = "_".join([method, words[0], *words[2:3]] if len(words) > 1 else [method, words[0]]).lower()
        act: Callable[[str, dict[str, str]], Answer] | None = getattr(self, f"_{name}", None)
        if act is None:
            return 404, {"message": "Resource not found"}
        if words[0] == "channels" and len(words) > 1:
            channel = self.channels.get(words[1])
            if channel is None:
                return GONE
            if not channel.in_application and method != "DELETE":
                return 409, {"message": "Channel not in Stasis application"}
        return act("/".join(words[1:]), query)

    def _post_channels(self, _path: str, query: dict[str, str]) -> Answer:
        leg = Channel(query["channelId"], state="Down", in_application=False, is_officer=True)
        if not query.get("endpoint"):
            return 400, {"message": "Endpoint must be specified"}
        if self.officer == "away":
            return 500, {"error": "Allocation failed"}
        self.channels[leg.id] = leg
        threading.Thread(target=self._ring, args=(leg, query.get("appArgs", "")), daemon=True).start()
        return 200, leg.shown()

    def _ring(self, leg: Channel, arguments: str) -> None:
        time.sleep(0.05)
        if self.officer in ("talks-and-leaves", "answers"):
            leg.state, leg.in_application = "Up", True
            self.tell("StasisStart", args=arguments.split(","), channel=leg.shown())
        elif self.officer == "nobody":
            self.hang_up(leg.id)

    def _officer_hears(self, leg: Channel) -> None:
        time.sleep(self.words_last)
        keys, self.officer_presses = self.officer_presses, ""
        for key in keys:
            self.tell("ChannelDtmfReceived", digit=key, duration_ms=100, channel=leg.shown())
        if not keys:
            self._finish(leg)

    def _post_channels_answer(self, path: str, _query: dict[str, str]) -> Answer:
        self.channels[path.split("/")[0]].state = "Up"
        return 204, None

    def _post_channels_play(self, path: str, query: dict[str, str]) -> Answer:
        media = [one for one in query.get("media", "").split(",") if one]
        if not media:
            return 500, {"message": "Failed to queue media for playback"}
        assert all(one.startswith(MEDIA) for one in media), f"Asterisk never ends to play {media}"
        channel = self.channels[path.split("/")[0]]
        channel.playing = query.get("playbackId") or uuid4().hex
        self.playbacks[channel.playing] = channel.id
        self.said.extend(media)
        shown = {"id": channel.playing, "media_uri": media[0], "target_uri": f"channel:{channel.id}"}
        self.tell("PlaybackStarted", playback={**shown, "state": "playing"})
        channel.spoken.set()
        if channel.is_officer:
            threading.Thread(target=self._officer_hears, args=(channel,), daemon=True).start()
        return 201, {**shown, "state": "queued"}

    def _delete_playbacks(self, path: str, _query: dict[str, str]) -> Answer:
        channel = self.channels.get(self.playbacks.get(path, ""))
        if path not in self.playbacks or channel is None:
            return 404, {"message": "Playback not found"}
        self._finish(channel)
        return 204, None

    def _delete_channels(self, path: str, _query: dict[str, str]) -> Answer:
        return (204, None) if self.hang_up(path) else GONE

    def _post_channels_moh(self, _path: str, _query: dict[str, str]) -> Answer:
        return 204, None

    _delete_channels_moh = _post_channels_moh

    def _post_bridges(self, _path: str, query: dict[str, str]) -> Answer:
        assert query["type"] in ("mixing", "holding"), query
        bridge = uuid4().hex
        self.bridges[bridge] = []
        return 200, {"id": bridge, "bridge_type": query["type"], "channels": []}

    def _post_bridges_addchannel(self, path: str, query: dict[str, str]) -> Answer:
        channel = self.channels.get(query["channel"])
        if channel is None:
            return 400, {"message": "Channel not found"}
        if not channel.in_application:
            return 422, {"message": "Channel not in Stasis application"}
        joined = self.bridges[path.split("/")[0]]
        joined.append(channel.id)
        if len(joined) == 2 and self.officer in ("talks-and-leaves", "answers"):
            threading.Timer(0.1, self.hang_up, [joined[1]]).start()
        return 204, None

    def _delete_bridges(self, path: str, _query: dict[str, str]) -> Answer:
        return (
            (204, None)
            if self.bridges.pop(path, None) is not None
            else (404, {"message": "Bridge not found"})
        )

    def _post_channels_record(self, path: str, query: dict[str, str]) -> Answer:
        if query["format"] not in ("wav", "gsm"):
            return 422, {"message": "Format not supported"}
        recording = {
            "name": query["name"],
            "format": query["format"],
            "target_uri": f"channel:{path.split('/')[0]}",
        }
        self.recordings[query["name"]] = self.voice
        threading.Timer(
            0.05, self.tell, ["RecordingFinished"], {"recording": {**recording, "state": "done"}}
        ).start()
        return 201, {**recording, "state": "queued"}

    def _get_recordings_file(self, path: str, _query: dict[str, str]) -> Answer:
        sound = self.recordings.get(path)
        return (200, sound) if sound else (404, {"message": "Recording not found"})

    def _wait_for_words(self, channel: Channel) -> bool:
        """Until something is said to her; False when the line is dead."""
        until = time.monotonic() + 10
        while time.monotonic() < until:
            if channel.spoken.wait(0.02):
                channel.spoken.clear()
                return True
            if channel.id not in self.channels:
                return False
        raise AssertionError("nothing is said to the caller")

    def _finish(self, channel: Channel) -> None:
        playing, channel.playing = channel.playing, ""
        if self.playbacks.pop(playing, None):
            shown = {"id": playing, "target_uri": f"channel:{channel.id}", "state": "done"}
            self.tell("PlaybackFinished", playback=shown)


class _Handler(BaseHTTPRequestHandler):
    """One port for requests and events, as Asterisk has it."""

    exchange: FakeAsterisk
    protocol_version = "HTTP/1.1"

    def log_message(self, *_args: Any) -> None:
        """Silent."""

    def _serve(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        place = urlsplit(self.path)
        query = dict(parse_qsl(place.query, keep_blank_values=True))
        if self.headers.get("Authorization") != LOGIN:
            return self._reply(401, {"message": "Authentication required"})
        path = place.path.removeprefix("/ari/")
        if path == "events":
            return self._stream(query)
        if path.startswith("recordings/stored/"):
            name, _, _rest = path.removeprefix("recordings/stored/").partition("/")
            known = self.exchange._get_recordings_file(name, query)
            if self.command == "DELETE":
                known = (204, None) if self.exchange.recordings.pop(name, None) else known
            return self._reply(*known)
        status, body = self.exchange.answer(self.command, path, query)
        self.exchange.requests.append((self.command, path, query, status))
        return self._reply(status, body)

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815  # names of the standard library

    def _reply(self, status: int, body: Any) -> None:
        content = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _stream(self, query: Mapping[str, str]) -> None:
        """Events as WebSocket frames until the listener goes away."""
        assert query.get("app") == "onedoor", query
        from websockets.utils import accept_key

        self.send_response(101)
        for name, value in (("Upgrade", "websocket"), ("Connection", "Upgrade")):
            self.send_header(name, value)
        self.send_header("Sec-WebSocket-Accept", accept_key(self.headers["Sec-WebSocket-Key"]))
        self.end_headers()
        self.wfile.flush()
        frames, writing = ServerProtocol(state=State.OPEN), threading.Lock()

        def send(text: str) -> None:
            with writing:
                frames.send_text(text.encode())
                self.wfile.write(b"".join(frames.data_to_send()))
                self.wfile.flush()

        self.exchange.listeners.append(send)
        self.exchange.listened.set()
        while data := self.connection.recv(4096):
            frames.receive_data(data)
            closing = [
                frame
                for frame in frames.events_received()
                if isinstance(frame, Frame) and frame.opcode is Opcode.CLOSE
            ]
            with writing:
                self.wfile.write(b"".join(frames.data_to_send()))
            if closing:
                break
        if send in self.exchange.listeners:
            self.exchange.listeners.remove(send)
        self.close_connection = True
