"""Whose screen it is."""

from datetime import datetime
from uuid import UUID

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.sealing import blind_index
from onedoor.trust.models import Account, Pairing

LEVEL = 1  # enough to see how far her own requests are; nothing can be changed or signed from a screen


def find_paired(pairing: UUID, *, at: datetime) -> Actor | None:
    """Who sees her own business on this screen now; None before she confirmed it, after it ended, and
    once her account is locked."""
    with scoped(SYSTEM):
        row = Pairing.objects.filter(id=pairing, ended_at=None, expires_at__gt=at).first()
        if row is None or row.account is None:
            return None
        account = Account.objects.filter(id=row.account, is_active=True).first()
    if account is None:
        return None
    return Actor(
        kind="citizen", account=account.id, name=account.name, door=row.door, assurance=LEVEL,
        customer=row.customer, self_customer=row.customer,
    )  # fmt: skip


def read_code(text: str) -> str:
    """The code however it was typed."""
    return "".join(letter for letter in text.upper() if letter.isascii() and letter.isalpha())


def hash_of_code(code: str) -> bytes:
    """What is kept of a code."""
    return blind_index(code, "pairing")
