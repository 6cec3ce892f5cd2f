"""Passkeys: what one proves, and what nobody can do with another's, an old one or a copied one."""

from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound, Refused, StepUpNeeded
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.trust import actions, queries
from onedoor.trust.keys.ring import forget_ring
from onedoor.trust.models import Challenge, Passkey
from onedoor.trust.types import AccountView, Asked, Proved
from tests.trust.conftest import PASSWORD
from tests.trust.devices import Device


@pytest.fixture
def phone(ada_acts: Actor, at: datetime) -> Device:
    """Ada's telephone, with a passkey for us."""
    return add(Device(), ada_acts, at)


@pytest.fixture
def bo_acts(db: None, at: datetime) -> Actor:
    """Somebody else."""
    account = actions.open_account(
        email="bo@mail.example", name="Bo", kind="citizen", password=PASSWORD, customer=new_id(), by=SYSTEM,
        at=at,
    )  # fmt: skip
    return queries.actor_for(account.id, door="portal", assurance=2)


def add(device: Device, by: Actor, at: datetime, name: str = "My phone") -> Device:
    assert by.account
    asked = actions.ask_for_new_passkey(account=by.account, by=by, at=at)
    answer(device.make(asked.options), asked, by, at, name)
    return device


def answer(credential: str, asked: Asked, by: Actor, at: datetime, name: str = "My phone") -> Any:
    assert by.account
    return actions.add_passkey(
        account=by.account, challenge=asked.id, credential=credential, name=name, by=by, at=at
    )


def sign_in(device: Device, at: datetime, **other: Any) -> Proved:
    asked = actions.ask_for_passkey(account=None, by=SYSTEM, at=at)
    return give(device.prove(asked.options, **other), asked, at)


def give(
    credential: str, asked: Asked, at: datetime, account: UUID | None = None, by: Actor = SYSTEM
) -> Proved:
    return actions.prove_by_passkey(account=account, challenge=asked.id, credential=credential, by=by, at=at)


def events() -> list[str]:
    with scoped(SYSTEM):
        return list(JournalEntry.objects.order_by("id").values_list("event", flat=True))


def test_a_passkey_signs_in_at_level_3_whoever_it_is(phone: Device, ada: AccountView, at: datetime) -> None:
    assert sign_in(phone, at) == Proved(ada.id, 3)
    assert {"trust.passkey.added", "trust.passkey.used"} <= set(events())


def test_it_lifts_nobody_above_what_was_proofed(at: datetime, db: None) -> None:
    weak = actions.open_account(
        email="w@mail.example", name="W", kind="citizen", customer=new_id(), proofing=1, by=SYSTEM, at=at
    )
    device = add(Device(), queries.actor_for(weak.id, door="portal", assurance=1), at)

    assert sign_in(device, at).level == 1


def test_a_synced_passkey_counts_nothing_and_works(ada_acts: Actor, at: datetime) -> None:
    device = add(Device(counts=False), ada_acts, at)

    assert sign_in(device, at).level == sign_in(device, at).level == 3
    assert queries.list_passkeys(ada_acts.account, by=ada_acts)[0].is_synced


def test_it_steps_up_its_owner(phone: Device, ada_acts: Actor, at: datetime) -> None:
    asked = actions.ask_for_passkey(account=ada_acts.account, by=ada_acts, at=at)

    assert give(phone.prove(asked.options), asked, at, ada_acts.account, ada_acts).level == 3


@pytest.mark.parametrize(
    "origin",
    ["http://localhost:8001", "https://localhost:8000", "http://evil.localhost:8000", "https://evil.example"],
)
def test_no_other_site_asks_for_it(phone: Device, origin: str, at: datetime) -> None:
    phone.origin = origin
    with pytest.raises(Invalid) as refusal:
        sign_in(phone, at)
    assert refusal.value.code == "passkey.refused"
    assert events()[-1] == "trust.passkey.refused"


