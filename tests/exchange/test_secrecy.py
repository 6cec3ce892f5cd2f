"""Lawful secrecy: by a law, for a time, granted by a second person, and no gap shows it."""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.models import Withholding
from onedoor.exchange.types import DisclosureRefused, Wanted, WithholdingView
from onedoor.journal import queries as journal
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people.rights.collecting import collect

LAW = "tax-procedure-act-42"
NAME = Wanted("civil-register", "name")
SECRET = {"service": "income-tax", "purpose": "investigate-tax-fraud"}
MONTH = timedelta(days=30)


def of_revenue(number: int, *may: str) -> Actor:
    return Actor(
        kind="officer", account=UUID(int=number), name=f"Officer {number}", door="desk", assurance=3,
        agency="REV", permissions=frozenset(may),
    )  # fmt: skip


INVESTIGATOR = of_revenue(41, "exchange.withhold", "exchange.request")
JUDGE = of_revenue(42, "exchange.grant_secrecy")
AUDITOR = replace(of_revenue(43, "exchange.audit_secrecy"), agency="CIO")


@pytest.fixture
def now(tmp_path: Path, at: datetime) -> Any:
    """What the house's clock says; called with a moment, it says that from then on."""

    def become(moment: datetime) -> datetime:
        clock.set_demo_clock(tmp_path / "clock", moment)
        return moment

    become(at)
    clock.use_demo_clock(tmp_path / "clock")
    yield become
    clock.use_demo_clock(None)


@pytest.fixture
def proposed(donor: UUID, at: datetime) -> WithholdingView:
    return propose(donor, at)


@pytest.fixture
def secret(proposed: WithholdingView, at: datetime, now: Any) -> WithholdingView:
    return actions.decide_secrecy(withholding=proposed.id, grant=True, by=JUDGE, at=at)


@pytest.fixture
def used(secret: WithholdingView, at: datetime) -> WithholdingView:
    """One use under the secrecy."""
    actions.request_secretly(withholding=secret.id, wanted=[NAME], **SECRET, by=INVESTIGATOR, at=at)
    return secret


def propose(customer: UUID, at: datetime, **changed: Any) -> WithholdingView:
    asked = {
        "law": LAW,
        "reference": "TF-2025-17",
        "reason": "She would hide the books",
        "ends_at": at + MONTH,
    }
    return actions.propose_secrecy(customer=customer, by=INVESTIGATOR, at=at, **(asked | changed))


def seen(customer: UUID, by: Actor) -> list[bool]:
    return [use.withheld_until is not None for use in queries.list_disclosures(customer, by=by)]


