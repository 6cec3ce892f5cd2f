"""The cast of the promises, and what a crawler needs: every address, and one real page of each."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import actions as trust
from tests.attacks.belongings import correspondence, hers, of_the_food_bank, shipyard, work  # noqa: F401  # fixtures
from tests.promises.conftest import *  # noqa: F403  # the cast
from tests.promises.conftest import Enter

PASSWORD = "lighthouse-lane-8"


def list_patterns(resolver: URLResolver | None = None, start: str = "/") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the house with its view."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from list_patterns(pattern, here)
        else:
            yield here, pattern


@pytest.fixture
def clerk(charity: Actor, enter: Enter, at: datetime) -> Client:
    """The browser of the food bank's clerk."""
    trust.open_account(
        email="clerk@foodbank.example", name="Clerk", kind="partner", partner="foodbank", password=PASSWORD,
        by=SYSTEM, at=at,
    )  # fmt: skip
    return enter("clerk@foodbank.example")


@pytest.fixture
def key(charity: Actor, at: datetime) -> dict[str, str]:
    """The header with a key of the food bank."""
    issued = trust.issue_partner_key(partner="foodbank", label="books", by=SYSTEM, at=at)
    return {"Authorization": f"Bearer {issued.secret}"}
