"""One call to a system of somebody else, in the manner of the house.

It ends within its time however slowly the answer drips, takes no answer that is too large or packed,
follows to no other address, and uses no proxy that the machine happens to name. No tables, no logs.
"""

import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpx

LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class CallFailed(Exception):
    """No whole answer. ``code``: timeout, unreachable, redirected, too-large or packed."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def call(
    method: str,
    url: str,
    *,
    body: bytes = b"",
    headers: Mapping[str, str],
    seconds: float,
    largest: int = LARGEST_ANSWER,
) -> Reply:
    """The answer, whatever its status but a redirection. Raises CallFailed."""
    until = time.monotonic() + seconds
    sent = {"Accept": "application/json", "Accept-Encoding": "identity"} | dict(headers)
    with httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
        # A time-out of httpx is for one read; an answer that drips is cut off by closing the line.
        cut = threading.Timer(seconds, client.close)
        cut.daemon = True
        cut.start()
        try:
            with client.stream(method, url, content=body, headers=sent) as response:
                return _take(response, largest, until)
        except httpx.TimeoutException as error:
            raise CallFailed("timeout") from error
        except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, RuntimeError) as error:
            raise CallFailed("timeout" if time.monotonic() >= until else "unreachable") from error
        finally:
            cut.cancel()


def read_addresses(words: Iterable[str]) -> dict[str, str]:
    """``HSG=https://hsg.example/onedoor`` and its like, as an operator sets them: name → address."""
    pairs = (word.partition("=") for word in words)
    return {name.strip(): address.strip().rstrip("/") for name, _, address in pairs if address.strip()}


def _take(response: httpx.Response, largest: int, until: float) -> Reply:
    if 300 <= response.status_code < 400:
        raise CallFailed("redirected")
    if response.headers.get("content-encoding", "identity") != "identity":
        raise CallFailed("packed")
    body = b""
    for piece in response.iter_raw():
        body += piece
        if len(body) > largest:
            raise CallFailed("too-large")
        if time.monotonic() >= until:
            raise CallFailed("timeout")
    return Reply(response.status_code, {k.lower(): v for k, v in response.headers.items()}, body)
