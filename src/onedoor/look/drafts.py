"""What every door shows of an application beside its lines: the result, the bill, what comes next."""

from typing import Any

from onedoor.kernel.actors import Actor
from onedoor.payments import queries as payments
from onedoor.services import queries as services


def read_draft(application: Any, *, by: Actor) -> dict[str, Any]:
    """For the templates in ``look/components``: ``headlines`` of the computation, the ``charge``, the
    ``open_page`` of questions where one is open, and the ``next_page`` to go on with."""
    open_page = find_open_page(application)
    return {
        "application": application,
        "charge": find_charge(application, by=by),
        "headlines": list_headlines(application),
        "open_page": open_page,
        "next_page": open_page or (application.pages[0].id if application.pages else ""),
    }


def find_open_page(application: Any) -> str:
    """The first page that is not complete; '' where all are."""
    return next((page.id for page in application.pages if not page.complete), "")


def find_charge(application: Any, *, by: Actor) -> Any:
    """The bill that came of this application, for those who may read bills."""
    if application.charge is None or not (by.kind == "citizen" or by.may("payments.read")):
        return None
    charges = payments.list_charges(application.customer, by=by)
    return next((charge for charge in charges if charge.id == application.charge), None)


def list_headlines(application: Any) -> list[Any]:
    """The lines of the computation that the service puts first; all of them when it names none."""
    first = services.get_version(application.service, application.version).outputs.explain
    return [line for line in application.computation if not first or line.id in first]
