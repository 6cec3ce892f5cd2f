"""Where the basis is consent, nothing is told before she agreed nor after she withdrew."""

from datetime import datetime
from pathlib import Path
from shutil import copy
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from onedoor.exchange import actions, queries, registers
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotFound

DAYS = Wanted("travel-register", "days_in_city", "2024")


@pytest.fixture(autouse=True)
def _by_consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city's agreements, the first of which now rests on consent."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    text = (tmp_path / "agreements.yaml").read_text()
    (tmp_path / "agreements.yaml").write_text(
        text.replace("basis: statute:income-tax-act", "basis: consent", 1)
    )
    book = registers.load_rulebook(tmp_path)
    monkeypatch.setattr(registers, "_load", lambda folder: book)


def ask(customers: list[UUID], at: datetime) -> dict[UUID, object]:
    return actions.request_values_for_many(  # type: ignore[return-value]
        customers=customers, wanted=[DAYS], service="income-tax", purpose="assess-income-tax", agency="REV",
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip


def test_without_consent_it_is_refused(donor: UUID, at: datetime) -> None:
    with pytest.raises(DisclosureRefused) as refused:
        ask([donor], at)

    assert refused.value.code == "exchange.values.no_consent"


def test_with_consent_it_is_told(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    assert ask([donor], at) == {donor: {DAYS: []}}


def test_withdrawn_is_withdrawn(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    actions.withdraw_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    with pytest.raises(DisclosureRefused):
        ask([donor], at)
    [consent] = queries.list_consents(donor, by=citizen)
    assert consent.withdrawn_at == at


def test_among_many_only_those_who_agreed_are_told_about(
    donor: UUID, stranger: UUID, citizen: Actor, at: datetime
) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    assert set(ask([donor, stranger], at)) == {donor}


def test_nobody_agrees_for_somebody_else(stranger: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.give_consent(customer=stranger, agreement="AG-2024-01", by=citizen, at=at)


def test_where_the_law_is_the_basis_no_consent_is_asked(donor: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.give_consent(customer=donor, agreement="AG-2024-02", by=citizen, at=at)
