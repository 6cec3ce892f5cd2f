"""The cast of the tutorial: Mei Lin at home, and an officer of City Works."""

from dataclasses import replace

import pytest

from onedoor.kernel.actors import Actor
from tests.services.conftest import (  # noqa: F401  # fixtures
    citizen,
    mei,
    report,
)
from tests.services.conftest import officer as revenue_officer  # noqa: F401


@pytest.fixture
def officer(revenue_officer: Actor) -> Actor:  # noqa: F811
    """An officer of City Works, who may decide."""
    return replace(revenue_officer, agency="CTY")
