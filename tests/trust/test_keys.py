"""Sealed fields, blind indexes, pseudonyms and signatures; and what happens when a key is lost."""

import base64
import secrets
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connection
from django.test import TestCase
from pytest_django.fixtures import Settings

from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.ids import new_id
from onedoor.trust import actions, queries
from onedoor.trust.keys.master import fingerprint, get_master, make_master, place_before
from onedoor.trust.keys.ring import forget_ring, unwrap
from onedoor.trust.models import TrustKey
from onedoor.trust.types import KeysUnavailable, SealBroken, Signature

pytestmark = pytest.mark.django_db
TEXT = "HC9901985031200427 陈慧欣"


@pytest.fixture(autouse=True)
def _fresh_ring() -> Iterator[None]:
    forget_ring()
    yield
    forget_ring()


@pytest.fixture
def keyfile(settings: Settings, tmp_path: Path) -> Path:
    """The master key of this database in a file of the test's own."""
    path = tmp_path / "master.key"
    path.write_text(base64.b64encode(get_master()).decode())
    settings.MASTER_KEY, settings.MASTER_KEY_FILE = "", str(path)
    return path


def test_a_sealed_text_opens_again() -> None:
    assert queries.unseal(queries.seal(TEXT)) == TEXT
    assert queries.unseal(queries.seal("")) == ""


def test_two_seals_of_one_text_differ_and_show_nothing() -> None:
    one, other = queries.seal_many([TEXT, TEXT])
    assert one != other
    assert TEXT.encode() not in one
    assert one[33:] != other[33:]


def test_a_seal_opens_for_its_purpose_only() -> None:
    with pytest.raises(SealBroken):
        queries.unseal(queries.seal(TEXT, purpose="contact"), purpose="identifier")


def test_every_changed_byte_is_noticed() -> None:
    sealed = queries.seal("x")
    for place in range(len(sealed)):
        broken = bytearray(sealed)
        broken[place] ^= 1
        with pytest.raises(SealBroken):
            queries.unseal(bytes(broken))


@pytest.mark.parametrize("cut", [0, 1, 5, 33, 48])
def test_a_cut_field_is_noticed(cut: int) -> None:
    with pytest.raises(SealBroken):
        queries.unseal(queries.seal("x")[:cut])


def test_a_blind_index_finds_equals_within_its_kind() -> None:
    assert queries.blind_index(TEXT, "identifier") == queries.blind_index(TEXT, "identifier")
    assert queries.blind_index(TEXT, "identifier") != queries.blind_index(TEXT, "phone")
    assert queries.blind_indexes(["a", "b"], "x") == [
        queries.blind_index("a", "x"),
        queries.blind_index("b", "x"),
    ]


def test_two_agencies_names_for_one_person_have_nothing_in_common() -> None:
    customer = UUID(int=7)
    names = {queries.pseudonym(customer, agency).partition("-")[2] for agency in ("REV", "HLT", "SOC")}
    assert len(names) == 3
    assert queries.pseudonym(customer, "REV") == queries.pseudonym(customer, "REV")
    assert customer.hex[:8] not in "".join(names)


def test_a_signature_holds_for_exactly_these_bytes() -> None:
    signature = queries.sign(b"notice 1")
    assert queries.verify(b"notice 1", signature)
    assert not queries.verify(b"notice 2", signature)
    assert not queries.verify(b"notice 1", Signature("9-unknown", signature.value))
    assert not queries.verify(b"notice 1", Signature(signature.key_id, b"short"))


def test_after_rotation_old_seals_open_and_new_ones_use_the_new_key(at: datetime) -> None:
    before = queries.seal(TEXT)
    number = actions.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()
    after = queries.seal(TEXT)
    assert int.from_bytes(after[1:5]) == number != int.from_bytes(before[1:5])
    assert queries.unseal(before) == queries.unseal(after) == TEXT


def test_another_process_learns_a_rotated_key_when_it_meets_it(at: datetime) -> None:
    queries.seal("remember the ring")
    number = actions.rotate_key(purpose="seal", by=SYSTEM, at=at)
    forget_ring()
    sealed = queries.seal(TEXT)
    forget_ring()
    assert int.from_bytes(sealed[1:5]) == number
    assert queries.unseal(sealed) == TEXT


def test_after_rotation_old_signatures_still_verify(at: datetime) -> None:
    old = queries.sign(b"letter")
    actions.rotate_key(purpose="sign", by=SYSTEM, at=at)
    forget_ring()
    assert queries.sign(b"letter").key_id != old.key_id
    assert queries.verify(b"letter", old)
    assert [key.active_to is None for key in queries.list_public_keys()][-2:] == [False, True]