def ask(customer: UUID, at: datetime) -> None:
    actions.request_values(
        customer=customer, wanted=[NAME], service="income-tax", purpose="assess-income-tax", agency="REV",
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip


def test_a_use_under_secrecy_is_told_to_nobody_while_it_lasts(
    used: WithholdingView, donor: UUID, citizen: Actor, officer: Actor
) -> None:
    for reader in (citizen, officer, INVESTIGATOR, JUDGE, AUDITOR, SYSTEM):
        assert seen(donor, reader) == []
        events = [entry.event for entry in journal.list_timeline(customer=donor, by=reader)]
        assert "exchange.values.disclosed" not in events


def test_a_refused_attempt_under_secrecy_is_secret_too(
    secret: WithholdingView, donor: UUID, citizen: Actor, at: datetime
) -> None:
    with pytest.raises(DisclosureRefused):
        actions.request_secretly(
            withholding=secret.id, wanted=[Wanted("health-record", "vaccinations")], **SECRET,
            by=INVESTIGATOR, at=at,
        )  # fmt: skip

    assert seen(donor, citizen) == []
    assert journal.list_timeline(customer=donor, by=citizen, events=["journal.attempt.refused"]) == []


def test_no_gap_is_seen_between_what_stood_before_and_after(
    used: WithholdingView, donor: UUID, citizen: Actor, at: datetime
) -> None:
    ask(donor, at - timedelta(hours=1))
    ask(donor, at + timedelta(hours=1))

    pages, before = [], None
    while page := queries.list_disclosures(donor, by=citizen, before=before, limit=1):
        pages.append(len(page))
        before = page[-1].happened_at

    assert pages == [1, 1]


def test_her_copy_of_everything_says_nothing_of_it(used: WithholdingView, donor: UUID, at: datetime) -> None:
    with scoped(SYSTEM):
        held = collect(donor, [donor], at=at)

    assert "exchange.Withholding" not in {table.model for table in held.tables}
    assert str(used.id) not in repr(held)


def test_a_proposal_that_waits_stands_in_no_copy(
    proposed: WithholdingView, donor: UUID, at: datetime
) -> None:
    with scoped(SYSTEM):
        assert str(proposed.id) not in repr(collect(donor, [donor], at=at))


def test_of_a_secret_line_there_is_no_more_to_learn_than_of_none(
    used: WithholdingView, donor: UUID, citizen: Actor
) -> None:
    from onedoor.journal.models import JournalEntry

    entry = JournalEntry.objects.get(event="exchange.values.disclosed", customer=donor)
    refusals = []
    for one in (entry.id, uuid4()):
        with pytest.raises(NotFound) as refused:
            journal.prove_to(donor, one, by=citizen)
        refusals.append((refused.value.code, queries.find_disclosure(one, customer=donor, by=citizen)))

    assert refusals[0] == refusals[1]


def test_when_the_end_comes_the_line_shows_itself_and_says_so(
    used: WithholdingView, donor: UUID, citizen: Actor, at: datetime, now: Any
) -> None:
    now(used.ends_at - timedelta(seconds=1))
    assert seen(donor, citizen) == []

    now(used.ends_at)

    [use] = queries.list_disclosures(donor, by=citizen)
    assert (use.happened_at, use.withheld_until) == (at, used.ends_at)
    assert "section 42" in use.withheld_under["en"]


def test_the_journal_keeps_it_as_ever_and_the_totals_say_how_many_are_withheld(
    used: WithholdingView, donor: UUID, at: datetime
) -> None:
    ask(donor, at)
    period = {"since": at - MONTH, "until": at + MONTH}

    assert sum(count.disclosed for count in queries.count_uses(**period)) == 2
    assert queries.count_withheld(**period, at=at) == 1
    assert queries.count_withheld(**period, at=used.ends_at) == 0


def test_it_opens_nothing_that_no_agreement_opens(secret: WithholdingView, at: datetime) -> None:
    with pytest.raises(DisclosureRefused):
        actions.request_secretly(
            withholding=secret.id, wanted=[NAME], service="income-tax", purpose="curiosity",
            by=INVESTIGATOR, at=at,
        )  # fmt: skip


def test_nothing_is_secret_before_it_is_granted(proposed: WithholdingView, at: datetime) -> None:
    with pytest.raises(NotAllowed) as refused:
        actions.request_secretly(withholding=proposed.id, wanted=[NAME], **SECRET, by=INVESTIGATOR, at=at)

    assert refused.value.code == "secrecy.not_in_force"


def test_what_is_over_cannot_be_asked_under(secret: WithholdingView) -> None:
    with pytest.raises(NotAllowed):
        actions.request_secretly(
            withholding=secret.id, wanted=[NAME], **SECRET, by=INVESTIGATOR, at=secret.ends_at
        )


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"law": ""}, "secrecy.law"),
        ({"law": "no-such-act"}, "secrecy.law"),
        ({"reference": " "}, "secrecy.reference"),
        ({"reason": " "}, "secrecy.reason"),
        ({"ends_at": datetime(2025, 3, 9, tzinfo=clock.ZONE)}, "secrecy.end"),
        ({"ends_at": datetime(2025, 6, 9, tzinfo=clock.ZONE)}, "secrecy.too_long"),
    ],
)
def test_without_law_case_reason_and_a_lawful_end_it_is_not_taken(
    donor: UUID, at: datetime, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Invalid) as refused:
        propose(donor, at, **changed)

    assert refused.value.code == code


