"""Heads are published as signed notes, proofs come out of the stored tree, cosignatures are kept."""

from base64 import b64decode
from datetime import UTC, datetime
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from onedoor.journal import actions, merkle, proving, queries, verifier
from onedoor.journal.apps import check_names
from onedoor.journal.models import JournalBlock, JournalCosignature, JournalHead, JournalLeaf
from onedoor.journal.types import Draft, TreeHead
from onedoor.journal.witness import WitnessKey
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_id
from tests.journal.conftest import KEY, forge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("own_journal")]

WENT = Event("test.boat.left", "A boat left")
WITNESS = WitnessKey("witness.example", Ed25519PrivateKey.generate())
KEYS = {"test": KEY.public_key().public_bytes_raw()}


def fill(count: int, at: datetime) -> TreeHead:
    """So many entries more, sealed together."""
    draft = {"event": WENT, "subject_kind": "boat", "by": SYSTEM, "at": at}
    with transaction.atomic():
        actions.record_many([Draft(subject=new_id(), **draft) for _ in range(count)])  # type: ignore[arg-type]
    head = actions.seal(at=at)
    assert head is not None
    return head


def leaves() -> list[bytes]:
    return [bytes(one) for one in JournalLeaf.objects.order_by("index").values_list("hash", flat=True)]


def cosigned(head: TreeHead, moment: int = 1_700_000_000) -> str:
    note = queries.write_note(head, KEYS)
    return note + WITNESS.cosign(verifier.read_head(note), moment) + "\n"


@pytest.fixture
def witnessed(settings: Any) -> None:
    settings.JOURNAL_WITNESSES = [WITNESS.public]


def faults() -> tuple[str, ...]:
    return queries.verify(check_head=lambda *_: True).faults


def test_a_head_is_a_note_that_a_verifier_reads(at: datetime) -> None:
    sealed = fill(3, at)

    head = verifier.read_head(queries.write_note(queries.get_newest_head(), KEYS))

    verifier.check_head(head, [verifier.read_key(queries.write_key(KEYS["test"]))])
    assert (head.origin, head.size, head.root) == ("localhost:8000/journal", 3, sealed.root)


def test_heads_from_before_they_were_notes_still_hold_and_are_not_published(at: datetime) -> None:
    fill(2, at)
    old = JournalHead.objects.get(size=2)
    message = (
        f"onedoor-journal\n2\n{bytes(old.root).hex()}\n{at.isoformat(timespec='microseconds')}\n".encode()
    )
    JournalHead.objects.update(origin="", signature=KEY.sign(message))

    def holds(signed: bytes, _key: str, signature: bytes) -> bool:
        KEY.public_key().verify(signature, signed)
        return True

    assert queries.verify(check_head=holds).intact
    with pytest.raises(NotFound):
        queries.get_newest_head()


def test_proofs_out_of_blocks_are_those_of_the_whole_tree(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "BLOCK", 4)
    sizes = [fill(count, at).size for count in (3, 4, 9, 1, 14)]
    every = leaves()

    for size in sizes:
        for index in range(size):
            assert list(proving.inclusion_path(index, size)) == merkle.inclusion_path(every[:size], index)
        for earlier in sizes[: sizes.index(size)]:
            proof = queries.prove_extension(earlier, size)
            assert list(proof.path) == merkle.consistency_path(every[:size], earlier)
    assert JournalBlock.objects.count() == 7


def test_what_was_sealed_before_blocks_were_kept_is_proved_and_caught_up(
    at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proving, "BLOCK", 4)
    fill(11, at)
    JournalBlock.objects.all().delete()

    assert list(proving.inclusion_path(9, 11)) == merkle.inclusion_path(leaves(), 9)
    fill(1, at)
    assert JournalBlock.objects.count() == 3


def test_a_changed_block_is_named(at: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "BLOCK", 4)
    fill(9, at)

    JournalBlock.objects.filter(number=1).update(root=b"\0" * 32)

    assert faults() == ("block 1: its root does not follow from the leaves",)


def test_no_proof_between_sizes_that_were_never_signed(at: datetime) -> None:
    fill(3, at)
    fill(2, at)

    with pytest.raises(NotFound):
        queries.prove_extension(4, 5)


