"""Whether what a caller answered is right: yes or no, and never which of it was wrong."""

import re
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.kernel.text import has_chinese
from onedoor.people import models
from onedoor.people.queries.customers import masked_identifier
from onedoor.people.queries.reaching import list_contact_points
from onedoor.people.types import Answers, ContactKind

ASKED_AT_LEAST = 2
_PARTS = re.compile(r"[^\W\d_]+|\d+")


def check_answers(customer: UUID, answers: Answers, *, by: Actor) -> bool:
    """Whether all of at least two answers are hers. The right ones are told to nobody. Whoever asks
    counts the wrong ones."""
    if by.kind not in ("officer", "system") or not by.may("customers.find"):
        raise NotAllowed("people.may_not_find", _("Your role does not allow finding customers."))
    right: list[bool] = []
    if answers.birth_date is not None:
        rows = models.Customer.objects.filter(id=customer, birth_date=answers.birth_date)
        right.append(rows.exists())
    if end := answers.identifier_end.strip().upper():
        right.append(len(end) == 4 and masked_identifier(customer).endswith(end))
    if answers.address.strip():
        points = list_contact_points(customer)
        known = [point.value for point in points if point.kind == ContactKind.POST]
        right.append(any(_is_there(answers.address, one) for one in known))
    if len(right) < ASKED_AT_LEAST:
        raise Invalid("people.ask_two", _("Ask at least two of the questions."), field="birth_date")
    return all(right)


def _is_there(said: str, known: str) -> bool:
    """Whether street and number are those of the address: every word that was said stands in it, whole, and
    a number is among them. Chinese, which parts no words, is looked for as it was said."""
    words, ours = _PARTS.findall(said.casefold()), _PARTS.findall(known.casefold())
    if not any(word.isdigit() for word in words) or not any(
        len(word) > 1 and word.isalpha() for word in words
    ):
        return False
    return all(word in ours or (has_chinese(word) and word in known) for word in words)
