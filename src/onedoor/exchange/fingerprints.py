"""What exactly somebody was shown when she agreed, in 64 characters."""

import json
from hashlib import sha256
from typing import Any

from onedoor.exchange.registers import Rulebook
from onedoor.exchange.types import Agreement


def notice(book: Rulebook, agreement: Agreement) -> dict[str, Any]:
    """The words and names of the agreement that a person reads before she agrees, in every language."""
    return {
        "agreement": agreement.id,
        "title": dict(agreement.title),
        "purpose": dict(book.purposes[agreement.purpose]),
        "basis": agreement.basis,
        "receivers": list(agreement.receivers),
        "services": list(agreement.services),
        "privacy_assessment": agreement.privacy_assessment,
        "attributes": {
            register: {name: dict(book.registers[register].attributes[name].title) for name in sorted(names)}
            for register, names in sorted(agreement.shares.items())
        },
        "lasts_days": agreement.lasts,
        "active_to": agreement.active_to.isoformat() if agreement.active_to else "",
        "otherwise": dict(agreement.otherwise),
    }


def fingerprint(book: Rulebook, agreement: Agreement) -> str:
    """SHA-256 over the notice. It changes with every word and name that a person would have read."""
    text = json.dumps(notice(book, agreement), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()
