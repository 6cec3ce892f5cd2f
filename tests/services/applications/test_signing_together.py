"""R64: what an officer fills in is signed only by the customer's own confirmation, both names on record."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest

from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.services import actions, queries
from onedoor.services.applications.types import ApplicationView, SignedView
from onedoor.services.models import Signature
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from tests.cases.conftest import Hire, hire

__all__ = ["hire"]


@pytest.fixture
def helping(hire: Hire, draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime) -> Actor:
    """Boon Tan with Mei Lin beside him."""
    boon = hire("Boon Tan")
    code = trust_actions.offer_assistance(customer=mei, by=citizen, at=at).code
    session = trust_actions.begin_assisted(customer=mei, code=code, by=boon, at=at)
    acts = trust.actor_for(boon.account, door="desk", assurance=3, assisted=session.id, at=at)
    return replace(acts, customer=mei)


def confirm(view: ApplicationView, helping: Actor, at: datetime, content: str = "") -> UUID:
    """Mei Lin makes a new code, and with it says yes to what she sees."""
    code = trust_actions.offer_assistance(customer=view.customer, by=SYSTEM, at=at).code
    assert helping.assisted is not None
    return trust_actions.confirm_assisted(
        session=helping.assisted, code=code, subject=view.id, content=content or view.fingerprint,
        by=helping, at=at,
    )  # fmt: skip


def sign(view: ApplicationView, by: Actor, at: datetime, confirmation: UUID | None) -> SignedView:
    with scoped(by):
        return actions.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint,
            confirmation=confirmation, by=by, at=at,
        )  # fmt: skip


def test_with_her_confirmation_it_is_signed_and_both_names_stand(
    draft: ApplicationView, helping: Actor, mei: UUID, citizen: Actor, at: datetime
) -> None:
    confirmation = confirm(draft, helping, at)
    sign(draft, helping, at, confirmation)
    signature = Signature.objects.get()
    assert (signature.signer, signature.on_behalf_of) == (helping.account, mei)
    assert signature.confirmation == confirmation
    assert queries.get_application(draft.number, by=citizen).assisted_by == helping.account


def test_she_reads_that_it_was_signed_with_help(
    draft: ApplicationView, helping: Actor, mei: UUID, citizen: Actor, at: datetime
) -> None:
    sign(draft, helping, at, confirm(draft, helping, at))
    events = [entry.event for entry in journal.list_timeline(customer=mei, by=citizen)]
    assert {"services.application.signed_with_help", "trust.assistance.confirmed"} <= set(events)


@pytest.mark.parametrize("confirmation", [None, UUID(int=5)])
def test_a_session_alone_signs_nothing_and_the_attempt_is_recorded(
    confirmation: UUID | None, draft: ApplicationView, helping: Actor, mei: UUID, at: datetime
) -> None:
    with pytest.raises(NotAllowed, match="not_confirmed"):
        sign(draft, helping, at, confirmation)
    assert queries.get_application(draft.number, by=SYSTEM).state == "draft"
    assert "journal.attempt.refused" in [e.event for e in journal.list_timeline(customer=mei, by=SYSTEM)]


def test_a_confirmation_of_something_else_signs_nothing(
    draft: ApplicationView, helping: Actor, at: datetime
) -> None:
    with pytest.raises(NotAllowed, match="not_confirmed"):
        sign(draft, helping, at, confirm(draft, helping, at, content="another content"))
