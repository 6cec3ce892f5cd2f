"""Who plays in a story: people of the demo city who have not done yet what the story tells."""

from uuid import UUID

from django.db import connection

from onedoor.config.demo import cast
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.ids import new_id
from onedoor.people import queries as people
from onedoor.trust import actions as trust

_TAXPAYER = """
select a.customer from services_application a
where a.service = 'income-tax' and a.season = 'YA2025' and a.state = 'draft' and a.revision = 1
  and exists (select from exchange_reportedvalue v where v.customer = a.customer
              and v.attribute = 'donation' and v.state = 'current')
  and not exists (select from trust_account t where t.customer = a.customer)
order by a.customer limit 1"""
_NEWCOMER = """
select v.customer from exchange_reportedvalue v
where v.attribute = 'residency_status' and v.value = '"foreigner"'
  and exists (select from exchange_reportedvalue p
              where p.customer = v.customer and p.attribute = 'gross_pay')
  and not exists (select from trust_account t where t.customer = v.customer)
order by v.customer limit 1"""

_REPORTERS = """
select distinct on (p.kind) p.kind, p.code from exchange_partner p
join exchange_standing s on s.partner_id = p.id
where s.status = 'active' and s.active_to is null order by p.kind, p.code"""


def find_taxpayer() -> tuple[str, str]:
    """Login and name of somebody with an untouched return in which a donation was reported."""
    return _let_in(_TAXPAYER)


def find_newcomer() -> tuple[str, str]:
    """Login and name of a foreigner who has earned here and is about to leave."""
    return _let_in(_NEWCOMER)


def find_reporters() -> dict[str, str]:
    """A partner of each kind that reports to registers: kind to code."""
    with connection.cursor() as cursor:
        cursor.execute(_REPORTERS)
        return dict(cursor.fetchall())


def _let_in(query: str) -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        row = cursor.fetchone()
    if row is None:
        raise LookupError("everybody in the demo city has done this already: start a new one (see docs)")
    customer: UUID = row[0]
    name = people.get_customer(customer, by=SYSTEM).name
    email = f"{new_id().hex[-12:]}@harbour.example"
    at = clock.now()
    opened = trust.open_account(
        email=email, name=name, kind="citizen", password=cast.PASSWORD, customer=customer, by=SYSTEM, at=at
    )
    trust.enrol_totp(account=opened.id, secret=cast.TOTP_SECRET, by=SYSTEM, at=at)
    return email, name
