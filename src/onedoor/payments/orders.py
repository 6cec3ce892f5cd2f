"""The file of an order, written anew from its parts whenever it is asked for."""

from django.conf import settings

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.text import pick
from onedoor.payments.iso20022.orders import Debtor, Transfer, write_order
from onedoor.payments.models import PaymentOrder, PayoutPart
from onedoor.people import queries as people
from onedoor.trust import queries as trust


def write_file(order: PaymentOrder) -> bytes:
    """The same order gives the same file, but for parts that the bank gave back since."""
    parts = order.parts.select_related("payout", "account").order_by("payout__agency", "reference")
    debtor = Debtor(
        name=settings.CITY_NAME, account=settings.CITY_ACCOUNT, bank=settings.CITY_BANK,
        currency=settings.CITY_CURRENCY,
    )  # fmt: skip
    return write_order(
        order.number, made_at=order.made_at, execution_date=order.execution_date, debtor=debtor,
        transfers=[_transfer(part) for part in parts],
    )  # fmt: skip


def _transfer(part: PayoutPart) -> Transfer:
    assert part.account is not None
    return Transfer(
        reference=part.reference, agency=part.payout.agency, amount=part.amount,
        payee=people.get_customer(part.customer, by=SYSTEM).name,
        account=trust.unseal(bytes(part.account.sealed), purpose="payee-account"),
        text=f"{pick(part.payout.title)} {part.payout.number}",
    )  # fmt: skip