@pytest.mark.parametrize("purpose", ["index", "pseudonym", "nonsense"])
def test_keys_that_others_depend_on_are_not_rotated(purpose: str, at: datetime) -> None:
    with pytest.raises(Invalid):
        actions.rotate_key(purpose=purpose, by=SYSTEM, at=at)


def test_keys_are_for_the_command_line_only(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.rotate_key(purpose="seal", by=ANONYMOUS, at=at)


def test_nothing_readable_lies_in_the_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("select wrapped from trust_trustkey")
        stored = b"".join(bytes(row[0]) for row in cursor.fetchall())
    assert get_master() not in stored


def test_a_lost_master_key_says_so_and_changes_nothing(
    settings: Settings, tmp_path: Path, at: datetime
) -> None:
    sealed, count = queries.seal(TEXT), TrustKey.objects.count()
    settings.MASTER_KEY, settings.MASTER_KEY_FILE = "", str(tmp_path / "gone.key")
    forget_ring()
    with pytest.raises(KeysUnavailable, match=r"gone\.key"):
        queries.unseal(sealed)
    with pytest.raises(KeysUnavailable):
        actions.make_missing_keys(by=SYSTEM, at=at)
    assert TrustKey.objects.count() == count
    assert not (tmp_path / "gone.key").exists()


def test_a_foreign_master_key_is_named_and_opens_nothing(settings: Settings) -> None:
    sealed = queries.seal(TEXT)
    settings.MASTER_KEY = base64.b64encode(secrets.token_bytes(32)).decode()
    forget_ring()
    with pytest.raises(KeysUnavailable, match="fingerprint"):
        queries.unseal(sealed)


@pytest.mark.parametrize("given", ["not base64!", base64.b64encode(b"short").decode()])
def test_a_malformed_master_key_is_refused(settings: Settings, given: str) -> None:
    settings.MASTER_KEY = given
    with pytest.raises(KeysUnavailable):
        get_master()


def test_a_new_master_key_opens_what_the_old_one_sealed(keyfile: Path, at: datetime) -> None:
    sealed, old = queries.seal(TEXT), get_master()
    with TestCase.captureOnCommitCallbacks() as after:
        actions.rewrap_keys(by=SYSTEM, at=at)
    forget_ring()
    assert get_master() == old  # its file is still that of before: the key that comes lies beside it
    assert queries.unseal(sealed) == TEXT

    for step in after:
        step()
    assert get_master() != old
    assert queries.unseal(sealed) == TEXT
    place_before().unlink()
    forget_ring()
    assert queries.unseal(sealed) == TEXT


def test_a_process_that_read_the_keys_before_the_change_finds_the_old_master_key(
    keyfile: Path, at: datetime
) -> None:
    before = TrustKey.objects.first()
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.rewrap_keys(by=SYSTEM, at=at)
    assert before is not None
    assert unwrap(before) == unwrap(TrustKey.objects.get(number=before.number))


def test_a_change_of_the_master_key_that_broke_off_is_begun_again(keyfile: Path, at: datetime) -> None:
    sealed = queries.seal(TEXT)
    with TestCase.captureOnCommitCallbacks():
        actions.rewrap_keys(by=SYSTEM, at=at)  # and the machine goes down before the file is put in force
    with TestCase.captureOnCommitCallbacks(execute=True):
        actions.rewrap_keys(by=SYSTEM, at=at)
    forget_ring()
    assert queries.unseal(sealed) == TEXT
    assert {key.master for key in queries.list_keys()} == {fingerprint(get_master())}


def test_a_master_key_from_the_environment_is_not_changed_in_use(settings: Settings, at: datetime) -> None:
    settings.MASTER_KEY = base64.b64encode(get_master()).decode()
    with pytest.raises(KeysUnavailable, match="ONEDOOR_MASTER_KEY_FILE"):
        actions.rewrap_keys(by=SYSTEM, at=at)


def test_a_first_start_makes_a_key_that_only_its_owner_reads(settings: Settings, tmp_path: Path) -> None:
    settings.MASTER_KEY, settings.MASTER_KEY_FILE = "", str(tmp_path / "keys" / "master.key")
    assert make_master() == make_master() == get_master()
    assert (tmp_path / "keys" / "master.key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "keys").iterdir()] == ["master.key"]


def test_in_production_the_master_key_is_given(settings: Settings, tmp_path: Path) -> None:
    settings.MASTER_KEY, settings.MASTER_KEY_FILE = "", str(tmp_path / "master.key")
    settings.SECURE, settings.DEMO = True, False
    with pytest.raises(KeysUnavailable, match="openssl"):
        make_master()


def test_making_keys_again_makes_none(at: datetime) -> None:
    assert actions.make_missing_keys(by=SYSTEM, at=at) == ()


def test_pseudonyms_of_many_people_are_distinct() -> None:
    assert len({queries.pseudonym(new_id(), "REV") for _ in range(500)}) == 500
