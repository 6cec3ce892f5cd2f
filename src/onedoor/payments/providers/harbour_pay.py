"""The test bank that is built in: its page is one of this site's own, its notices are signed as a real
one's."""

import hashlib
import hmac
import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Literal

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.money import LARGEST
from onedoor.payments.providers.interface import Begun, Order
from onedoor.payments.types import Notice


class HarbourPay:
    """No real money moves. It knows no payment but those that its page made."""

    code = "harbour-pay"
    signature_header = "Harbour-Signature"
    sends_refunds = False

    def begin(self, order: Order) -> Begun:
        return Begun(url=self.checkout_url(order.reference))

    def ask(self, provider_reference: str) -> Notice | None:
        return None

    def cancel(self, provider_reference: str) -> None:
        return None

    def refund(self, provider_reference: str, amount: Decimal) -> str:
        return ""

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
        amount = notice.amount
        sound = amount.is_finite() and 0 < amount <= LARGEST and amount == round(amount, 2)
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


def _unreadable() -> Invalid:
    return Invalid("payments.notice_unreadable", _("The bank's notice cannot be read."))
