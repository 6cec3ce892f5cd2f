"""The house's seal on papers: PAdES, checked by others' programs too; and what breaks it."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pytest_django.fixtures import Settings

from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.press import to_pdf
from onedoor.trust import actions, queries
from onedoor.trust.keys.ring import forget_ring
from onedoor.trust.types import KeysUnavailable
from tests.trust.papers import authority, given_seal, openssl_verifies, take_apart

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _fresh_ring() -> Iterator[None]:
    forget_ring()
    yield
    forget_ring()


@pytest.fixture(scope="module")
def paper() -> bytes:
    return to_pdf("<html lang=en><head><title>Notice</title></head><body><h1>Notice 通知</h1></body></html>")


def test_a_sealed_paper_says_who_sealed_it_and_when(paper: bytes, at: datetime) -> None:
    seal = queries.check_paper(queries.seal_paper(paper, at=at))

    assert seal is not None
    assert (seal.by, seal.ours, seal.intact, seal.stamped) == (
        "Government of Harbour City",
        True,
        True,
        False,
    )
    assert seal.sealed_at == at


def test_a_sealed_paper_stays_tagged_and_readable(paper: bytes, at: datetime) -> None:
    read = PdfReader(io.BytesIO(queries.seal_paper(paper, at=at)))

    assert "通知" in read.pages[0].extract_text()
    assert read.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert read.get_fields()["Seal"]["/V"]["/SubFilter"] == "/ETSI.CAdES.detached"


def test_openssl_checks_the_seal_without_us(paper: bytes, at: datetime, tmp_path: Path) -> None:
    actions.rotate_key(purpose="paper", by=SYSTEM, at=at)  # a certificate that holds on that day
    forget_ring()
    covered, cms, certificate = take_apart(queries.seal_paper(paper, at=at), tmp_path)

    assert openssl_verifies(covered, cms, certificate, at)
    covered.write_bytes(covered.read_bytes().replace(b"Notice", b"notice", 1))
    assert not openssl_verifies(covered, cms, certificate, at)


def test_whatever_is_changed_in_it_breaks_the_seal(paper: bytes, at: datetime) -> None:
    sealed = queries.seal_paper(paper, at=at)
    spot = sealed.index(b"/Title")
    for place in (20, spot + 9, len(paper) - 40):
        broken = bytearray(sealed)
        broken[place] ^= 1
        seal = queries.check_paper(bytes(broken))
        assert seal is None or not seal.intact


def test_what_is_added_after_the_seal_is_noticed(paper: bytes, at: datetime) -> None:
    writer = PdfWriter(io.BytesIO(queries.seal_paper(paper, at=at)), incremental=True)
    writer.add_metadata({"/Subject": "You owe nothing"})
    changed = io.BytesIO()
    writer.write(changed)

    seal = queries.check_paper(changed.getvalue())
    assert seal is not None
    assert not seal.intact


@pytest.mark.parametrize(
    "nonsense", [b"", b"%PDF-1.7\n", b"\0" * 5000, b"%PDF-1.7\n1 0 obj<</A 1 0 R>>endobj"]
)
def test_what_is_no_sealed_paper_has_no_seal(nonsense: bytes) -> None:
    assert queries.check_paper(nonsense) is None


def test_an_unsealed_paper_has_no_seal(paper: bytes) -> None:
    assert queries.check_paper(paper) is None


def test_after_rotation_earlier_papers_are_still_ours(paper: bytes, at: datetime) -> None:
    earlier = queries.seal_paper(paper, at=at)
    actions.rotate_key(purpose="paper", by=SYSTEM, at=at)
    forget_ring()
    later = queries.seal_paper(paper, at=at)

    assert all(seal and seal.ours and seal.intact for seal in map(queries.check_paper, (earlier, later)))
    assert PdfReader(io.BytesIO(earlier)).get_fields() != PdfReader(io.BytesIO(later)).get_fields()


def test_a_seal_of_somebody_else_is_intact_and_not_ours(
    paper: bytes, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.PAPER_SEAL_FILE, settings.PAPER_SEAL_PASSPHRASE = given_seal(tmp_path, "Another City", at)
    sealed = queries.seal_paper(paper, at=at)
    assert queries.check_paper(sealed).ours  # type: ignore[union-attr]

    settings.PAPER_SEAL_FILE = ""
    seal = queries.check_paper(sealed)
    assert seal is not None
    assert (seal.by, seal.ours, seal.intact) == ("Another City", False, True)


def test_a_provider_s_file_that_does_not_open_says_what_to_give(
    paper: bytes, at: datetime, settings: Settings, tmp_path: Path
) -> None:
    settings.PAPER_SEAL_FILE, _ = given_seal(tmp_path, "Harbour City", at)
    settings.PAPER_SEAL_PASSPHRASE = "wrong"
    with pytest.raises(KeysUnavailable, match="PAPER_SEAL_PASSPHRASE"):
        queries.seal_paper(paper, at=at)


def test_a_time_stamp_tells_when_it_was_sealed(paper: bytes, settings: Settings, tmp_path: Path) -> None:
    now = datetime.now(UTC)
    with authority(tmp_path) as settings.PAPER_TIMESTAMP_URL:
        seal = queries.check_paper(queries.seal_paper(paper, at=now - timedelta(hours=3)))

    assert seal is not None
    assert (seal.ours, seal.intact, seal.stamped) == (True, True, True)
    assert abs(seal.sealed_at - now) < timedelta(minutes=2)


def test_without_its_time_stamp_nothing_is_sealed(paper: bytes, at: datetime, settings: Settings) -> None:
    settings.PAPER_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(KeysUnavailable, match="PAPER_TIMESTAMP_URL"):
        queries.seal_paper(paper, at=at)
