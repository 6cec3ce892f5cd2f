"""X-Road Message Protocol for REST (PR-REST 1.0), as this house speaks it to registers. No tables.

``POST {address}/r1/{serviceId}/values`` with ``{"person": {"pseudonym" | "identifier": ...}, "attributes":
[{"attribute", "period"}], "agreements": [...], "purpose"}``. Nothing that says who she is stands in an
address or a header; ``X-Road-UserId`` is the pseudonym of whoever asks. The answer is ``{"values":
[{"attribute", "period", "value", "reference"}]}``, or 404 with ``{"code": "person-unknown"}``.

``Onedoor-Signature`` is over ``X-Road-Id``, ``Onedoor-Sent-At``, the path and the body, a line each: what is
sent a second time or later than five minutes is not from this house.
"""

import base64
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from urllib.parse import quote
from uuid import UUID

from onedoor.kernel.calls import CallFailed, Reply, call

VERSION = "r1"
WORD = "values"
UNKNOWN = "person-unknown"
FAULT_CODES = 40  # letters of a failure's name

Sign = Callable[[bytes], str]
Name = Literal["pseudonym", "identifier"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inquiry:
    """All that is sent to one register about one customer."""

    address: str
    service: str
    client: str
    id: UUID
    user: str
    issue: str
    represented: str
    person: Mapping[Name, str]
    attributes: Sequence[tuple[str, str]]  # attribute and period
    agreements: Sequence[str]
    purpose: str
    sent_at: datetime

    @property
    def path(self) -> str:
        return f"/{VERSION}/{_encode(self.service)}/{WORD}"

    @property
    def body(self) -> bytes:
        said = {
            "person": dict(self.person),
            "attributes": [{"attribute": name, "period": period} for name, period in self.attributes],
            "agreements": list(self.agreements),
            "purpose": self.purpose,
        }
        return json.dumps(said, ensure_ascii=False, sort_keys=True).encode()


class NoAnswer(Exception):
    """Nothing that can be used. ``code`` is for engineers: timeout, unreachable, status-503, redirected,
    not-json, not-ours, wrong-hash, wrong-values, xroad-Server.ServerProxy ..."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code[:FAULT_CODES]


def headers_of(inquiry: Inquiry, sign: Sign) -> dict[str, str]:
    """The headers of a question, signed."""
    sent_at = inquiry.sent_at.isoformat()
    return {
        "Content-Type": "application/json; charset=utf-8",
        "X-Road-Client": _encode(inquiry.client),
        "X-Road-Id": str(inquiry.id),
        "X-Road-UserId": inquiry.user,
        "X-Road-Issue": inquiry.issue,
        "X-Road-Represented-Party": _encode(inquiry.represented),
        "Onedoor-Sent-At": sent_at,
        "Onedoor-Signature": sign(signed_bytes(str(inquiry.id), sent_at, inquiry.path, inquiry.body)),
    }


def signed_bytes(id: str, sent_at: str, path: str, body: bytes) -> bytes:
    """What the signature is over."""
    return "\n".join((id, sent_at, path, "")).encode() + body


def request_hash(headers: Mapping[str, str], body: bytes) -> str:
    """``X-Road-Request-Hash`` of an end that is reached without a Security Server: base64 of
    SHA-512(SHA-512(headers) + SHA-512(body)), the headers being those whose names begin with ``X-Road-``,
    in lower case, sorted, each as ``name:value`` with a line feed."""
    named = sorted((name.lower(), value) for name, value in headers.items())
    told = "".join(f"{name}:{value}\n" for name, value in named if is_hashed(name))
    both = hashlib.sha512(told.encode()).digest() + hashlib.sha512(body).digest()
    return base64.b64encode(hashlib.sha512(both).digest()).decode()


def is_hashed(name: str) -> bool:
    """Whether a header is one of the question's own."""
    return name.startswith("x-road-") and name != "x-road-request-hash"


def ask(
    inquiry: Inquiry, headers: Mapping[str, str], *, seconds: float, check_hash: bool
) -> list[dict[str, Any]]:
    """The register's statements, as it wrote them; none where it does not know her. Raises NoAnswer."""
    try:
        reply = call(
            "POST", inquiry.address + inquiry.path, body=inquiry.body, headers=headers, seconds=seconds
        )
    except CallFailed as failure:
        raise NoAnswer(failure.code) from failure
    hash = request_hash(headers, inquiry.body) if check_hash else ""
    return read_reply(reply, id=str(inquiry.id), hash=hash)


def read_reply(reply: Reply, *, id: str, hash: str = "") -> list[dict[str, Any]]:
    """What an answer to the question ``id`` says. Raises NoAnswer."""
    if error := reply.headers.get("x-road-error"):
        raise NoAnswer(f"xroad-{error}")
    if reply.status not in (200, 404):
        raise NoAnswer(f"status-{reply.status}")
    said = read_object(reply)
    if reply.headers.get("x-road-id", "") != id:
        raise NoAnswer("not-ours")
    given = reply.headers.get("x-road-request-hash", "")
    if hash and given and given != hash:
        raise NoAnswer("wrong-hash")
    if reply.status == 404:
        if said.get("code") != UNKNOWN:
            raise NoAnswer("status-404")
        return []
    values = said.get("values")
    if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
        raise NoAnswer("wrong-values")
    return values


def read_object(reply: Reply) -> dict[str, Any]:
    """The body, which must be one JSON object that says each thing once. Raises NoAnswer."""
    kind = reply.headers.get("content-type", "").partition(";")[0].strip().lower()
    try:
        said = json.loads(reply.body, object_pairs_hook=_once, parse_constant=_refuse, parse_float=str)
    except (ValueError, RecursionError) as error:
        raise NoAnswer("not-json") from error
    if kind != "application/json" or not isinstance(said, dict):
        raise NoAnswer("not-json")
    return said


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(name)


def _encode(id: str) -> str:
    return "/".join(quote(part, safe="") for part in id.split("/"))
