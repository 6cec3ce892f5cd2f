"""Letters, their PDFs, and the check of a letter's code."""

import hashlib
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_reader, visible_letters
from onedoor.contact.models import Letter, LetterPdf
from onedoor.contact.rules import canonical, find_verify_code
from onedoor.contact.types import CheckedFile, LetterView, PublicLetter
from onedoor.contact.views import to_letter
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust
from onedoor.trust.types import Signature


def list_letters(customer: UUID, *, by: Actor, limit: int = 50) -> list[LetterView]:
    """The customer's letters that ``by`` may read, newest first."""
    require_reader(by)
    rows = (
        visible_letters(by).filter(customer=customer).select_related("replaced_by").prefetch_related("pdfs")
    )
    return [to_letter(row) for row in rows.order_by("-issued_at")[:limit]]


def get_letter(number: str, *, by: Actor) -> LetterView:
    """The letter with this number, however it was typed. Raises NotFound."""
    return _found(visible_letters(by).filter(number=find_number(number) or "").first())


def get_letter_by_id(letter: UUID, *, by: Actor) -> LetterView:
    """The letter of that id. Raises NotFound."""
    return _found(visible_letters(by).filter(id=letter).first())


def find_pdf(letter: UUID, language: str, *, by: Actor) -> bytes | None:
    """The printed form in a language, once the worker has made it."""
    rows = LetterPdf.objects.filter(letter__in=visible_letters(by).filter(id=letter), language=language)
    pdf = rows.values_list("pdf", flat=True).first()
    return None if pdf is None else bytes(pdf)


def find_letter_by_code(code: str) -> PublicLetter | None:
    """What anybody who holds the printed code may learn. Nonsense is refused without a look-up."""
    kept = find_verify_code(code)
    if kept is None:
        return None
    with transaction.atomic(), scoped(SYSTEM):
        letter = Letter.objects.filter(verify_code=kept).first()
        return _tell_anybody(letter) if letter else None


def check_file(content: bytes) -> CheckedFile:
    """What a file is that anybody holds: a letter of ours as it was issued, or what its seal says."""
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic(), scoped(SYSTEM):
        letter = Letter.objects.filter(pdfs__sha256=digest).first()
        return CheckedFile(_tell_anybody(letter) if letter else None, trust.check_paper(content))


def _tell_anybody(letter: Letter) -> PublicLetter:
    return PublicLetter(
        number=letter.number,
        agency=letter.agency,
        kind=letter.kind,
        title=letter.title,
        issued_at=letter.issued_at,
        sha256=letter.sha256,
        intact=_is_intact(letter),
        replaced=letter.replaced_by_id is not None,
    )


def _is_intact(letter: Letter) -> bool:
    body = canonical(letter.content)
    signed = Signature(letter.key_id, bytes(letter.signature))
    return hashlib.sha256(body).hexdigest() == letter.sha256 and trust.verify(body, signed)


def _found(row: Letter | None) -> LetterView:
    if row is None:
        raise NotFound("letter.unknown", _("There is no such letter, or it is not yours."))
    return to_letter(row)
