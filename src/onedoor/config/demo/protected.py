"""Who is protected this morning: one whose telephone was changed two hours ago, one who is
locked; a record that was opened in an emergency; and one who waits for a PIN by letter."""

from datetime import datetime, timedelta
from uuid import UUID

from onedoor.people import actions as people
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import LockedBy

NEW_PHONE = "9000 0042"
REASON = "She fainted at our counter. The ambulance asked for her doctor and what she takes."


def protect(changed: UUID, locked: UUID, *, officer: UUID, opened: UUID, at: datetime) -> None:
    """``changed`` and ``locked`` are customers of the cast; ``officer`` opened the record of ``opened`` in an
    emergency an hour ago, and nobody has reviewed it."""
    account, two_hours_ago = trust.find_account_of(changed), at - timedelta(hours=2)
    assert account is not None
    herself = trust.actor_for(account.id, door="portal", assurance=3, at=two_hours_ago)
    people.add_contact_point(customer=changed, kind="phone", value=NEW_PHONE, by=herself, at=two_hours_ago)
    robbed = trust.find_account_of(locked)
    assert robbed is not None
    himself = trust.actor_for(robbed.id, door="portal", assurance=2, at=at)
    trust_actions.lock_identity(customer=locked, how=LockedBy.HERSELF, by=himself, at=at - timedelta(days=1))
    helper = trust.actor_for(officer, door="desk", assurance=3, at=at)
    trust_actions.open_emergency(
        customer=opened, kind="medical", reason=REASON, by=helper, at=at - timedelta(minutes=70)
    )


def order_a_pin(customer: UUID, *, at: datetime) -> None:
    """She only telephones from now on: her letter is printed when the city wakes up."""
    account = trust.find_account_of(customer)
    assert account is not None
    herself = trust.actor_for(account.id, door="portal", assurance=2, at=at)
    trust_actions.order_door_pin(account=account.id, by=herself, at=at)