def test_nor_makes_one(ada_acts: Actor, at: datetime) -> None:
    with pytest.raises(Invalid):
        add(Device(origin="https://evil.example"), ada_acts, at)
    with pytest.raises(Invalid):
        add(Device(site="evil.example"), ada_acts, at)


def test_a_device_that_did_not_make_sure_of_her_is_refused(
    phone: Device, ada_acts: Actor, at: datetime
) -> None:
    phone.verifies = False
    with pytest.raises(Invalid):
        sign_in(phone, at)
    lifted = queries.actor_for(ada_acts.account, door="portal", assurance=3)
    with pytest.raises(Invalid):
        add(Device(verifies=False), lifted, at)


def test_an_answer_counts_once(phone: Device, at: datetime) -> None:
    asked = actions.ask_for_passkey(account=None, by=SYSTEM, at=at)
    credential = phone.prove(asked.options)
    give(credential, asked, at)

    with pytest.raises(Invalid) as refusal:
        give(credential, asked, at)
    assert refusal.value.code == "passkey.again"


def test_and_to_its_own_challenge(phone: Device, at: datetime) -> None:
    first, second = (actions.ask_for_passkey(account=None, by=SYSTEM, at=at) for _each in range(2))
    credential = phone.prove(first.options)

    with pytest.raises(Invalid):
        give(credential, second, at)


