"""What of a draft only the customer's consent would open: left out until she gives it, and offered to her."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID

from onedoor.exchange import queries as exchange
from onedoor.exchange.types import Wanted
from onedoor.kernel.actors import Actor
from onedoor.services.applications import drafting
from onedoor.services.applications.document import load
from onedoor.services.applications.guard import OPEN_STATES, fetch_number
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.types import OpenConsent
from onedoor.services.decide.expressions import read_names
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application


def list_closed(
    file: ServiceFile, row: Application, wanted: dict[str, Wanted], *, by: Actor, at: datetime
) -> dict[str, str]:
    """Field → agreement, of what registers may not tell because she has not agreed or agrees no more."""
    without = exchange.list_without_consent(
        row.customer,
        dict.fromkeys(wanted.values()),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        by=by,
        at=at,
    )
    return {field: without[want] for field, want in wanted.items() if want in without}


def list_open_consents(number: str, *, page: str = "", by: Actor, at: datetime) -> list[OpenConsent]:
    """For a draft of ``by``: what the house could fill in if she agreed, by agreement. Empty once signed.
    With ``page`` only that in whose place a question of this page is asked."""
    row = fetch_number(number, by=by)
    if row.state not in OPEN_STATES:
        return []
    file = file_of(row)
    wanted = drafting.wanted(file, drafting.season_of(file, row.season), at)
    if page:
        spared = {
            name
            for one in file.fields.values()
            if one.page == page
            for name in (one.stands_in_for, *read_names(one.enable_when))
        }
        wanted = {field: one for field, one in wanted.items() if field in spared}
    closed = list_closed(file, row, wanted, by=by, at=at) if wanted else {}
    return list(_by_agreement(file, row, closed, by=by, at=at))


def list_given_consents(number: str, *, by: Actor, at: datetime) -> list[OpenConsent]:
    """For a draft of ``by``: what the house has filled in because she agreed, by agreement; so that she
    finds where to take it back. Empty once signed."""
    row = fetch_number(number, by=by)
    if row.state not in OPEN_STATES:
        return []
    file = file_of(row)
    wanted = drafting.wanted(file, drafting.season_of(file, row.season), at)
    closed = list_closed(file, row, wanted, by=by, at=at)
    there = {one.value.field for one in load(file, row.values)}
    opened = {
        field: agreement
        for field, one in wanted.items()
        if field in there and field not in closed
        for agreement in _agreements_by_consent(file, [one], by=by, at=at)
    }
    return list(_by_agreement(file, row, opened, by=by, at=at))


def _by_agreement(
    file: ServiceFile, row: Application, agreements: dict[str, str], *, by: Actor, at: datetime
) -> Iterator[OpenConsent]:
    fields: dict[str, list[str]] = {}
    for field, agreement in agreements.items():
        fields.setdefault(agreement, []).append(field)
    for agreement, names in fields.items():
        yield OpenConsent(
            code=agreement,
            title=exchange.get_consent_request(row.customer, agreement, by=by, at=at).title,
            values=tuple(file.fields[field].text for field in names),
        )


def list_under(agreement: str, customer: UUID, *, by: Actor, at: datetime) -> list[Application]:
    """Her unsigned drafts that hold, or could hold, what this agreement by consent opens; locked."""
    rows = Application.objects.select_for_update().filter(customer=customer, state__in=OPEN_STATES)
    return [row for row in rows if agreement in _agreements_of(row, by=by, at=at)]


def _agreements_of(row: Application, *, by: Actor, at: datetime) -> set[str]:
    file = file_of(row)
    wanted = drafting.wanted(file, drafting.season_of(file, row.season), at)
    return _agreements_by_consent(file, wanted.values(), by=by, at=at)


def _agreements_by_consent(
    file: ServiceFile, wanted: Iterable[Wanted], *, by: Actor, at: datetime
) -> set[str]:
    return exchange.find_consent_agreements(
        wanted, service=file.service, purpose=file.purpose, agency=file.agency, by=by, at=at
    )
