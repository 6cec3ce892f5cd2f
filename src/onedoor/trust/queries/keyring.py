"""The ring's keys as an operator may see them: never what they are."""

from datetime import datetime

from cryptography import x509

from onedoor.trust.models import TrustKey
from onedoor.trust.types import KeyView


def list_keys() -> list[KeyView]:
    """All keys, the oldest first."""
    return [
        KeyView(row.number, row.purpose, row.active_from, row.active_to, row.master, _ends(row))
        for row in TrustKey.objects.order_by("number")
    ]


def _ends(row: TrustKey) -> datetime | None:
    if row.purpose != "paper" or row.public is None:
        return None
    return x509.load_der_x509_certificate(bytes(row.public)).not_valid_after_utc
