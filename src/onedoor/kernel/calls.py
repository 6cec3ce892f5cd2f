"""One call to a system of somebody else, in the manner of the house.

It ends within its time however slowly the answer drips, takes no answer that is too large or packed,
follows to no other address, and uses no proxy that the machine happens to name. No tables, no logs.
"""

import socket
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any

import httpx

LARGEST_ANSWER = 64 * 1024


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class CallFailed(Exception):
    """No whole answer. ``code``: timeout, unreachable, redirected, too-large, packed or inside."""

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
    outside: bool = False,
) -> Reply:
    """The answer, whatever its status but a redirection. Raises CallFailed.

    ``outside``: only to an address of the open net, for a url that somebody else gave us. Its name is looked
    up once, and the call goes to what was found, so that a name cannot lead inside the second time.
    """
    until = time.monotonic() + seconds
    sent = {"Accept": "application/json", "Accept-Encoding": "identity"} | dict(headers)
    more: dict[str, Any] = {}
    if outside:
        url, sent["Host"], more["extensions"] = _pinned(url)
    with httpx.Client(timeout=seconds, follow_redirects=False, trust_env=False) as client:
        # A time-out of httpx is for one read; an answer that drips is cut off by closing the line.
        cut = threading.Timer(seconds, client.close)
        cut.daemon = True
        cut.start()
        try:
            with client.stream(method, url, content=body, headers=sent, **more) as response:
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


def is_inside(host: str) -> bool:
    """Whether the host names, as it is written, a machine of no public network: an address that is private,
    local, reserved or shared, or a name without a dot. What a name leads to is looked at by each call."""
    try:
        return not _is_open(host)
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


def _is_open(address: str) -> bool:
    found = ip_address(address)
    found = getattr(found, "ipv4_mapped", None) or found
    return found.is_global and not found.is_multicast


def _pinned(url: str) -> tuple[str, str, dict[str, str]]:
    """The url by the number of its host, the host's name, and whose certificate is asked for."""
    try:
        asked = httpx.URL(url)
        found = socket.getaddrinfo(asked.host, asked.port or 443, type=socket.SOCK_STREAM)
        numbers = [str(one[4][0]) for one in found]
        inside = not numbers or not all(map(_is_open, numbers))
    except (OSError, ValueError, httpx.InvalidURL) as error:
        raise CallFailed("unreachable") from error
    if inside:
        raise CallFailed("inside")
    return (
        str(asked.copy_with(host=numbers[0])),
        asked.netloc.decode(),
        {"sni_hostname": asked.host},
    )


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
