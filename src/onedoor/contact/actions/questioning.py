"""Finding out who calls, by questions: wrong answers are counted, and too many end it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact.access import require_officer, visible_interactions
from onedoor.contact.actions.interactions import identify_interaction
from onedoor.contact.rules import WRONG_AT_MOST
from onedoor.contact.types import DOUBTED, InteractionState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.people import queries as people
from onedoor.people.types import Answers
from onedoor.trust import actions as trust
from onedoor.trust.types import LockedBy, LockView

MOST_A_CUSTOMER, MOST_AN_OFFICER, A_DAY = 6, 60, timedelta(days=1)


@action(may="contact.log")
def question_caller(*, interaction: UUID, customer: UUID, answers: Answers, by: Actor, at: datetime) -> bool:
    """Whether her answers are the customer's; then the contact is the customer's. Wrong ones are counted
    for this contact and stand on the customer's timeline; after three nobody is identified in it. Whoever
    rings again and again, or asks for one officer after another, is counted too: so many times a day for
    one customer, and for one officer."""
    require_officer(by)
    row = visible_interactions(by).select_for_update().filter(id=interaction).first()
    if row is None:
        raise NotFound("interaction.unknown", _("There is no such contact."))
    if row.state != InteractionState.LIVE or row.officer != by.account:
        raise Conflict("interaction.not_yours", _("Only who answers the contact asks these questions."))
    if row.wrong_answers >= WRONG_AT_MOST:
        raise Conflict("interaction.too_many_wrong", _("Too many wrong answers. Ask her to a counter."))
    for whose, most in (
        (f"customer/{customer}", MOST_A_CUSTOMER),
        (f"officer/{by.account}", MOST_AN_OFFICER),
    ):
        trust.count_use(what=f"questions/{whose}", most=most, window=A_DAY, by=by, at=at)
    if people.check_answers(customer, answers, by=by):
        identify_interaction(interaction=interaction, customer=customer, by=by, at=at)
        return True
    row.wrong_answers += 1
    row.save(update_fields=["wrong_answers"])
    journal.record(
        DOUBTED, subject_kind="interaction", subject=row.id, customer=customer, agency=row.agency,
        by=by, at=at, data={"door": row.door},
    )  # fmt: skip
    return False


@action(may="identities.lock")
def lock_caller(
    *, interaction: UUID, customer: UUID, answers: Answers, by: Actor, at: datetime
) -> LockView | None:
    """Lock the identity of somebody who calls without a PIN, when her answers are right: less than anything
    else takes, because a lock takes nothing from her. None where they are wrong, which is counted as every
    wrong answer is. It opens nothing, and opening the lock takes two who saw her and her papers."""
    right = question_caller(interaction=interaction, customer=customer, answers=answers, by=by, at=at)
    if not right:
        return None
    return trust.lock_identity(customer=customer, how=LockedBy.ANSWERED, by=by, at=at)
