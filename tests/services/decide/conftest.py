"""The two services of the house, and a resident with ordinary pay."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from onedoor.services.files.loading import get_catalogue
from onedoor.services.types import ServiceFile

Values = dict[str, Any]


@pytest.fixture(scope="session")
def income_tax() -> ServiceFile:
    return get_catalogue().services["income-tax"]


@pytest.fixture(scope="session")
def departure() -> ServiceFile:
    return get_catalogue().services["departure-clearance"]


@pytest.fixture
def mei() -> Values:
    """Pay 60,000, provident fund 12,000, one donation of 400."""
    return {
        "birth_date": date(1985, 3, 12),
        "residency": "citizen",
        "gross_pay": Decimal("60000.00"),
        "provident_fund": Decimal("12000.00"),
        "donations": [
            {
                "amount": Decimal("400"),
                "date": date(2024, 6, 1),
                "charity": "Harbour Hospice",
                "receipt": "HH-1",
            }
        ],
    }
