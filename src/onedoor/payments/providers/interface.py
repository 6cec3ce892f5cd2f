"""What we ask of a bank or payment service, in the fewest words.

A provider takes the payer to its page and later sends signed notices, perhaps twice, late, out of
order or for another amount. Another provider is another class with these members, and a fake that
passes the same contract tests.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from onedoor.kernel.errors import Refused
from onedoor.payments.types import Notice


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What somebody is about to pay. ``reference`` is ours, random and never used twice."""

    reference: str
    voucher: str
    amount: Decimal
    title: str
    language: str
    return_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """Where the payer goes, and what the provider calls the payment."""

    url: str
    provider_reference: str = ""


class ProviderSilent(Refused):
    """The provider does not answer, or not in a way that can be understood. Trying again is safe."""

    status = 503


class Provider(Protocol):
    """A bank or a payment service."""

    code: str
    signature_header: str
    sends_refunds: bool

    def begin(self, order: Order) -> Begun:
        """Make the payment known. The same order twice is one payment. Raises ProviderSilent."""
        ...

    def checkout_url(self, reference: str) -> str:
        """Where the payer of ``reference`` goes, for a provider whose page is our own."""
        ...

    def read_notice(self, body: bytes, signature: str) -> Notice | None:
        """The notice, once its signature holds; None when it is about nothing that we count. Raises
        NotAllowed or Invalid."""
        ...

    def ask(self, provider_reference: str) -> Notice | None:
        """What became of a payment, for when no notice comes; None while it is under way."""
        ...

    def cancel(self, provider_reference: str) -> None:
        """Let nobody pay it any more. Cancelling what is over changes nothing."""
        ...

    def refund(self, provider_reference: str, amount: Decimal) -> str:
        """Send money back; gives the provider's name for it. Raises Conflict when the provider has not
        so much of it left."""
        ...
