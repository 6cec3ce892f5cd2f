"""What is kept secret now: for the journal, for those who decide on it, and for its auditors."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Withholding
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import SecrecyLaw, SecrecyState, WithholdingView
from onedoor.journal import queries as journal
from onedoor.journal.types import ATTEMPT_REFUSED
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people

WITHHOLD, GRANT, AUDIT = "exchange.withhold", "exchange.grant_secrecy", "exchange.audit_secrecy"
USES = ("exchange.values.disclosed", "exchange.values.refused", ATTEMPT_REFUSED.name)


def count_withheld(*, since: datetime, until: datetime, at: datetime) -> int:
    """How many of the uses that ``count_uses`` counts in this period their persons do not see yet."""
    with scoped(SYSTEM):
        rows = Withholding.objects.filter(state=SecrecyState.GRANTED, ends_at__gt=at)
        cases = list(rows.values_list("id", flat=True))
    return journal.count_of_cases(USES, cases, since=since, until=until)


def list_secrecy_laws(agency: str) -> list[SecrecyLaw]:
    """Those that let this agency keep a use secret."""
    return [law for law in get_rulebook().secrecy.values() if agency in law.agencies]


def list_withholdings(*, by: Actor, at: datetime, limit: int = 100) -> list[WithholdingView]:
    """Those of the agency of ``by`` that wait or are secret, with whose they are, newest first."""
    if by.kind not in ("officer", "system") or not (by.may(WITHHOLD) or by.may(GRANT)):
        raise NotAllowed("secrecy.refused", _("Your role does not decide on secrecy."))
    with scoped(SYSTEM):
        rows = Withholding.objects.filter(ends_at__gt=at).exclude(state=SecrecyState.REFUSED)
        if by.kind == "officer":
            rows = rows.filter(agency=by.agency)
        return [view_withholding(row, at) for row in rows.order_by("-asked_at", "-id")[:limit]]


def view_withholding(row: Withholding, at: datetime) -> WithholdingView:
    """The row as those see it who may; for this room only."""
    customer = people.get_customer(row.customer, by=SYSTEM)
    return WithholdingView(
        id=row.id,
        name=customer.name or customer.name_zh,
        agency=row.agency,
        law=row.law,
        law_title=title_of_law(row.law),
        reference=row.reference,
        reason=row.reason,
        state=row.state,
        state_words=str(SecrecyState(row.state).label),
        ends_at=row.ends_at,
        is_secret=row.state == SecrecyState.GRANTED and row.ends_at > at,
        asked_at=row.asked_at,
        asked_by=row.asked_by,
        asked_by_name=row.asked_by_name,
        decided_by_name=row.decided_by_name,
        longer_until=row.longer_until,
        longer_reason=row.longer_reason,
        longer_by=row.longer_by,
        uses=journal.count_of_cases(USES, [row.id], since=row.asked_at, until=at + timedelta(microseconds=1)),
    )


def title_of_law(code: str) -> dict[str, str]:
    """As the catalogue calls it; its code when it is no longer there."""
    law = get_rulebook().secrecy.get(code)
    return dict(law.title) if law else {"en": code}


def find_ended(customers: Sequence[UUID]) -> dict[UUID, tuple[datetime, dict[str, str]]]:
    """Of these customers, what was secret once: until when and under which law, by case."""
    with scoped(SYSTEM):
        rows = Withholding.objects.filter(customer__in=customers, state=SecrecyState.GRANTED)
        return {row.id: (row.ends_at, title_of_law(row.law)) for row in rows}
