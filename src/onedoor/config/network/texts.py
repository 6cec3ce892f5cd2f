"""The demo city's message centre: an SMPP 3.4 server, and its telephones over HTTP on loopback.

``POST /handset {"number", "text", "kind": "sms" | "ussd", "dial", "leave"}`` does what somebody does with
a telephone; ``GET /handset?number=`` says what it shows.
"""

import os
import threading
from http.server import ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from onedoor.config.network.centre import Centre
from onedoor.config.network.web import JsonHandler

WAITS = 5.0


def serve(stop: threading.Event) -> None:
    """Returns when ``stop`` is set, or at once where no port is given."""
    smpp, web = os.environ.get("DEMO_SMPP_PORT", ""), os.environ.get("DEMO_TEXTS_PORT", "")
    if not (smpp and web):
        return
    centre = Centre(
        port=int(smpp), system_id=os.environ.get("TEXT_SMPP_ID", "onedoor"),
        password=os.environ.get("TEXT_SMPP_PASSWORD", ""), code=os.environ.get("TEXT_NUMBER", "1800"),
    )  # fmt: skip
    server = make_web(centre, int(web))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    centre.start()
    stop.wait()
    server.shutdown()
    centre.stop()


def make_web(centre: Centre, port: int) -> ThreadingHTTPServer:
    """The telephones' page of the centre."""

    class Handler(JsonHandler):
        def do_GET(self) -> None:
            asked = {key: found[-1] for key, found in parse_qs(urlparse(self.path).query).items()}
            self.answer(200, describe(centre, asked.get("number", "")))

        def do_POST(self) -> None:
            given = self.read_json()
            if given is None:
                self.answer(400, {"error": "no JSON"})
                return
            number = str(given.get("number", ""))
            is_taken = use(centre, number, given)
            self.answer(200 if is_taken else 503, describe(centre, number) | {"taken": is_taken})

    return ThreadingHTTPServer(("127.0.0.1", port), Handler)


def use(centre: Centre, number: str, given: dict[str, object]) -> bool:
    """Do with a telephone what was asked, and wait until it shows what comes back."""
    handset = centre.handsets.look(number)
    messages, screens = len(handset.messages), len(handset.screens)
    text = str(given.get("text", ""))
    if given.get("kind") != "ussd":
        taken = centre.write(number, text)
        if taken:
            centre.handsets.look(number, messages=messages, seconds=WAITS)
    elif given.get("leave"):
        taken = centre.leave(number)
    else:
        taken = centre.dial(number, text) if given.get("dial") else centre.key_in(number, text)
        if taken:
            centre.handsets.look(number, screens=screens, seconds=WAITS)
    return taken


def describe(centre: Centre, number: str) -> dict[str, object]:
    """What the telephone shows."""
    handset = centre.handsets.look(number)
    return {
        "messages": handset.messages[-20:], "screen": handset.screen, "is_open": handset.is_open,
        "is_connected": centre.is_bound,
    }  # fmt: skip
