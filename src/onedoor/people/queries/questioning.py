"""Whether what a caller answered is right: yes or no, and never which of it was wrong."""

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotAllowed
from onedoor.people import models
from onedoor.people.queries.customers import masked_identifier
from onedoor.people.queries.reaching import list_contact_points
from onedoor.people.types import Answers, ContactKind

ASKED_AT_LEAST, SHORTEST_ADDRESS = 2, 6


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
    if said := _plain(answers.address):
        known = [
            _plain(point.value) for point in list_contact_points(customer) if point.kind == ContactKind.POST
        ]
        right.append(len(said) >= SHORTEST_ADDRESS and any(said in one for one in known))
    if len(right) < ASKED_AT_LEAST:
        raise Invalid("people.ask_two", _("Ask at least two of the questions."), field="birth_date")
    return all(right)


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
