"""Long messages, whose parts come in any order and some of them twice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from onedoor.doors.text.models import Part
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

ADDRESS, SEALED_FOR = "text-door", "text-part"
MOST_PARTS = 32
KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PartOf:
    """Which part of which message."""

    reference: int
    total: int
    number: int


def join(*, number: str, text: str, part: PartOf | None, at: datetime) -> str | None:
    """The whole message; None while a part is still to come."""
    if part is None or part.total <= 1:
        return text
    if not (1 <= part.number <= part.total <= MOST_PARTS):
        return text
    address = trust.blind_index(number, ADDRESS)
    with scoped(SYSTEM), transaction.atomic():
        Part.objects.filter(came_at__lt=at - KEPT).delete()
        Part.objects.update_or_create(
            address=address, reference=part.reference, total=part.total, number=part.number,
            defaults={"text": trust.seal(text, purpose=SEALED_FOR), "came_at": at},
        )  # fmt: skip
        rows = Part.objects.select_for_update().filter(
            address=address, reference=part.reference, total=part.total
        )
        parts = {row.number: bytes(row.text) for row in rows}
        if len(parts) < part.total:
            return None
        rows.delete()
    return "".join(trust.unseal(parts[place], purpose=SEALED_FOR) for place in sorted(parts))
