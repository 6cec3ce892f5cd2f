"""Somebody before a kiosk, a television or a slow telephone; and a case to ask about."""

from tests.cases.conftest import citizen, hire, officer, opened  # noqa: F401
from tests.doors.portal.conftest import city_clock  # noqa: F401
