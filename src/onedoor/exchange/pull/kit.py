"""What a partner runs against its own end before it is connected: ``onedoor partner check-register``.

Needs neither server nor database. It asks as the house does, and as nobody should, and says of each rule
whether it holds and what to do where it does not.
"""

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.pull import protocol, reading
from onedoor.exchange.pull.protocol import Inquiry, Name, NoAnswer, Sign
from onedoor.exchange.types import Pulled, Register
from onedoor.kernel.calls import CallFailed, Reply, call
from onedoor.kernel.ids import new_id

NOBODY = UUID(int=0)
AN_HOUR = timedelta(hours=1)
NOT_US = ("GOV/NOT-AGREED", "not-an-attribute")
DENIED = (401, 403)
WRONG = "d3Jvbmc="


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """What is tried, and with whom: ``known`` is a person whom the register knows, ``unknown`` one whom
    it does not, each by the name that ``known_by`` of the catalogue says."""

    address: str
    register: Register
    known: str
    unknown: str
    client: str
    represented: str
    agreement: str
    purpose: str
    sign: Sign
    now: Callable[[], datetime]

    @property
    def pulled(self) -> Pulled:
        assert self.register.pulled is not None
        return self.register.pulled


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, whether it holds, what was seen and what to do about it."""

    rule: Any
    holds: bool
    seen: str = ""
    remedy: Any = ""


def try_out(end: Endpoint) -> Iterator[Finding]:
    """Every rule in turn. Nothing is raised for what the other end does."""
    trial = _Trial(end)
    yield from trial.known_person()
    yield from trial.unknown_person()
    yield from trial.refusals()
    yield from trial.replay()
    yield from trial.hash_is_its_own()
    yield from trial.slow_caller()
    yield from trial.says_nothing_of_her()


class _Trial:
    def __init__(self, end: Endpoint) -> None:
        self.end, self.refused = end, list[bytes]()

    def known_person(self) -> Iterator[Finding]:
        """The right question, and everything that is asked of its answer."""
        inquiry = self._inquiry(self.end.known)
        headers = protocol.headers_of(inquiry, self.end.sign)
        begun = time.monotonic()
        reply, seen = self._send(inquiry, headers)
        spent = time.monotonic() - begun
        ok = reply is not None and reply.status == 200
        yield Finding(
            _("A good question about a known person is answered with 200"), ok, seen,
            _("Serve POST /r1/{serviceId}/values at exactly this path, without redirecting."),
        )  # fmt: skip
        if not ok or reply is None:
            return
        yield Finding(
            _("The answer comes in time"), spent <= self.end.pulled.answer_within, f"{spent:.2f} s",
            _("Answer within the seconds that registers.yaml says (answer_within)."),
        )  # fmt: skip
        yield Finding(
            _("The answer names its question in X-Road-Id"),
            reply.headers.get("x-road-id") == str(inquiry.id),
            reply.headers.get("x-road-id", "-"),
            _("Send back the X-Road-Id of the question."),
        )
        yield self._hash(reply, protocol.request_hash(headers, inquiry.body))
        yield self._values(reply, inquiry)

    def _hash(self, reply: Reply, right: str) -> Finding:
        given = reply.headers.get("x-road-request-hash", "")
        left = self.end.pulled.request_hash == "left-to-server"
        return Finding(
            _("X-Road-Request-Hash is right, where it is given"), left or given in ("", right), given or "-",
            _("Hash the X-Road- headers as they came, then the body, or leave the header out."),
        )  # fmt: skip

    def _values(self, reply: Reply, inquiry: Inquiry) -> Finding:
        seen, holds = "", False
        try:
            said = protocol.read_reply(reply, id=_id_of(reply))
            values = reading.read_statements(self.end.register, NOBODY, inquiry.attributes, said)
            seen, holds = str(len(values)), bool(values)
        except NoAnswer as no:
            seen = no.code
        return Finding(
            _("Every value was asked for, is said once and is of its kind"), holds, seen,
            _("Answer application/json, one statement for each attribute, written as registers.yaml says."),
        )  # fmt: skip

    def unknown_person(self) -> Iterator[Finding]:
        reply, seen = self._ask(self._inquiry(self.end.unknown))
        said = _object(reply)
        yield Finding(
            _("Of an unknown person it says 404 and person-unknown"),
            reply is not None and reply.status == 404 and said.get("code") == protocol.UNKNOWN,
            seen,
            _('Answer 404 with {"code": "person-unknown"} and the X-Road-Id of the question.'),
        )

    def refusals(self) -> Iterator[Finding]:
        """Questions that nobody may get an answer to."""
        good = self._inquiry(self.end.known)
        yield self._refused(
            _("A question about an attribute that it does not have is refused"),
            replace(good, attributes=[(NOT_US[1], "")]), (400, 422),
            _("Answer 422 and no values at all."),
        )  # fmt: skip
        yield self._refused(
            _("A question for an agency without an agreement is refused"),
            replace(good, represented=NOT_US[0]), DENIED,
            _("Compare X-Road-Represented-Party with your agreements; answer 403."),
        )  # fmt: skip
        yield self._refused(
            _("A question of an hour ago is refused"), replace(good, sent_at=good.sent_at - AN_HOUR), DENIED,
            _("Refuse what Onedoor-Sent-At says was sent more than five minutes ago; answer 401."),
        )  # fmt: skip
        yield self._refused(
            _("A question without a signature is refused"), good, DENIED,
            _("Refuse what carries no Onedoor-Signature; answer 401."),
            change=lambda headers, body: ({**headers, "Onedoor-Signature": ""}, body),
        )  # fmt: skip
        yield self._refused(
            _("A question that was changed after it was signed is refused"), good, DENIED,
            _("Verify Onedoor-Signature over X-Road-Id, Onedoor-Sent-At, path and body, a line each."),
            change=lambda headers, body: (headers, body.replace(b'"purpose"', b'"Purpose"')),
        )  # fmt: skip
        yield self._refused(
            _("What is not JSON is refused without falling over"), good, (400, *DENIED, 422),
            _("Answer 400, not 500."),
            change=lambda headers, body: (headers, b"{" * 2000),
        )  # fmt: skip

    def replay(self) -> Iterator[Finding]:
        inquiry = self._inquiry(self.end.known)
        headers = protocol.headers_of(inquiry, self.end.sign)
        first, seen = self._send(inquiry, headers)
        again, seen_again = self._send(inquiry, headers)
        yield Finding(
            _("The same signed question sent again is refused"),
            first is not None
            and again is not None
            and first.status == 200
            and again.status in (409, *DENIED),
            f"{seen}, {seen_again}",
            _("Remember each X-Road-Id for ten minutes; answer 409 the second time."),
        )

    def hash_is_its_own(self) -> Iterator[Finding]:
        inquiry = self._inquiry(self.end.known)
        headers = protocol.headers_of(inquiry, self.end.sign) | {"X-Road-Request-Hash": WRONG}
        reply, seen = self._send(inquiry, headers)
        given = reply.headers.get("x-road-request-hash", "") if reply else "-"
        yield Finding(
            _("A hash that the question brings along is not handed back"), given not in ("-", WRONG), seen,
            _("Work the hash out yourself; never repeat what the question says."),
        )  # fmt: skip

    def slow_caller(self) -> Iterator[Finding]:
        """A caller who sends half a question and stops keeps nobody else waiting."""
        at = urlsplit(self.end.address)
        place = (at.hostname or "", at.port or (443 if at.scheme == "https" else 80))
        seen, holds = "-", False
        try:
            with socket.create_connection(place, timeout=self.end.pulled.answer_within) as line:
                path = self._inquiry(self.end.known).path
                half = f"POST {path} HTTP/1.1\r\nHost: {at.netloc}\r\nContent-Length: 900\r\n\r\n{{"
                line.sendall(half.encode())
                reply, seen = self._ask(self._inquiry(self.end.known))
                holds = reply is not None and reply.status == 200
        except OSError:
            seen = "unreachable"
        yield Finding(
            _("While one caller is slow, others are answered"), holds, seen,
            _("Serve several callers at once, and give up on a caller who sends nothing."),
        )  # fmt: skip

    def says_nothing_of_her(self) -> Iterator[Finding]:
        names = [name.encode() for name in (self.end.known, self.end.unknown)]
        told = any(name in body for body in self.refused for name in names)
        yield Finding(
            _("No refusal repeats who was asked about"), not told, "",
            _("Leave names and numbers out of refusals: they end in logs."),
        )  # fmt: skip

    def _refused(
        self,
        rule: Any,
        inquiry: Inquiry,
        right: tuple[int, ...],
        remedy: Any,
        change: Callable[[dict[str, str], bytes], tuple[dict[str, str], bytes]] | None = None,
    ) -> Finding:
        inquiry = replace(inquiry, id=new_id())
        headers, body = protocol.headers_of(inquiry, self.end.sign), inquiry.body
        if change is not None:
            headers, body = change(headers, body)
        reply, seen = self._send(inquiry, headers, body)
        if reply is not None:
            self.refused.append(reply.body)
        return Finding(rule, reply is not None and reply.status in right, seen, remedy)

    def _inquiry(self, name: str) -> Inquiry:
        end, pulled = self.end, self.end.pulled
        kind: Name = pulled.known_by
        return Inquiry(
            address=end.address.rstrip("/"), service=pulled.service, client=end.client, id=new_id(),
            user="KIT-0000000000000000", issue="HC-KIT", represented=end.represented, person={kind: name},
            attributes=[(code, _period(end.register, code, end.now())) for code in pulled.attributes],
            agreements=[end.agreement], purpose=end.purpose, sent_at=end.now(),
        )  # fmt: skip

    def _ask(self, inquiry: Inquiry) -> tuple[Reply | None, str]:
        return self._send(inquiry, protocol.headers_of(inquiry, self.end.sign))

    def _send(
        self, inquiry: Inquiry, headers: Mapping[str, str], body: bytes | None = None
    ) -> tuple[Reply | None, str]:
        """The answer, or None; and in a word what was seen."""
        try:
            reply = call(
                "POST", inquiry.address + inquiry.path, body=inquiry.body if body is None else body,
                headers=headers, seconds=self.end.pulled.answer_within + 1,
            )  # fmt: skip
        except CallFailed as failure:
            return None, failure.code
        return reply, str(reply.status)


def _period(register: Register, attribute: str, now: datetime) -> str:
    return str(now.year - 1) if register.attributes[attribute].period == "year" else ""


def _id_of(reply: Reply) -> str:
    return reply.headers.get("x-road-id", "")


def _object(reply: Reply | None) -> dict[str, Any]:
    try:
        said = json.loads(reply.body) if reply else {}
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}
