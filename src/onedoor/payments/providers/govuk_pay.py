"""GOV.UK Pay: its public REST API and its signed webhook messages.

https://docs.payments.service.gov.uk; the shapes are those of its published OpenAPI description.
Amounts are whole pence there and Decimal here; a payment's ``reference`` there is our own.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

import httpx
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Conflict, Invalid, NotAllowed
from onedoor.payments.providers.interface import Begun, Order, ProviderSilent
from onedoor.payments.types import Notice

TIMEOUT = httpx.Timeout(8.0, connect=3.0)
TRIES = 3
LANGUAGES = {"cy": "cy"}  # its pages speak English and Welsh
OUTCOMES: dict[str, Literal["paid", "failed"]] = {
    "card_payment_succeeded": "paid",
    "card_payment_captured": "paid",
    "card_payment_settled": "paid",
    "card_payment_failed": "failed",
    "card_payment_expired": "failed",
}
STATES: dict[str, Literal["paid", "failed"]] = {
    "success": "paid",
    "failed": "failed",
    "cancelled": "failed",
    "error": "failed",
}


class GovukPay:
    """One service account of GOV.UK Pay. ``transport`` takes the network's place in tests."""

    code = "govuk-pay"
    signature_header = "Pay-Signature"
    sends_refunds = True

    def __init__(
        self, *, address: str, key: str, secret: str, transport: httpx.BaseTransport | None = None
    ) -> None:
        self._secret = secret
        self._http = {
            "base_url": address.rstrip("/"),
            "headers": {"Authorization": f"Bearer {key}", "Accept": "application/json"},
            "timeout": TIMEOUT,
            "transport": transport,
        }

    def begin(self, order: Order) -> Begun:
        body = {
            "amount": _pence(order.amount),
            "reference": order.reference,
            "description": f"{order.title} {order.voucher}"[:255],
            "return_url": order.return_url,
            "language": LANGUAGES.get(order.language, "en"),
        }
        # The key makes a second try after a time-out the same payment, not another one.
        answer = self._call("POST", "/v1/payments", body, key=order.reference)
        try:
            return Begun(
                url=str(answer["_links"]["next_url"]["href"]), provider_reference=str(answer["payment_id"])
            )
        except (KeyError, TypeError) as error:
            raise _silent() from error

    def checkout_url(self, reference: str) -> str:
        return ""

    def read_notice(self, body: bytes, signature: str) -> Notice | None:
        signed = hmac.new(self._secret.encode(), body, hashlib.sha256).hexdigest()
        if not self._secret or not hmac.compare_digest(signed.encode(), signature.strip().encode()):
            raise NotAllowed("payments.notice_unsigned", _("The notice is not signed by the bank."))
        try:
            data = json.loads(body)
            outcome = OUTCOMES.get(str(data["event_type"]).lower())
            if outcome is None or str(data["resource_type"]).lower() != "payment":
                return None
            return _notice(data["resource"], outcome, at=data["created_date"])
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise Invalid("payments.notice_unreadable", _("The bank's notice cannot be read.")) from error

    def ask(self, provider_reference: str) -> Notice | None:
        answer = self._call("GET", f"/v1/payments/{provider_reference}")
        try:
            outcome = STATES.get(str(answer["state"]["status"]))
            return _notice(answer, outcome, at=answer["created_date"]) if outcome else None
        except (ValueError, KeyError, TypeError) as error:
            raise _silent() from error

    def cancel(self, provider_reference: str) -> None:
        self._call("POST", f"/v1/payments/{provider_reference}/cancel", expected=(400, 409))

    def refund(self, provider_reference: str, amount: Decimal) -> str:
        """What is left is read first and sent along, so that a second try of the same refund cannot
        take more than was there before the first."""
        payment = self._call("GET", f"/v1/payments/{provider_reference}")
        available = (payment.get("refund_summary") or {}).get("amount_available")
        if not isinstance(available, int) or available < _pence(amount):
            raise Conflict(
                "refund.not_available", _("The bank has not so much of this payment left to pay back.")
            )
        answer = self._call(
            "POST",
            f"/v1/payments/{provider_reference}/refunds",
            {"amount": _pence(amount), "refund_amount_available": available},
            tries=1,
        )
        return str(answer.get("refund_id", ""))

    def _call(
        self,
        method: str,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        key: str = "",
        tries: int = TRIES,
        expected: tuple[int, ...] = (),
    ) -> dict[str, Any]:
        headers = {"Idempotency-Key": key} if key else {}
        with httpx.Client(**self._http) as client:  # type: ignore[arg-type]  # options kept by name
            for left in reversed(range(tries)):
                try:
                    answer = client.request(method, path, json=body, headers=headers)
                except httpx.TransportError as error:
                    if not left:
                        raise _silent() from error
                    continue
                if answer.status_code not in (429, 500, 502, 503, 504) or not left:
                    return _read(answer, expected)
        raise _silent()


def _read(answer: httpx.Response, expected: tuple[int, ...]) -> dict[str, Any]:
    """What it says, or why not, in words for the person who pays or the officer who pays back."""
    if answer.status_code in expected or answer.status_code == 204:
        return {}
    if answer.status_code in (401, 403):
        raise ProviderSilent(
            "payments.provider_key", _("Paying online does not work now. We have been told.")
        )
    if answer.status_code in (409, 412):
        raise Conflict(
            "payments.provider_conflict", _("The bank says that this has changed. Look at it again.")
        )
    if answer.status_code in (400, 404, 422):
        facts = _error(answer)
        raise Invalid(
            "payments.provider_refused", _("The bank does not take this payment as it is."), **facts
        )
    if not answer.is_success:
        raise _silent()
    try:
        found = answer.json()
    except ValueError as error:
        raise _silent() from error
    return found if isinstance(found, dict) else {}


def _error(answer: httpx.Response) -> dict[str, str]:
    """The provider's own code (P0102, …) for the log; never its text, which may repeat what was sent."""
    try:
        return {"provider_code": str(answer.json().get("code", ""))[:10]}
    except (ValueError, AttributeError):
        return {}


def _notice(payment: Mapping[str, Any], outcome: Literal["paid", "failed"], *, at: str) -> Notice:
    amount = payment["amount"]
    if not isinstance(amount, int) or isinstance(amount, bool) or amount <= 0:
        raise ValueError("amount")
    paid_at = datetime.fromisoformat(at)
    if paid_at.tzinfo is None:
        raise ValueError("created_date")
    return Notice(
        provider=GovukPay.code, provider_reference=str(payment["payment_id"])[:60],
        reference=str(payment["reference"]), outcome=outcome, amount=Decimal(amount) / 100, paid_at=paid_at,
    )  # fmt: skip


def _pence(amount: Decimal) -> int:
    return int(amount * 100)


def _silent() -> ProviderSilent:
    return ProviderSilent(
        "payments.provider_silent",
        _("The bank does not answer. Nothing was paid. Try again in a few minutes."),
    )
