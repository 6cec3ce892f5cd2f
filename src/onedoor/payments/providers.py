"""Payment providers: what we ask of one, and the test bank that is built in.

A provider takes the payer to its page and later sends signed notices, perhaps twice, late, out of
order or for another amount. Another provider is another class with these three members.
"""

import hashlib
import hmac
import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.payments.types import Notice


class Provider(Protocol):
    """A bank or a payment service."""

    code: str

    def checkout_url(self, reference: str) -> str:
        """Where the payer of ``reference`` goes."""
        ...

    def read_notice(self, body: bytes, signature: str) -> Notice:
        """The notice, once its signature holds. Raises NotAllowed or Invalid."""
        ...


class HarbourPay:
    """The test bank: its page is one of this site's own, its notices are signed as a real one's."""

    code = "harbour-pay"

    def checkout_url(self, reference: str) -> str:
        return f"/pay/{reference}/"

    def read_notice(self, body: bytes, signature: str) -> Notice:
        if not hmac.compare_digest(self._sign(body).encode(), signature.encode()):
            raise NotAllowed("payments.notice_unsigned", _("The notice is not signed by the bank."))
        try:
            data = json.loads(body)
            notice = Notice(
                provider=self.code,
                provider_reference=str(data["payment"]),
                reference=str(data["reference"]),
                outcome=data["outcome"],
                amount=Decimal(str(data["amount"])),
                paid_at=datetime.fromisoformat(data["paid_at"]),
            )
        except (ValueError, KeyError, TypeError, InvalidOperation) as error:
            raise _unreadable() from error
        sound = notice.amount.is_finite() and notice.amount > 0 and notice.amount == round(notice.amount, 2)
        if not sound or notice.outcome not in ("paid", "failed") or notice.paid_at.tzinfo is None:
            raise _unreadable()
        return notice

    def write_notice(
        self,
        *,
        payment: str,
        reference: str,
        outcome: Literal["paid", "failed"],
        amount: Decimal,
        paid_at: datetime,
    ) -> tuple[bytes, str]:
        """The bank's side: a notice and its signature."""
        facts = {"payment": payment, "reference": reference, "outcome": outcome, "amount": str(amount)}
        body = json.dumps(facts | {"paid_at": paid_at.isoformat()}, sort_keys=True).encode()
        return body, self._sign(body)

    def _sign(self, body: bytes) -> str:
        key = hashlib.sha256(b"harbour-pay-notices:" + settings.SECRET_KEY.encode()).digest()
        return hmac.new(key, body, hashlib.sha256).hexdigest()


TEST_BANK = HarbourPay()
_PROVIDERS: dict[str, Provider] = {TEST_BANK.code: TEST_BANK}


def get_provider(code: str) -> Provider:
    """The provider of that code."""
    if code not in _PROVIDERS:
        raise NotFound("payments.provider_unknown", _("There is no such payment provider."))
    return _PROVIDERS[code]


def _unreadable() -> Invalid:
    return Invalid("payments.notice_unreadable", _("The bank's notice cannot be read."))
