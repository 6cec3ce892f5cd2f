"""For messages: whose a new one is by the routing table, and what a thread must know of its case."""

from uuid import UUID

from onedoor.cases.access import visible_cases
from onedoor.cases.routing import Matter, find_route
from onedoor.contact.types import CaseOfThread
from onedoor.kernel.actors import Actor
from onedoor.kernel.scope import scoped


class ByTheTable:
    """The same table that leads an enquiry leads a message."""

    def find_agency(self, *, text: str, service: str, place: str) -> str:
        return find_route(Matter(text=text, service=service, place=place)).row.lead

    def find_case(self, case: UUID, *, by: Actor) -> CaseOfThread | None:
        with scoped(by):
            row = visible_cases(by).filter(id=case).first()
        if row is None:
            return None
        return CaseOfThread(id=row.id, number=row.number, customer=row.customer, agency=row.agency)
