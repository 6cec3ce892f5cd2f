"""An agency or partner with a system of its own: tasks go out and answers come back as JSON.

``POST {address}/tasks`` hands a task over, ``GET {address}/tasks/{id}`` asks how it goes. Both answer
``{"state": "accepted" | "done" | "refused", "reference": "…", "values": {…}, "reasons": ["…"]}``. The
id is also the ``Idempotency-Key``; ``Onedoor-Signature`` is the house's signature over the body.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from onedoor.kernel.calls import CallFailed, call
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.services.applications.document import plain
from onedoor.services.links.base import LinkDown, Message, Receipt

SECONDS = 10.0
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
        headers |= {"Onedoor-Signature": self._sign(body or path.encode())}
        try:
            reply = call(method, self._address + path, body=body, headers=headers, seconds=self._seconds)
        except CallFailed as failure:
            code = failure.code if failure.code in ("timeout", "unreachable") else "unreadable"
            raise LinkDown(code) from failure
        return _read(reply.status, reply.body)


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
