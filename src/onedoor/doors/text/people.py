"""To a person: by text nobody answers at once, so an officer calls back."""

from datetime import datetime

from onedoor.contact import actions as contact
from onedoor.kernel.actors import SYSTEM


def ask_person(*, number: str, language: str, at: datetime) -> None:
    """Where to is known: the number she writes from."""
    contact.request_call_back(number=number, reason="asked", language=language, by=SYSTEM, at=at)
