"""Letters and forms that are to leave: written down here, printed with the next batch or at once."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.contact import actions as contact
from onedoor.doors.post.house import POST, SEND, acting_for, as_door, seal, seal_bytes, sign
from onedoor.doors.post.models import Paper
from onedoor.doors.post.paper.drawing import print_sheets
from onedoor.doors.post.paper.forms import FormPlan
from onedoor.doors.post.records import Matter, to_paper
from onedoor.doors.post.types import RETURNED, PaperKind, PaperState, PaperView
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.ids import find_number, new_number
from onedoor.kernel.text import Text, pick
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import actions as trust

WHY_RETURNED = ("moved", "unknown", "refused", "incomplete")


@action(may=SEND)
def print_form(
    *, by: Actor, at: datetime, language: str, service: str = "", number: str = "",
    customer: UUID | None = None,
) -> PaperView:  # fmt: skip
    """A service's form, blank, or with what stands in the draft ``number``. It has a number of its own by
    which it is known when it comes back. With a ``customer`` it goes to her with the next batch."""
    with as_door(by):
        reader = acting_for(by) if by.kind == "officer" else by
        form = (
            services.get_draft_form(number, by=reader, at=at)
            if number
            else services.get_blank_form(service, at=at)
        )
    drawings = FormPlan(title=pick(form.title, language), language=language).draw(form.pages)
    new = new_number("PF")
    pdf = print_sheets(
        drawings, number=new, version=form.version, reference=form.number, language=language, sign=sign
    )
    with as_door(by):
        owner = services.get_application(number, by=reader).customer if number else customer
    row = Paper.objects.create(
        number=new, kind=PaperKind.FORM, customer=owner, agency=form.agency,
        state=PaperState.MADE if customer else PaperState.PRINTED,
        application=form.number, service=form.service, version=form.version, language=language,
        pages=len(drawings), sha256=hashlib.sha256(pdf).hexdigest(), pdf=seal_bytes(pdf),
        layout=[drawing.to_sheet().to_json() for drawing in drawings], made_at=at,
    )  # fmt: skip
    return to_paper(row)


@action(may=SEND)
def write_letter(
    *, matter: Matter, title: Text, body: Text, by: Actor, at: datetime, idempotency_key: str = ""
) -> PaperView:
    """A letter that leaves on paper with the next batch, whatever door she prefers: she wrote to us on
    paper. It goes to the address that we have, never to one that a letter gives."""
    if matter.customer is None:
        raise Invalid("post.nobody", _("First say whose letter it is."))
    message = contact.send_message(
        customer=matter.customer, title=title, body=body, agency=matter.agency, case=matter.case, by=by,
        at=at, idempotency_key=idempotency_key,
    )  # fmt: skip
    language = people.preferences(matter.customer).language
    row, _made = Paper.objects.get_or_create(
        message=message.id,
        defaults={
            "number": new_number("PL"), "kind": PaperKind.ANSWER, "state": PaperState.MADE,
            "customer": matter.customer, "agency": matter.agency, "case": matter.case,
            "application": matter.reference, "language": language, "made_at": at,
            "content": seal({"title": pick(title, language), "body": pick(body, language)}),
        },
    )  # fmt: skip
    return to_paper(row)


@action(may=SEND)
def note_return(*, number: str, why: str, by: Actor, at: datetime) -> PaperView:
    """The post brought our letter back. The customer sees it, and nothing more is sent to that address
    unseen: the officer looks for another. A PIN that came back opens nothing."""
    if why not in WHY_RETURNED:
        raise Invalid("post.return_why", _("Say why the letter came back."), field="why")
    row = Paper.objects.select_for_update().filter(number=find_number(number) or "").first()
    if row is None:
        raise NotFound(
            "post.paper_unknown", _("We posted no letter of this number. Check it."), field="number"
        )
    if row.state == PaperState.RETURNED:
        return to_paper(row)
    if row.posted_at is None:
        raise Conflict("post.not_posted", _("This letter has not been posted yet."), field="number")
    row.state, row.returned_at, row.returned_why = PaperState.RETURNED, at, why
    row.save(update_fields=["state", "returned_at", "returned_why"])
    if row.kind == PaperKind.PIN and row.message is not None:
        with as_door(by):
            trust.end_door_pin_order(order=row.message, by=POST, at=at)
    journal.record(
        RETURNED, subject_kind="paper", subject=row.id, customer=row.customer, agency=row.agency, by=by,
        at=at, case=row.case, data={"number": row.number, "why": why},
    )  # fmt: skip
    return to_paper(row)
