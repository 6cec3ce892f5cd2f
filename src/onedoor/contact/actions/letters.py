"""Issuing letters whose content is signed, and attaching their printed forms."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import visible_letters
from onedoor.contact.models import Letter, LetterPdf
from onedoor.contact.rules import canonical, new_verify_code
from onedoor.contact.types import ISSUED, REPLACED, LetterView
from onedoor.contact.views import to_letter
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.ids import new_number
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.trust import queries as trust


@action(may="contact.send")
def issue_letter(
    *,
    customer: UUID,
    kind: str,
    title: Text,
    content: Mapping[str, Any],
    by: Actor,
    at: datetime,
    agency: str = "",
    languages: Sequence[str] = LANGUAGES,
    application: UUID | None = None,
    case: UUID | None = None,
    replaces: UUID | None = None,
) -> LetterView:
    """Sign the content and keep it under a number and a code that proves it. ``content`` is JSON
    of the letter's facts, the issuing ``agency`` among them unless it is given; the PDFs follow
    with ``attach_pdf``."""
    if not languages or set(languages) - set(LANGUAGES):
        raise Invalid("letter.languages", _("Choose English, Chinese or both."))
    issuer = agency or str(content.get("agency") or by.agency)
    if not issuer:
        raise Invalid("letter.issuer", _("Say which agency sends the letter."))
    body = canonical(content)
    signature = trust.sign(body)
    letter = Letter.objects.create(
        number=new_number("HL"), verify_code=new_verify_code(), customer=customer, agency=issuer, kind=kind,
        title=dict(title), languages=list(languages), content=dict(content),
        sha256=hashlib.sha256(body).hexdigest(),
        key_id=signature.key_id, signature=signature.value, issued_at=at, application=application, case=case,
    )  # fmt: skip
    _record(letter, ISSUED, by=by, at=at)
    if replaces is not None:
        replace_letter(letter=replaces, replacement=letter.id, by=by, at=at)
    return to_letter(letter)


@action(may="contact.send")
def replace_letter(*, letter: UUID, replacement: UUID, by: Actor, at: datetime) -> LetterView:
    """Mark a letter as replaced; its code then says so. Only by a letter to the same customer."""
    old, new = _get(letter, by), _get(replacement, by)
    if old.customer != new.customer or old.id == new.id:
        raise Invalid("letter.replacement", _("A letter is replaced by another letter to the same customer."))
    if old.replaced_by_id is None:
        old.replaced_by = new
        old.save(update_fields=["replaced_by"])
        _record(old, REPLACED, by=by, at=at)
    return to_letter(old)


@action(may="contact.send")
def attach_pdf(*, letter: UUID, language: str, pdf: bytes, by: Actor, at: datetime) -> LetterView:
    """Seal the printed form of a letter and keep it; a second one in the same language changes nothing."""
    row = _get(letter, by)
    if row.pdfs.filter(language=language).exists():
        return to_letter(row)
    sealed = trust.seal_paper(pdf, at=at) if language in row.languages else None
    if sealed is None:
        raise Invalid("letter.pdf", _("This is not a PDF in a language of the letter."))
    LetterPdf.objects.get_or_create(
        letter=row, language=language,
        defaults={
            "customer": row.customer, "pdf": sealed, "sha256": hashlib.sha256(sealed).hexdigest(),
            "attached_at": at,
        },
    )  # fmt: skip
    return to_letter(_get(letter, by))


def _get(letter: UUID, by: Actor) -> Letter:
    row = visible_letters(by).filter(id=letter).first()
    if row is None:
        raise NotFound("letter.unknown", _("There is no such letter, or it is not yours."))
    return row


def _record(letter: Letter, event: Event, *, by: Actor, at: datetime) -> None:
    journal.record(
        event, subject_kind="letter", subject=letter.id, customer=letter.customer, agency=letter.agency,
        by=by, at=at, case=letter.case, data={"number": letter.number, "kind": letter.kind},
    )  # fmt: skip
