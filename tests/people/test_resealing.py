"""What earlier keys sealed is sealed with the newest, while everybody works."""

import base64
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from pytest_django.fixtures import Settings

from onedoor.config.commands.keys import keys
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.people import actions, queries
from onedoor.people.models import Identifier
from onedoor.people.rights.opening import list_sealed
from onedoor.people.types import Customer
from onedoor.trust import actions as trust
from onedoor.trust import queries as seals
from onedoor.trust.keys.master import get_master
from onedoor.trust.keys.ring import forget_ring
from onedoor.trust.models import Passkey
from tests.people.canary import CANARY, seed_everywhere


@pytest.fixture(autouse=True)
def _fresh_ring() -> Iterator[None]:
    forget_ring()
    yield
    forget_ring()


@pytest.mark.django_db
def test_every_sealed_field_is_sealed_anew_and_says_the_same(at: datetime) -> None:
    seed_everywhere(new_id(), at)
    Passkey.objects.all().delete()  # no device made what it holds
    trust.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()
    earlier = {(model, field) for model, field, count in queries.count_earlier() if count}
    assert len(earlier) > 20

    told = CliRunner().invoke(keys, ["reseal"])

    assert told.exit_code == 0, told.output
    assert not [left for left in queries.count_earlier() if left[2]]
    for model, field, purpose in list_sealed():
        for sealed in apps.get_model(model)._default_manager.values_list(field, flat=True):
            if (model, field) in earlier and sealed:
                assert bytes(sealed)[:5] == seals.seal_mark()
                assert CANARY in seals.unseal(bytes(sealed), purpose=purpose)
    assert JournalEntry.objects.filter(event="people.fields.resealed").count() == len(earlier)


@pytest.mark.django_db
def test_what_does_not_open_stays_and_is_told(ada: Customer, at: datetime) -> None:
    row = Identifier.objects.get(customer=ada.id)
    broken = bytes(row.sealed)[:-1] + bytes([bytes(row.sealed)[-1] ^ 1])
    Identifier.objects.filter(pk=row.pk).update(sealed=broken)
    trust.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()

    told = CliRunner().invoke(keys, ["reseal"])

    assert told.exit_code == 1
    assert "1 fields do not open" in told.output
    assert bytes(Identifier.objects.get(pk=row.pk).sealed) == broken


@pytest.mark.django_db
def test_it_is_for_the_command_line_only(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.reseal_some(model="people.Identifier", field="sealed", by=ANONYMOUS, at=at)


@pytest.mark.django_db
def test_the_keys_are_listed_without_telling_them(at: datetime) -> None:
    trust.rotate_key(purpose="paper", by=SYSTEM, at=at)
    told = CliRunner().invoke(keys, ["list"]).output

    assert told.count("paper") == 2
    assert "certificate until 2035" in told
    assert base64.b64encode(get_master()).decode() not in told


@pytest.mark.django_db(transaction=True)
def test_nobody_stops_while_every_key_is_changed(
    ada: Customer, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "master.key").write_text(base64.b64encode(get_master()).decode())
    settings.MASTER_KEY, settings.MASTER_KEY_FILE = "", str(tmp_path / "master.key")
    row, done, faults, written = Identifier.objects.get(customer=ada.id).pk, threading.Event(), [], [""]

    def work() -> None:
        try:
            while not done.is_set():
                forget_ring()  # as a process that has just started
                text = f"HC-{len(written)}"
                Identifier.objects.filter(pk=row).update(sealed=seals.seal(text, purpose="identifier"))
                sealed = bytes(Identifier.objects.get(pk=row).sealed)
                assert seals.unseal(sealed, purpose="identifier") == text
                written.append(text)
        except BaseException as fault:
            faults.append(fault)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    for command in (["rotate", "seal"], ["reseal"], ["rewrap"], ["rotate", "sign"], ["reseal"], ["rewrap"]):
        told = CliRunner().invoke(keys, command)
        assert told.exit_code == 0, told.output
    done.set()
    worker.join(30)

    assert faults == []
    assert len(written) > 5
    kept = bytes(Identifier.objects.get(pk=row).sealed)
    assert seals.unseal(kept, purpose="identifier") == written[-1]