def test_a_wrong_answer_uses_the_challenge_up(phone: Device, at: datetime) -> None:
    asked = actions.ask_for_passkey(account=None, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        give("{}", asked, at)
    with pytest.raises(Invalid):
        give(phone.prove(asked.options), asked, at)


def test_a_challenge_waits_ten_minutes(phone: Device, at: datetime) -> None:
    asked = actions.ask_for_passkey(account=None, by=SYSTEM, at=at)
    Challenge.objects.update(expires_at="2020-01-01T00:00:00Z")

    with pytest.raises(Invalid):
        give(phone.prove(asked.options), asked, at)


def test_a_challenge_for_one_thing_serves_no_other(phone: Device, ada_acts: Actor, at: datetime) -> None:
    asked = actions.ask_for_passkey(account=None, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        give(phone.prove(asked.options), asked, at, ada_acts.account, ada_acts)


def test_another_persons_passkey_steps_nobody_up(phone: Device, bo_acts: Actor, at: datetime) -> None:
    add(Device(), bo_acts, at, "Bo's")
    asked = actions.ask_for_passkey(account=bo_acts.account, by=bo_acts, at=at)

    with pytest.raises(Invalid):
        give(phone.prove(asked.options), asked, at, bo_acts.account, bo_acts)


def test_nor_does_it_sign_in_as_somebody_else(phone: Device, bo_acts: Actor, at: datetime) -> None:
    assert bo_acts.account
    phone.owner = bo_acts.account.bytes
    with pytest.raises(Invalid):
        sign_in(phone, at)


def test_another_key_with_her_keys_name_is_refused(phone: Device, at: datetime) -> None:
    forged = Device(id=phone.id, owner=phone.owner, uses=100)
    with pytest.raises(Invalid):
        sign_in(forged, at)


def test_a_counter_that_does_not_move_on_means_a_copy(phone: Device, at: datetime) -> None:
    copy = Device(id=phone.id, key=phone.key, owner=phone.owner, uses=phone.uses)
    sign_in(phone, at)
    sign_in(phone, at)

    with pytest.raises(Invalid):
        sign_in(copy, at)


def test_a_removed_passkey_opens_nothing(phone: Device, ada_acts: Actor, at: datetime) -> None:
    lifted = queries.actor_for(ada_acts.account, door="portal", assurance=3)
    [held] = queries.list_passkeys(ada_acts.account, by=lifted)
    actions.remove_passkey(passkey=held.id, by=lifted, at=at)

    with pytest.raises(Invalid):
        sign_in(phone, at)
    assert "trust.passkey.removed" in events()


def test_a_locked_account_stays_shut(phone: Device, ada: AccountView, at: datetime) -> None:
    actions.lock_account(account=ada.id, by=SYSTEM, at=at)
    with pytest.raises(Invalid):
        sign_in(phone, at)


def test_a_stolen_password_neither_adds_nor_removes_one(phone: Device, ada_acts: Actor, at: datetime) -> None:
    [held] = queries.list_passkeys(ada_acts.account, by=ada_acts)
    with pytest.raises(StepUpNeeded):
        actions.ask_for_new_passkey(account=ada_acts.account, by=ada_acts, at=at)
    with pytest.raises(StepUpNeeded):
        actions.remove_passkey(passkey=held.id, by=ada_acts, at=at)
    with pytest.raises(StepUpNeeded):
        actions.enrol_totp(account=ada_acts.account, by=ada_acts, at=at)


def test_nor_by_asking_before_the_first_is_there(ada_acts: Actor, at: datetime) -> None:
    asked = actions.ask_for_new_passkey(account=ada_acts.account, by=ada_acts, at=at)
    add(Device(), ada_acts, at)

    with pytest.raises(StepUpNeeded):
        answer(Device().make(asked.options), asked, ada_acts, at)


def test_a_stranger_neither_sees_nor_touches_hers(
    phone: Device, ada: AccountView, bo_acts: Actor, at: datetime
) -> None:
    [held] = queries.list_passkeys(ada.id, by=SYSTEM)
    lifted = queries.actor_for(bo_acts.account, door="portal", assurance=3)

    with pytest.raises(NotAllowed):
        queries.list_passkeys(ada.id, by=lifted)
    with pytest.raises(NotAllowed):
        actions.ask_for_passkey(account=ada.id, by=lifted, at=at)
    for change in (
        lambda: actions.remove_passkey(passkey=held.id, by=lifted, at=at),
        lambda: actions.rename_passkey(passkey=held.id, name="Mine", by=lifted, at=at),
    ):
        with pytest.raises(NotFound):
            change()


def test_she_names_it_as_she_likes(phone: Device, ada_acts: Actor, at: datetime) -> None:
    [held] = queries.list_passkeys(ada_acts.account, by=ada_acts)
    actions.rename_passkey(passkey=held.id, name="  Grandma's  tablet ", by=ada_acts, at=at)
    assert queries.list_passkeys(ada_acts.account, by=ada_acts)[0].name == "Grandma's tablet"
    with pytest.raises(Refused):
        actions.rename_passkey(passkey=held.id, name=" ", by=ada_acts, at=at)


def test_it_lies_sealed_for_her_account_alone(phone: Device, bo_acts: Actor, at: datetime) -> None:
    row = Passkey.objects.get()
    assert phone.id not in bytes(row.credential)
    row.account_id = bo_acts.account
    row.save()

    phone.owner = b""
    with pytest.raises(Invalid):
        sign_in(phone, at)


def test_nobody_signed_in_reads_the_table(phone: Device, ada_acts: Actor) -> None:
    with scoped(ada_acts), connection.cursor() as cursor:
        cursor.execute("select count(*) from trust_passkey")
        assert cursor.fetchone() == (0,)


def test_it_signs_in_still_after_what_was_sealed_is_sealed_anew(
    phone: Device, ada: AccountView, at: datetime
) -> None:
    actions.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()

    assert actions.reseal_secrets(by=SYSTEM, at=at) == (1, 0)
    assert actions.reseal_secrets(by=SYSTEM, at=at) == (0, 0)
    assert bytes(Passkey.objects.get().credential)[:5] == queries.seal_mark()
    assert sign_in(phone, at).account == ada.id
    forget_ring()


def test_a_passkey_of_another_account_is_told_and_left(phone: Device, bo_acts: Actor, at: datetime) -> None:
    Passkey.objects.update(account_id=bo_acts.account)
    actions.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()

    assert actions.reseal_secrets(by=SYSTEM, at=at) == (0, 1)
    forget_ring()
