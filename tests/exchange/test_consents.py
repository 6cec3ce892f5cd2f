"""Where the basis is consent, nothing is told before she agreed nor after she withdrew."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from shutil import copy
from uuid import UUID, uuid4

import pytest
from django.conf import settings

from onedoor.exchange import actions, queries, registers
from onedoor.exchange.models import Consent
from onedoor.exchange.types import DisclosureRefused, Share, Wanted
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound, StepUpNeeded
from onedoor.trust import actions as trust
from onedoor.trust.types import ChangeKind, Held, LockedBy

OTHERWISE = "{en: You type it yourself., zh-hans: 您自行填写。}"
DAYS = Wanted("travel-register", "days_in_city", "2024")
NAME = Wanted("civil-register", "name")


@pytest.fixture(autouse=True)
def _by_consent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The city's agreements, the first of which now rests on consent."""
    for name in ("registers.yaml", "agreements.yaml"):
        copy(Path(settings.CATALOGUE) / name, tmp_path / name)
    text = (tmp_path / "agreements.yaml").read_text()
    (tmp_path / "agreements.yaml").write_text(
        text.replace("basis: statute:income-tax-act", f"basis: consent\n    otherwise: {OTHERWISE}", 1)
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


def test_a_part_is_taken_out_before_it_is_agreed_to(donor: UUID, citizen: Actor, at: datetime) -> None:
    out = Share("travel-register", "days_in_city")
    given = actions.give_consent(customer=donor, agreement="AG-2024-01", without=[out], by=citizen, at=at)

    assert out not in given.live_shares
    with pytest.raises(DisclosureRefused) as refused:
        ask([donor], at)
    assert refused.value.code == "exchange.values.withdrawn"


def test_one_attribute_is_taken_back_and_the_rest_stays(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    part = [Share("travel-register", "days_in_city")]
    left = actions.withdraw_consent(customer=donor, agreement="AG-2024-01", shares=part, by=citizen, at=at)

    assert left.withdrawn_at is None
    with pytest.raises(DisclosureRefused):
        ask([donor], at)
    assert queries.explain_wanted(
        customer=donor, wanted=[NAME], service="income-tax", purpose="assess-income-tax", agency="REV",
        by=SYSTEM, at=at,
    )[NAME].allowed  # fmt: skip


def test_what_takes_the_last_part_back_takes_back_all(donor: UUID, citizen: Actor, at: datetime) -> None:
    given = actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    left = actions.withdraw_consent(
        customer=donor, agreement="AG-2024-01", shares=given.live_shares, by=citizen, at=at
    )

    assert left.withdrawn_at == at


def test_a_part_that_is_none_is_refused(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    with pytest.raises(Invalid):
        actions.withdraw_consent(customer=donor, agreement="AG-2024-01", receivers=["LIB"], by=citizen, at=at)


def test_agreeing_again_after_a_part_was_taken_back_is_a_new_consent(
    donor: UUID, citizen: Actor, at: datetime
) -> None:
    first = actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    part = [Share("travel-register", "days_in_city")]
    actions.withdraw_consent(customer=donor, agreement="AG-2024-01", shares=part, by=citizen, at=at)
    again = actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    assert again.id != first.id
    assert ask([donor], at) == {donor: {DAYS: []}}


def test_consent_to_what_has_changed_since_it_was_shown_is_refused(
    donor: UUID, citizen: Actor, at: datetime
) -> None:
    with pytest.raises(Conflict):
        actions.give_consent(customer=donor, agreement="AG-2024-01", seen="0" * 64, by=citizen, at=at)


def test_a_consent_to_other_words_does_not_count(donor: UUID, citizen: Actor, at: datetime) -> None:
    given = actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    Consent.objects.filter(pk=given.id).update(fingerprint="0" * 64)

    with pytest.raises(DisclosureRefused) as refused:
        ask([donor], at)
    assert refused.value.code == "exchange.values.changed"


def test_a_consent_ends_with_its_time(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    Consent.objects.update(active_until=at + timedelta(days=1))

    assert ask([donor], at) == {donor: {DAYS: []}}
    with pytest.raises(DisclosureRefused) as refused:
        ask([donor], at + timedelta(days=1))
    assert refused.value.code == "exchange.values.lapsed"


def test_medical_and_tax_data_need_her_second_factor(donor: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(StepUpNeeded):
        actions.give_consent(customer=donor, agreement="AG-2024-01", by=replace(citizen, assurance=2), at=at)


def test_saying_no_is_kept_and_nothing_follows_from_it(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.decline_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)

    assert queries.list_consents(donor, by=citizen) == []
    with pytest.raises(DisclosureRefused):
        ask([donor], at)


def test_a_stranger_sees_asks_and_takes_back_nothing_of_hers(
    donor: UUID, stranger: UUID, citizen: Actor, at: datetime
) -> None:
    given = actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    other = replace(citizen, customer=stranger, self_customer=stranger)

    assert queries.list_consents(donor, by=other) == []
    for attempt in (
        lambda: queries.get_consent(given.id, by=other, at=at),
        lambda: queries.get_consent_receipt(given.id, by=other, at=at),
        lambda: queries.get_consent_request(donor, "AG-2024-01", by=other, at=at),
        lambda: actions.withdraw_consent(customer=donor, agreement="AG-2024-01", by=other, at=at),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_an_officer_cannot_agree_for_a_person(donor: UUID, officer: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        actions.give_consent(customer=donor, agreement="AG-2024-01", by=officer, at=at)


def test_a_consent_waits_for_a_lock_and_not_for_the_day_after_a_changed_telephone(
    donor: UUID, citizen: Actor, at: datetime
) -> None:
    """To share is no road to her money or her name: the hold leaves it (decision 37); a lock does not."""
    trust.note_change(customer=donor, kind=ChangeKind.CONTACT, by=citizen, at=at)
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    actions.withdraw_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    trust.lock_identity(customer=donor, how=LockedBy.HERSELF, by=citizen, at=at)
    with pytest.raises(Held):
        actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    refused = JournalEntry.objects.get(event="journal.attempt.refused")
    assert (refused.customer, refused.data["code"]) == (donor, "identity.locked")


def test_to_take_a_consent_back_is_never_held(donor: UUID, citizen: Actor, at: datetime) -> None:
    actions.give_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
    trust.lock_identity(customer=donor, how=LockedBy.HERSELF, by=citizen, at=at)
    actions.withdraw_consent(customer=donor, agreement="AG-2024-01", by=citizen, at=at)
