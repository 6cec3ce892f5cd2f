"""GOV.UK Pay as its OpenAPI description says: create, get, cancel, refund, and signed messages.

A WSGI application, so that the real client speaks HTTP to it. ``trouble`` makes the next calls go wrong
as networks do: after the work was done, before it, or with an error of theirs.
"""

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import httpx

SECRET, KEY = "webhook-signing-secret", "api_test_key"
CREATED = "2025-03-10T01:00:00.000Z"
StartResponse = Callable[[str, list[tuple[str, str]]], Any]


@dataclass
class FakePay:
    """One service account with its payments."""

    payments: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    trouble: list[str] = field(default_factory=list)
    calls: int = 0

    def transport(self) -> httpx.BaseTransport:
        """A network with this one server on it."""
        inner = httpx.WSGITransport(app=self)
        fake = self

        class Network(httpx.BaseTransport):
            def handle_request(self, request: httpx.Request) -> httpx.Response:
                fake.calls += 1
                kind = fake.trouble.pop(0) if fake.trouble else ""
                if kind == "lost":
                    raise httpx.ConnectTimeout("no answer", request=request)
                if kind.isdigit():
                    return httpx.Response(int(kind), json={"code": "P0999", "description": "trouble"})
                answer = inner.handle_request(request)
                if kind == "answer-lost":
                    answer.read()
                    raise httpx.ReadTimeout("too late", request=request)
                return answer

        return Network()

    def __call__(self, environ: dict[str, Any], start: StartResponse) -> Iterable[bytes]:
        length = int(environ.get("CONTENT_LENGTH") or 0)
        body = json.loads(environ["wsgi.input"].read(length) or b"{}")
        status, answer = self._answer(environ, environ["REQUEST_METHOD"], environ["PATH_INFO"], body)
        names = {200: "OK", 201: "Created", 202: "Accepted", 204: "No Content"}
        start(f"{status} {names.get(status, 'Error')}", [("Content-Type", "application/json")])
        return [b"" if status == 204 else json.dumps(answer).encode()]

    def _answer(
        self, environ: dict[str, Any], method: str, path: str, body: dict[str, Any]
    ) -> tuple[int, dict[str, Any]]:
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {KEY}":
            return 401, {}
        if (method, path) == ("POST", "/v1/payments"):
            return self._create(body, environ.get("HTTP_IDEMPOTENCY_KEY", ""))
        found = re.fullmatch(r"/v1/payments/(\w+)(/cancel|/refunds)?", path)
        payment = self.payments.get(found.group(1)) if found else None
        if found is None or payment is None:
            return 404, {"code": "P0200", "description": "No payment matched the payment id you provided"}
        if found.group(2) == "/cancel":
            return self._cancel(payment)
        return self._refund(payment, body) if found.group(2) else (200, payment)

    def _create(self, body: dict[str, Any], key: str) -> tuple[int, dict[str, Any]]:
        for name in ("amount", "reference", "description", "return_url"):
            if name not in body:
                return 400, {
                    "field": name,
                    "code": "P0101",
                    "description": f"Missing mandatory attribute: {name}",
                }
        if not isinstance(body["amount"], int) or not 1 <= body["amount"] <= 10_000_000:
            return 422, {"field": "amount", "code": "P0102", "description": "Invalid attribute value: amount"}
        if key and key in self.by_key:
            same = self.payments[self.by_key[key]]
            if same["amount"] != body["amount"]:
                return 409, {"code": "P0191", "description": "The Idempotency-Key has already been used"}
            return 200, same
        id = secrets.token_hex(13)
        link = f"https://publicapi.payments.service.gov.uk/v1/payments/{id}"
        self.payments[id] = {
            "amount": body["amount"], "description": body["description"], "reference": body["reference"],
            "language": body.get("language", "en"), "state": {"status": "created", "finished": False},
            "payment_id": id, "payment_provider": "sandbox", "created_date": CREATED,
            "return_url": body["return_url"], "delayed_capture": False, "moto": False,
            "refund_summary": {"status": "pending", "amount_available": 0, "amount_submitted": 0},
            "settlement_summary": {},
            "_links": {
                "self": {"href": link, "method": "GET"},
                "next_url": {"href": f"https://www.payments.service.gov.uk/secure/{id}", "method": "GET"},
                "cancel": {"href": f"{link}/cancel", "method": "POST"},
            },
        }  # fmt: skip
        if key:
            self.by_key[key] = id
        return 201, self.payments[id]

    def _cancel(self, payment: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if payment["state"]["finished"]:
            return 400, {"code": "P0501", "description": "Cancellation of payment failed"}
        payment["state"] = {"status": "cancelled", "finished": True, "code": "P0040"}
        return 204, {}

    def _refund(self, payment: dict[str, Any], body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        summary = payment["refund_summary"]
        if body.get("refund_amount_available", summary["amount_available"]) != summary["amount_available"]:
            return 412, {"code": "P0604", "description": "Refund amount available mismatch."}
        if not 1 <= body["amount"] <= summary["amount_available"]:
            return 422, {"code": "P0602", "description": "Amount is not available"}
        summary["amount_available"] -= body["amount"]
        summary["amount_submitted"] += body["amount"]
        id = secrets.token_hex(13)
        return 202, {
            "refund_id": id,
            "created_date": CREATED,
            "amount": body["amount"],
            "status": "submitted",
        }

    def pay(self, id: str, outcome: str = "success") -> None:
        """What the payer does on its page."""
        payment = self.payments[id]
        payment["state"] = {"status": outcome, "finished": True}
        if outcome == "success":
            payment["refund_summary"] |= {"status": "available", "amount_available": payment["amount"]}

    def message(self, id: str, event: str = "card_payment_succeeded", **change: Any) -> tuple[bytes, str]:
        """A webhook message about a payment, with its signature."""
        body = json.dumps(
            {
                "webhook_message_id": secrets.token_hex(8), "api_version": 1, "created_date": CREATED,
                "resource_id": id, "resource_type": "payment", "event_type": event,
                "resource": self.payments[id] | change,
            }
        ).encode()  # fmt: skip
        return body, hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
