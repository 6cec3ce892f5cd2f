"""Who used whose data in a time, counted for many persons at once."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from onedoor.exchange.queries.values import ABOUT_DATA, COUNTED, USES
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import PersonUses, UseLine
from onedoor.journal import queries as journal
from onedoor.journal.types import ATTEMPT_REFUSED
from onedoor.people import queries as people
from onedoor.trust import queries as trust


def list_uses_of_many(
    *, since: datetime, until: datetime, after: UUID | None = None, limit: int = 500
) -> tuple[list[PersonUses], UUID | None]:
    """The uses of the next persons in this half-open period, by body and purpose, as each of them sees them
    now; and after whom to go on, None at the end. For the house's own rounds."""
    found = journal.list_concerned(USES, since=since, until=until, after=after, limit=limit)
    names = people.find_names(found)
    counted: dict[UUID, Counter[tuple[str, str, str, str]]] = {}
    for one in journal.count_of_customers(USES, list(names), since=since, until=until):
        if one.event == ATTEMPT_REFUSED.name and not one.code.startswith(ABOUT_DATA):
            continue
        kind = COUNTED[one.event]
        line = (one.agency, one.purpose, kind, one.code if kind == "refused" else "")
        counted.setdefault(names[one.customer], Counter())[line] += one.times
    uses = [PersonUses(live, _lines(lines)) for live, lines in sorted(counted.items())]
    return uses, found[-1] if len(found) == limit else None


def _lines(counted: Counter[tuple[str, str, str, str]]) -> tuple[UseLine, ...]:
    agencies = {agency.code: agency.name for agency in trust.list_agencies()}
    purposes = get_rulebook().purposes
    return tuple(
        UseLine(
            kind=kind,
            receiver=agency,
            receiver_name=agencies.get(agency) or {"en": agency or "—"},
            purpose=purpose,
            purpose_title=purposes.get(purpose) or {},
            code=code,
            times=times,
        )
        for (agency, purpose, kind, code), times in counted.most_common()
    )
