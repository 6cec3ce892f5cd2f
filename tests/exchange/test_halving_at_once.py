"""Two questions at one moment: the second waits for the first, and is counted after it."""

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from shutil import copy
from threading import Event
from uuid import UUID, uuid4

import pytest
import yaml
from django.conf import settings
from django.db import connection, transaction

from onedoor.exchange import actions, registers
from onedoor.exchange.models import PredicateAnswer
from onedoor.exchange.registers import load_rulebook
from onedoor.exchange.types import DisclosureRefused, NewValue, Wanted
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE = 10.0


@pytest.fixture
def home(donor: UUID, at: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> UUID:
    """Two questions may be asked about it, and one was: one is left."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    city = yaml.safe_load((tmp_path / "agreements.yaml").read_text())
    agreement = city["agreements"]["AG-2025-21"] | {"most_asked": {"questions": 2}}
    asked = agreement["asks"]["property-values"]
    asked["small"] = asked["home-within-limit"] | {"at_most": 9000}
    city["agreements"]["AG-2025-21"] = agreement
    (tmp_path / "agreements.yaml").write_text(yaml.safe_dump(city, allow_unicode=True))
    book = load_rulebook(tmp_path)
    monkeypatch.setattr(registers, "_load", lambda folder: book)
    held = [NewValue(donor, "annual_value", Decimal("14000.00"))]
    actions.report_values(register="property-values", source="HSG", values=held, by=SYSTEM, at=at)
    PredicateAnswer.objects.create(
        customer=donor, subject=uuid4(), agreement="AG-2025-21", question="earlier", receiver="LAB",
        register="property-values", attribute="annual_value", limit="at_most 1", answer=False, answered_at=at,
    )  # fmt: skip
    return donor


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=2) as threads:
        yield threads


def ask(customer: UUID, question: str, at: datetime, asked: Event, go_on: Event) -> str:
    """In a transaction that stands open until it may go on; what came of it."""
    one = Wanted("property-values", "annual_value", asks=question)
    try:
        with scoped(SYSTEM), transaction.atomic():
            actions.request_values(
                customer=customer, wanted=[one], service="job-seeker", purpose="support-job-seekers",
                agency="LAB", subject=uuid4(), by=SYSTEM, at=at,
            )  # fmt: skip
            asked.set()
            assert go_on.wait(PATIENCE)
            return "answered"
    except DisclosureRefused as refused:
        return refused.code
    finally:
        connection.close()


def test_one_that_is_left_is_not_given_twice(home: UUID, at: datetime, pool: ThreadPoolExecutor) -> None:
    first_asked, second_asked, go_on = Event(), Event(), Event()
    first: Future[str] = pool.submit(ask, home, "home-within-limit", at, first_asked, go_on)
    assert first_asked.wait(PATIENCE)
    second: Future[str] = pool.submit(ask, home, "small", at, second_asked, go_on)

    assert not second_asked.wait(1.0)
    go_on.set()

    assert first.result(PATIENCE) == "answered"
    assert second.result(PATIENCE) == "exchange.values.halving"
