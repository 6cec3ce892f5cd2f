"""What somebody is shown before she orders a PIN by letter."""

import re
from uuid import UUID

from django.conf import settings

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.people.queries.customers import check_may_read
from onedoor.people.queries.reaching import find_default_contact
from onedoor.people.types import ContactKind, PinLetter
from onedoor.trust import queries as trust

_WORD = re.compile(r"\w+")


def find_pin_letter(account: UUID, *, by: Actor) -> PinLetter:
    """Where a PIN by letter would go, and whether one waits already. The address is masked: whoever sits at
    her browser learns none that she does not know."""
    customer = trust.get_account(account).customer
    address = ""
    if customer is not None:
        if by.account != account:  # her own account, whomever she acts for at the moment
            check_may_read(customer, by)
        with scoped(SYSTEM):
            point = find_default_contact(customer, ContactKind.POST)
        address = mask_address(point.value) if point else ""
    return PinLetter(address, bool(settings.POST_OUT), trust.find_pin_order(account))


def mask_address(address: str) -> str:
    """The first sign of each word or number: enough for who knows it."""
    return _WORD.sub(lambda word: word[0][0] + ("…" if len(word[0]) > 1 else ""), address)
