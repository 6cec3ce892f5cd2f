"""A program reads what a person sees: both sources, and which she says is right."""

from datetime import datetime

from onedoor.doors.api.written import values_out
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.services.applications.test_two_sources import (
    CIVIL,
    HOUSING,
    address,
    draft,  # noqa: F401  # a fixture
    sides,
    weigh,
)
from tests.services.conftest import citizen, mei, report  # noqa: F401  # fixtures


def test_programs_read_the_same_two_sources(
    draft: ApplicationView,  # noqa: F811
    citizen: Actor,  # noqa: F811
    at: datetime,
) -> None:
    _believed, other = sides(address(draft))
    weigh(draft, other, citizen, at)
    told = values_out(services.get_application(draft.number, by=citizen, at=at))
    (line,) = [value for value in told.values if value.field == "old_address"]
    assert (line.value, [(one.value, one.said_right) for one in line.others]) == (CIVIL, [(HOUSING, True)])