@pytest.mark.usefixtures("witnessed")
def test_a_cosignature_of_a_known_witness_is_kept_shown_and_verified(at: datetime) -> None:
    head = fill(3, at)

    for _again in range(2):
        actions.accept_cosignature(note=cosigned(head), by=ANONYMOUS, at=at)

    shown = verifier.read_head(queries.write_note(queries.get_head_of(3), KEYS))
    verdict = queries.verify(check_head=lambda *_: True)
    assert verifier.list_cosigned(shown, [verifier.read_key(WITNESS.public)]) == {
        "witness.example": 1_700_000_000
    }
    assert verdict.intact
    assert [(one.size, one.cosigned_at) for one in verdict.witnessed] == [
        (3, datetime.fromtimestamp(1_700_000_000, UTC))
    ]


@pytest.mark.usefixtures("witnessed")
def test_a_line_with_the_witnesss_name_that_does_not_hold_is_not_kept(at: datetime) -> None:
    note = cosigned(fill(3, at))
    body, _blank, lines = note.partition("\n\n")
    house, witness = lines.splitlines()
    false = WITNESS.cosign(verifier.read_head(note.replace("3\n", "2\n", 1)), 1_700_000_000)

    actions.accept_cosignature(note="\n".join([body, "", house, false, witness, ""]), by=ANONYMOUS, at=at)

    assert queries.verify(check_head=lambda *_: True).intact


def test_a_name_or_key_that_cannot_stand_in_a_note_stops_the_start() -> None:
    house_key = queries.write_key(KEYS["test"])

    for origin, witnesses in (("a b", []), ("a+b", []), ("", []), ("a", ["x+y+z"]), ("a", [house_key])):
        with pytest.raises(ImproperlyConfigured):
            check_names(origin, witnesses)
    check_names("harbour.example/journal", [WITNESS.public])


def test_a_witness_that_nobody_knows_is_refused(at: datetime) -> None:
    head = fill(3, at)

    with pytest.raises(Invalid):
        actions.accept_cosignature(note=cosigned(head), by=ANONYMOUS, at=at)


@pytest.mark.usefixtures("witnessed")
@pytest.mark.parametrize(
    "spoil",
    [lambda note: "", lambda note: note.replace("3\n", "2\n", 1), lambda note: note[:-9] + "AAAAAAA=\n"],
)
def test_a_note_that_is_not_ours_is_refused(at: datetime, spoil: Any) -> None:
    head = fill(3, at)

    with pytest.raises((Invalid, NotFound)):
        actions.accept_cosignature(note=spoil(cosigned(head)), by=ANONYMOUS, at=at)
    assert not JournalCosignature.objects.exists()


@pytest.mark.usefixtures("witnessed")
def test_a_forged_cosignature_and_a_head_that_is_gone_are_named(at: datetime) -> None:
    for _each in range(2):
        actions.accept_cosignature(note=cosigned(fill(2, at)), by=ANONYMOUS, at=at)

    forge("update journal_cosignature set signature = %s where size = 2", b"\0" * 64)
    forge("delete from journal_head where size = 4")

    assert "head 2: the cosignature of witness.example does not hold" in faults()
    assert "head 4: it was cosigned by witness.example and is gone" in faults()


def test_a_history_that_was_written_and_signed_anew_is_named_by_what_a_witness_keeps(at: datetime) -> None:
    kept = cosigned(fill(3, at))
    forge("truncate journal_entry, journal_leaf, journal_head, journal_block")
    fill(3, at)

    alone = queries.verify(check_head=lambda *_: True)
    [fault] = queries.verify(check_head=lambda *_: True, witnessed=[kept]).faults

    assert alone.intact
    assert fault.startswith("head 3: its root")
    assert b64decode(kept.split("\n")[2]).hex() in fault


def test_a_rollback_is_named_by_what_a_witness_keeps(at: datetime) -> None:
    fill(3, at)
    kept = cosigned(fill(2, at))
    forge("delete from journal_leaf where index >= 3")
    forge("delete from journal_head where size = 5")

    named = queries.verify(check_head=lambda *_: True, witnessed=[kept]).faults

    assert any(fault.startswith("head 5: a witness keeps it") for fault in named)
