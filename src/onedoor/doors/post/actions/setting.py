"""Setting the letters of a batch: whose name and address stand in the window, and what is printed."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext, override

from onedoor.contact import queries as contact
from onedoor.doors.post.house import POST, seal_bytes, sign, unseal
from onedoor.doors.post.models import Paper
from onedoor.doors.post.paper.letters import LetterText, Printed, count_pages, join_pdfs, print_letters
from onedoor.feedback import actions as feedback_actions
from onedoor.feedback import queries as feedback
from onedoor.kernel.clock import local
from onedoor.kernel.text import pick
from onedoor.people import queries as people
from onedoor.trust import queries as trust

NO_ADDRESS = "no-address"


def print_papers(addressed: Sequence[tuple[Paper, list[str]]], at: datetime) -> None:
    """Set every letter that has no PDF yet, all in one run."""
    new = [(row, address) for row, address in addressed if row.pdf is None]
    texts = [_text(row, address, at) for row, address in new]
    for (row, _address), printed in zip(
        new, print_letters(texts, window=settings.POST_WINDOW, sign=sign), strict=True
    ):
        _keep(row, printed)


def _keep(row: Paper, printed: Printed) -> None:
    pdf, pages = printed.pdf, printed.pages
    if issued := unseal(row.content).get("letter"):  # the signed letter itself lies behind
        behind = contact.find_pdf(UUID(issued), row.language, by=POST)
        if behind is not None:
            pdf, pages = join_pdfs([pdf, behind]), pages + count_pages(behind)
    row.pdf, row.pages = seal_bytes(pdf), pages
    row.sha256 = hashlib.sha256(pdf).hexdigest()
    row.layout = [sheet.to_json() for sheet in printed.layout]
    row.save(update_fields=["pdf", "pages", "sha256", "layout"])


def _text(row: Paper, address: list[str], at: datetime) -> LetterText:
    content = unseal(row.content)
    with override(row.language):
        day = local(at).strftime("%Y-%m-%d")
        sender = (
            pick(trust.get_agency(row.agency).name, row.language) if row.agency else gettext("Harbour City")
        )
    reference = row.application
    return LetterText(
        with_rating=bool(reference) and feedback.may_rate(reference, by=POST, at=at),
        rate_at=_invite(row, at) if content.get("letter") or feedback.is_finished(reference) else "",
        number=row.number, language=row.language, address=address, sender=sender,
        return_address=settings.POST_RETURN_ADDRESS, day=day, reference=reference,
        title=content["title"], link=content.get("link", ""),
        paragraphs=[part for part in content["body"].split("\n\n") if part.strip()],
    )  # fmt: skip


def _invite(row: Paper, at: datetime) -> str:
    """The address at which whoever holds a decision, or word of what is finished, says how well it went."""
    mark = feedback_actions.invite(number=row.application, letter=row.number, by=POST, at=at)
    return f"{settings.PUBLIC_URL}/r/{mark}/" if mark else ""


def find_address(row: Paper) -> list[str]:
    """Name and address as they stand in the window. Contact says whose and which where it asked for the
    letter; else it is the customer's own."""
    content = unseal(row.content) or {}
    name, address = content.get("name", ""), content.get("address", "")
    if not name and row.customer is not None:
        point = people.find_default_contact(row.customer, "post")
        name = people.get_customer(row.customer, by=POST).named(row.language)
        address = point.value if point else ""
    lines = [line.strip() for line in address.replace("\n", ",").split(",") if line.strip()]
    if not lines and row.returned_why != NO_ADDRESS:
        row.returned_why = NO_ADDRESS
        row.save(update_fields=["returned_why"])
    return [name, *lines] if lines else []
