"""A letter carries a signature, and a code with which anybody can ask whether it is ours."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

import pytest
from django.db import connection

from onedoor.contact import actions, queries
from onedoor.contact.models import Letter
from onedoor.contact.rules import canonical, find_verify_code, new_verify_code
from onedoor.contact.types import LetterView
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.press import to_pdf
from onedoor.kernel.scope import scoped
from tests.contact.conftest import TITLE

PDF = to_pdf("<title>Notice</title><p>Pay by Monday")


def test_its_code_answers_anybody(letter: LetterView) -> None:
    with scoped(ANONYMOUS):
        public = queries.find_letter_by_code(letter.verify_code.lower().replace("-", " "))
    assert public
    assert public.is_valid
    assert (public.number, public.agency, public.title) == (letter.number, "REV", TITLE)


def test_the_answer_holds_nothing_about_the_person(letter: LetterView, me: UUID) -> None:
    shown = str(asdict(queries.find_letter_by_code(letter.verify_code)))  # type: ignore[call-overload]
    assert str(me) not in shown
    assert "770" not in shown
    assert "Lin" not in shown


@pytest.mark.parametrize("code", ["", "K7QF", "K7QF-9M2T-XW4H-03B!", "' or 1=1 --", "0" * 16, "汉字" * 8])
def test_a_wrong_code_finds_nothing(letter: LetterView, code: str) -> None:
    assert queries.find_letter_by_code(code) is None


def test_a_code_has_80_bits_and_forgives_the_ear() -> None:
    codes = {new_verify_code() for _ in range(1000)}
    assert len(codes) == 1000
    assert all(find_verify_code(code) == code for code in codes)
    assert find_verify_code("O1Il-0000-0000-0000") == "0111-0000-0000-0000"


def test_a_changed_letter_is_not_valid(letter: LetterView) -> None:
    Letter.objects.filter(id=letter.id).update(content={"payable": "7.70"})
    public = queries.find_letter_by_code(letter.verify_code)
    assert public
    assert not public.intact
    assert not public.is_valid


def test_a_changed_letter_with_a_new_sum_is_not_valid_either(letter: LetterView) -> None:
    import hashlib

    forged = {"payable": "7.70"}
    Letter.objects.filter(id=letter.id).update(
        content=forged, sha256=hashlib.sha256(canonical(forged)).hexdigest()
    )
    public = queries.find_letter_by_code(letter.verify_code)
    assert public
    assert not public.is_valid


def test_a_replaced_letter_says_so(letter: LetterView, me: UUID, at: datetime) -> None:
    newer = actions.issue_letter(
        customer=me, kind="income-tax/notice", title=TITLE, content={"payable": "700.00", "agency": "REV"},
        replaces=letter.id, by=SYSTEM, at=at,
    )  # fmt: skip
    old, new = queries.find_letter_by_code(letter.verify_code), queries.find_letter_by_code(newer.verify_code)
    assert old
    assert new
    assert (old.replaced, old.is_valid, new.is_valid) == (True, False, True)
    assert queries.get_letter(letter.number, by=SYSTEM).replaced_by == newer.number


def test_a_letter_is_replaced_only_by_one_to_the_same_person(letter: LetterView, at: datetime) -> None:
    from uuid import uuid4

    other = actions.issue_letter(
        customer=uuid4(), kind="x", title=TITLE, content={}, agency="REV", by=SYSTEM, at=at
    )
    with pytest.raises(Invalid):
        actions.replace_letter(letter=letter.id, replacement=other.id, by=SYSTEM, at=at)


def test_a_pdf_a_language_once(letter: LetterView, citizen: Actor, stranger: Actor, at: datetime) -> None:
    view = actions.attach_pdf(letter=letter.id, language="zh-hans", pdf=PDF, by=SYSTEM, at=at)
    kept = queries.find_pdf(letter.id, "zh-hans", by=citizen)
    assert kept
    assert kept.startswith(PDF)  # and the seal behind it
    assert actions.attach_pdf(letter=letter.id, language="zh-hans", pdf=PDF + b" ", by=SYSTEM, at=at) == view
    assert view.pdf_languages == ("zh-hans",)
    assert queries.find_pdf(letter.id, "zh-hans", by=citizen) == kept
    assert queries.find_pdf(letter.id, "en", by=citizen) is None
    assert queries.find_pdf(letter.id, "zh-hans", by=stranger) is None


@pytest.mark.parametrize(("language", "pdf"), [("fr", PDF), ("en", b"<html>")])
def test_only_a_pdf_in_its_language_is_attached(
    letter: LetterView, at: datetime, language: str, pdf: bytes
) -> None:
    with pytest.raises(Invalid):
        actions.attach_pdf(letter=letter.id, language=language, pdf=pdf, by=SYSTEM, at=at)


def test_who_reads_it(
    letter: LetterView,
    me: UUID,
    citizen: Actor,
    stranger: Actor,
    officer: Actor,
    elsewhere: Actor,
    phone: Actor,
) -> None:
    for by in (citizen, officer, phone):
        with scoped(by):
            assert queries.get_letter(letter.number.lower(), by=by).id == letter.id
            assert [found.id for found in queries.list_letters(me, by=by)] == [letter.id]
    for by in (stranger, elsewhere, Actor(kind="partner", partner="good-works")):
        with scoped(by):
            assert not Letter.objects.exists()
            with pytest.raises(NotFound):
                queries.get_letter(letter.number, by=by)


def test_a_role_without_correspondence_is_refused(letter: LetterView, me: UUID, officer: Actor) -> None:
    from dataclasses import replace

    with pytest.raises(NotAllowed):
        queries.list_letters(me, by=replace(officer, permissions=frozenset()))


def test_it_needs_an_issuer_and_a_language(me: UUID, at: datetime) -> None:
    for wrong in ({"content": {}}, {"content": {"agency": "REV"}, "languages": ["fr"]}):
        with pytest.raises(Invalid):
            actions.issue_letter(customer=me, kind="x", title=TITLE, by=SYSTEM, at=at, **wrong)  # type: ignore[arg-type]


def test_listing_letters_does_not_load_their_pdfs(letter: LetterView, me: UUID, at: datetime) -> None:
    actions.attach_pdf(letter=letter.id, language="en", pdf=PDF, by=SYSTEM, at=at)
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        assert queries.list_letters(me, by=SYSTEM)[0].pdf_languages == ("en",)
    assert not any('."pdf"' in query["sql"] for query in captured)


def test_its_file_answers_anybody_as_its_code_does(letter: LetterView, citizen: Actor, at: datetime) -> None:
    actions.attach_pdf(letter=letter.id, language="en", pdf=PDF, by=SYSTEM, at=at)
    kept = queries.find_pdf(letter.id, "en", by=citizen)
    assert kept
    with scoped(ANONYMOUS):
        checked = queries.check_file(kept)
    assert checked.letter == queries.find_letter_by_code(letter.verify_code)
    assert checked.seal
    assert (checked.seal.ours, checked.seal.intact, checked.seal.sealed_at) == (True, True, at)


def test_a_file_that_is_almost_ours_is_no_letter(letter: LetterView, citizen: Actor, at: datetime) -> None:
    actions.attach_pdf(letter=letter.id, language="en", pdf=PDF, by=SYSTEM, at=at)
    kept = queries.find_pdf(letter.id, "en", by=citizen)
    assert kept
    checked = queries.check_file(kept + b"\n")
    assert checked.letter is None
    assert checked.seal
    assert (checked.seal.ours, checked.seal.intact) == (True, False)
