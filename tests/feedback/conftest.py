"""The cast of the rating rules: whom a case was for, a stranger, and officers."""

from tests.cases.conftest import citizen, elsewhere, hire, officer, opened, stranger, supervisor  # noqa: F401
from tests.services.reports.conftest import file  # noqa: F401