def test_a_law_serves_only_the_agencies_that_it_names(donor: UUID, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.propose_secrecy(
            customer=donor, law=LAW, reference="L-1", reason="Overdue books", ends_at=at + MONTH,
            by=replace(INVESTIGATOR, agency="LIB"), at=at,
        )  # fmt: skip


def test_nobody_grants_her_own(donor: UUID, at: datetime) -> None:
    both = of_revenue(44, "exchange.withhold", "exchange.grant_secrecy")
    asked = actions.propose_secrecy(
        customer=donor, law=LAW, reference="TF-1", reason="Books", ends_at=at + MONTH, by=both, at=at
    )

    with pytest.raises(NotAllowed) as refused:
        actions.decide_secrecy(withholding=asked.id, grant=True, by=both, at=at)

    assert refused.value.code == "secrecy.four_eyes"


@pytest.mark.parametrize(
    "stranger", [replace(JUDGE, permissions=frozenset()), replace(INVESTIGATOR, account=UUID(int=99))]
)
def test_only_who_may_grants(proposed: WithholdingView, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.decide_secrecy(withholding=proposed.id, grant=True, by=stranger, at=at)


def test_another_agency_does_not_know_of_it(proposed: WithholdingView, at: datetime) -> None:
    elsewhere = replace(JUDGE, agency="LIB")

    with pytest.raises(NotFound):
        actions.decide_secrecy(withholding=proposed.id, grant=True, by=elsewhere, at=at)
    assert queries.list_withholdings(by=elsewhere, at=at) == []


def test_it_lasts_longer_only_by_a_reason_and_a_second_person(secret: WithholdingView, at: datetime) -> None:
    until = secret.ends_at + MONTH
    with pytest.raises(Invalid):
        actions.propose_longer(withholding=secret.id, until=until, reason="", by=INVESTIGATOR, at=at)
    actions.propose_longer(
        withholding=secret.id, until=until, reason="The bank is slow", by=INVESTIGATOR, at=at
    )
    with pytest.raises(NotAllowed):
        actions.decide_longer(
            withholding=secret.id, grant=True, at=at,
            by=replace(INVESTIGATOR, permissions=frozenset({"exchange.grant_secrecy"})),
        )  # fmt: skip

    assert actions.decide_longer(withholding=secret.id, grant=True, by=JUDGE, at=at).ends_at == until


def test_no_prolonging_passes_what_the_law_allows_in_all(secret: WithholdingView, at: datetime) -> None:
    with pytest.raises(Invalid) as refused:
        actions.propose_longer(
            withholding=secret.id, until=at + timedelta(days=366), reason="Slow", by=INVESTIGATOR, at=at
        )

    assert refused.value.code == "secrecy.too_long"


def test_what_was_shown_cannot_become_secret_again(secret: WithholdingView) -> None:
    with pytest.raises(Conflict):
        actions.propose_longer(
            withholding=secret.id, until=secret.ends_at + MONTH, reason="Slow", by=INVESTIGATOR,
            at=secret.ends_at,
        )  # fmt: skip


def test_lifted_early_it_shows_itself_at_once(
    used: WithholdingView, donor: UUID, citizen: Actor, at: datetime, now: Any
) -> None:
    lifted = now(at + timedelta(hours=1))
    actions.lift_secrecy(withholding=used.id, by=JUDGE, at=lifted)

    assert seen(donor, citizen) == [True]


def test_the_auditor_sees_all_that_is_secret_and_that_she_looked_is_written(
    used: WithholdingView, donor: UUID, at: datetime
) -> None:
    [line] = actions.audit_secrecy(by=AUDITOR, at=at)

    assert (line.agency, line.law, line.ends_at, line.uses) == ("REV", LAW, used.ends_at, 1)
    assert (line.asked_by_name, line.decided_by_name) == ("Officer 41", "Officer 42")
    assert "exchange.secrecy.audited" in [one.event for one in journal.list_about(UUID(int=0), by=SYSTEM)]
    assert queries.list_held(donor, by=AUDITOR) == []


@pytest.mark.parametrize("reader", [INVESTIGATOR, JUDGE, replace(AUDITOR, permissions=frozenset())])
def test_who_is_no_auditor_of_secrecy_reads_no_list_of_it(reader: Actor, at: datetime, db: None) -> None:
    with pytest.raises(NotAllowed):
        actions.audit_secrecy(by=reader, at=at)


def test_a_citizen_proposes_and_reads_nothing(donor: UUID, citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.propose_secrecy(
            customer=donor, law=LAW, reference="X", reason="X", ends_at=at + MONTH, by=citizen, at=at
        )
    for read in (actions.audit_secrecy, queries.list_withholdings):
        with pytest.raises(NotAllowed):
            read(by=citizen, at=at)


def test_the_database_shows_the_rows_to_nobody(proposed: WithholdingView, citizen: Actor) -> None:
    for reader in (citizen, INVESTIGATOR, AUDITOR):
        with scoped(reader):
            assert not Withholding.objects.exists()
