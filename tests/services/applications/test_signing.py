"""Look and sign: exactly what was seen is signed, once, and everything follows from it."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings

from onedoor.cases import queries as cases
from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound, StepUpNeeded
from onedoor.kernel.scope import scoped
from onedoor.payments import queries as payments
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationState, ApplicationView, SignedView
from onedoor.services.files.loading import catalogue_root
from onedoor.services.models import Application


def sign(view: ApplicationView, by: Actor, at: datetime) -> SignedView:
    return actions.sign_application(
        application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=at
    )


def test_filing_is_two_actions_when_nothing_is_wrong(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    signed = sign(draft, citizen, at)
    assert signed.state is ApplicationState.DECIDED


def test_signing_raises_the_charge_and_sends_the_notice(
    draft: ApplicationView, citizen: Actor, mei: UUID, at: datetime
) -> None:
    signed = sign(draft, citizen, at)
    (bill,) = payments.list_charges(mei, by=citizen)
    assert (bill.id, bill.amount, bill.application) == (signed.charge, Decimal("770.00"), draft.id)
    assert len(signed.letters) == 1


def test_the_case_is_closed_at_birth_when_nothing_needs_a_person(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    sign(draft, citizen, at)
    case = cases.find_tracking(draft.number)
    assert case is not None
    assert case.state == "closed"
    assert not case.late


def test_the_signature_covers_the_content_and_verifies(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    sign(draft, citizen, at)
    assert queries.verify_signature(draft.id, by=citizen)


def test_the_signed_return_recomputes_to_the_same_cent(
    draft: ApplicationView, citizen: Actor, at: datetime
) -> None:
    sign(draft, citizen, at)
    after = queries.get_application(draft.number, by=citizen)
    assert after.recomputes
    assert after.payable == draft.payable
    assert queries.recompute(draft.id, by=citizen).payable == draft.payable


def test_signing_needs_the_second_factor(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    with pytest.raises(StepUpNeeded) as refusal:
        sign(draft, replace(citizen, assurance=2), at)
    assert refusal.value.level == 3


def test_signing_twice_signs_once(draft: ApplicationView, citizen: Actor, mei: UUID, at: datetime) -> None:
    sign(draft, citizen, at)
    with pytest.raises(Conflict, match="already_signed"):
        sign(draft, citizen, at)
    assert len(payments.list_charges(mei, by=citizen)) == 1


def test_two_tabs_cannot_sign_past_each_other(draft: ApplicationView, citizen: Actor, at: datetime) -> None:
    actions.amend_value(
        application=draft.id, field="gross_pay", index=0, value="58000", reason="Unpaid leave in June",
        revision=draft.revision, by=citizen, at=at,
    )  # fmt: skip
    with pytest.raises(Conflict, match="moved_on") as refusal:
        sign(draft, citizen, at)
    (change,) = refusal.value.facts["changes"]
    assert (change.code, change.shown, change.now) == ("gross_pay", Decimal("60000.00"), Decimal("58000"))


def test_a_late_report_is_shown_again_before_it_is_signed(
    draft: ApplicationView, pay: Callable[[str], None], citizen: Actor, at: datetime
) -> None:
    pay("61000.00")
    with pytest.raises(Conflict, match=r"application\.changed") as refusal:
        sign(draft, citizen, at)
    assert {"gross_pay", "payable"} <= {change.code for change in refusal.value.facts["changes"]}
    again = actions.refresh_draft(application=draft.id, by=citizen, at=at)
    assert [(c.code, c.now) for c in again.changes if c.kind == "value"] == [
        ("gross_pay", Decimal("61000.00"))
    ]
    assert sign(again, citizen, at).state is ApplicationState.DECIDED


def test_nothing_is_left_of_a_refused_signature(
    draft: ApplicationView, pay: Callable[[str], None], citizen: Actor, mei: UUID, at: datetime
) -> None:
    pay("61000.00")
    with pytest.raises(Conflict):
        sign(draft, citizen, at)
    assert payments.list_charges(mei, by=citizen) == []
    assert "services.application.signed" not in [
        e.event for e in journal.list_timeline(customer=mei, by=citizen)
    ]


def test_a_stranger_cannot_sign(draft: ApplicationView, stranger: Actor, at: datetime) -> None:
    with pytest.raises(NotFound):
        sign(draft, stranger, at)


@pytest.fixture
def new_rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """The law changes: the tax rebate is 150 at most, in a catalogue published just now."""
    root = tmp_path / "catalogue"
    shutil.copytree(catalogue_root(), root)
    pack = root / "income-tax/rules/SG-PIT-YA2025.yaml"
    pack.write_text(pack.read_text().replace("rebate_cap: {value: 200,", "rebate_cap: {value: 150,"))
    return lambda: monkeypatch.setattr(settings, "CATALOGUE", root)


def test_rules_changed_since_the_draft_are_shown_with_the_difference_never_signed_silently(
    draft: ApplicationView, new_rules: Callable[[], None], citizen: Actor, at: datetime
) -> None:
    new_rules()
    with pytest.raises(Conflict, match=r"application\.changed") as refusal:
        sign(draft, citizen, at)
    changes = {change.code: (change.shown, change.now) for change in refusal.value.facts["changes"]}
    assert "pack" in changes
    assert changes["payable"] == ("770.00", Decimal("820.00"))
    again = actions.refresh_draft(application=draft.id, by=citizen, at=at)
    assert "payable" in {change.code for change in again.changes}
    sign(again, citizen, at)
    assert queries.recompute(draft.id, by=citizen).payable == Decimal("820.00")


def test_the_database_itself_hides_it_from_strangers(
    draft: ApplicationView, stranger: Actor, citizen: Actor
) -> None:
    with scoped(stranger):
        assert not Application.objects.exists()
    with scoped(citizen):
        assert Application.objects.get().number == draft.number
