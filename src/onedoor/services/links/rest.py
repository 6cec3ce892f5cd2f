"""An agency or partner with a system of its own: tasks go out and answers come back as JSON.

``POST {address}/tasks`` hands a task over, ``GET {address}/tasks/{id}`` asks how it goes. Both answer
``{"state": "accepted" | "done" | "refused", "reference": "…", "values": {…}, "reasons": ["…"]}``. The
id is also the ``Idempotency-Key``; ``Onedoor-Signature`` is the house's signature over the body.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

import httpx

from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.document import plain
from onedoor.services.links.base import LinkDown, Message, Receipt

SECONDS = 10.0
LARGEST_ANSWER = 64 * 1024
MOST_REASONS = 50
_OUTCOMES = ("accepted", "done", "refused")

Sign = Callable[[bytes], str]


class RestLink:
    """``sign`` gives the header that proves to the agency who asks."""

    in_house = False

    def __init__(self, address: str, *, sign: Sign, seconds: float = SECONDS) -> None:
        self._address, self._sign, self._seconds = address.rstrip("/"), sign, seconds

    def send(self, message: Message) -> Receipt:
        body = json.dumps(_body(message), ensure_ascii=False, sort_keys=True).encode()
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(message.task)}
        return self._call("POST", "/tasks", body, headers)

    def ask(self, message: Message) -> Receipt:
        return self._call("GET", f"/tasks/{message.task}", b"", {})

    def _call(self, method: str, path: str, body: bytes, headers: dict[str, str]) -> Receipt:
        headers |= {"Accept": "application/json", "Onedoor-Signature": self._sign(body or path.encode())}
        try:
            with (
                httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=False) as client,
                client.stream(method, self._address + path, content=body, headers=headers) as response,
            ):
                return _read(response.status_code, _answer(response))
        except httpx.TimeoutException as error:
            raise LinkDown("timeout") from error
        except httpx.HTTPError as error:
            raise LinkDown("unreachable") from error


def _answer(response: httpx.Response) -> bytes:
    answer = b""
    for piece in response.iter_bytes():
        answer += piece
        if len(answer) > LARGEST_ANSWER:
            raise LinkDown("unreadable")
    return answer


def _body(message: Message) -> dict[str, Any]:
    return {
        "task": str(message.task),
        "kind": message.kind,
        "application": message.number,
        "service": message.service,
        "step": message.step,
        "title": dict(message.title),
        "told": plain(message.told),
        "due_at": message.due_at.isoformat() if message.due_at else None,
        "undoes": str(message.undoes) if message.undoes else None,
    }


def _read(status: int, answer: bytes) -> Receipt:
    if status in (400, 401, 403, 404, 405, 410, 422):
        raise LinkDown(f"status-{status}", for_good=status != 404)
    if status not in (200, 201, 202, 409):
        raise LinkDown(f"status-{status}")
    try:
        data = json.loads(answer)
        outcome, values = data["state"], data.get("values") or {}
        reference, reasons = str(data.get("reference") or ""), data.get("reasons") or []
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LinkDown("unreadable") from error
    said = [_text(reason) for reason in reasons] if isinstance(reasons, list) else []
    sound = outcome in _OUTCOMES and isinstance(values, Mapping) and len(said) <= MOST_REASONS
    if not sound or None in said or (outcome == "refused" and not said):
        raise LinkDown("unreadable")
    found = tuple(text for text in said if text is not None)
    return Receipt(outcome=outcome, reference=reference[:200], values=dict(values), reasons=found)


def _text(reason: Any) -> Text | None:
    """A reason in every language that it was given in; a bare one is said as it is."""
    if isinstance(reason, str) and reason.strip():
        return dict.fromkeys(LANGUAGES, reason.strip()[:2000])
    if isinstance(reason, Mapping) and any(isinstance(reason.get(code), str) for code in LANGUAGES):
        first = next(reason[code] for code in LANGUAGES if isinstance(reason.get(code), str))
        return {code: str(reason.get(code) or first)[:2000] for code in LANGUAGES}
    return None
