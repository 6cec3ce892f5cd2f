"""How much of a value yes-or-no answers give away: only so many different questions about it in a time.

Each answer halves what the value may be, so a caller who may change the limit finds it in a few steps. The
same question again tells nothing new; what counts is its limit, whatever the question is called and whichever
of the receiver's agreements holds it. Counted is what was answered, in the log that the person reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.registers import Rulebook
from onedoor.exchange.storing import Key, key_of
from onedoor.exchange.types import MostAsked, Verdict, Wanted


@dataclass(frozen=True, slots=True)
class Asking:
    """The limits that are asked about one value now, and how many of them one receiver may know."""

    limits: frozenset[str]
    most: MostAsked


def list_halved(
    book: Rulebook,
    receiver: str,
    verdicts: Mapping[Wanted, Verdict],
    customers: Sequence[UUID],
    *,
    at: datetime,
) -> set[UUID]:
    """Those of ``customers`` about whom ``receiver`` would, with these questions, have asked too many. Of two
    requests about one customer at one moment the second waits, and counts the first."""
    asked = _asked(book, verdicts)
    if not asked or not customers:
        return set()
    if len(customers) == 1:  # the house's own runs over many are one after another
        _take_turns(receiver, asked, customers[0])
    known = _known(receiver, asked, customers, at=at)
    return {
        customer
        for customer in customers
        for key, one in asked.items()
        if _is_too_much(one, known.get((customer, key), {}), at)
    }


def _asked(book: Rulebook, verdicts: Mapping[Wanted, Verdict]) -> dict[Key, Asking]:
    """By value. Where two agreements speak of one value, the stricter number counts."""
    found: dict[Key, Asking] = {}
    for one, verdict in verdicts.items():
        if not one.asks:
            continue
        agreement, key = book.agreements[verdict.agreement], key_of(book, one)
        limits, most = frozenset({agreement.asks[one.asks].limit}), agreement.most_asked
        if before := found.get(key):
            limits |= before.limits
            most = MostAsked(min(most.questions, before.most.questions), max(most.days, before.most.days))
        found[key] = Asking(limits, most)
    return found


def _known(
    receiver: str, asked: Mapping[Key, Asking], customers: Sequence[UUID], *, at: datetime
) -> dict[tuple[UUID, Key], dict[str, datetime]]:
    """By customer and value: the limits that the receiver asked about, and when it last did."""
    since = at - timedelta(days=max(one.most.days for one in asked.values()))
    rows = PredicateAnswer.objects.filter(
        customer__in=customers,
        receiver=receiver,
        register__in={key[0] for key in asked},
        attribute__in={key[1] for key in asked},
        answered_at__gt=since,
    ).order_by("answered_at")
    found: dict[tuple[UUID, Key], dict[str, datetime]] = {}
    for row in rows:
        of_value = found.setdefault((row.customer, (row.register, row.attribute, row.period)), {})
        of_value[row.limit] = row.answered_at
    return found


def _is_too_much(asking: Asking, known: Mapping[str, datetime], at: datetime) -> bool:
    since = at - timedelta(days=asking.most.days)
    still = {limit for limit, answered_at in known.items() if answered_at > since}
    return not asking.limits <= still and len(asking.limits | still) > asking.most.questions


def _take_turns(receiver: str, asked: Mapping[Key, Asking], customer: UUID) -> None:
    with connection.cursor() as cursor:
        for register, attribute, _period in sorted(asked):
            cursor.execute(
                "select pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"asks/{receiver}/{customer}/{register}/{attribute}"],
            )
