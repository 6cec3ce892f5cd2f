"""A form on paper becomes the same draft as at every door, once a person has looked at what was read."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.doors.post.access import get_visible
from onedoor.doors.post.actions.answering import do_asked, settle
from onedoor.doors.post.actions.asked import read_asked
from onedoor.doors.post.house import READ, acting_for, as_door, seal, unseal
from onedoor.doors.post.models import Letter
from onedoor.doors.post.records import to_letter
from onedoor.doors.post.types import FORM_READ, LetterState, LetterView, PaperKind, Reading, ReadingState
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.services import actions as services
from onedoor.services import queries

SIGNATURE, CERTAIN = "signature", 100


@action(may=READ)
def take_over(
    *, letter: UUID, values: Mapping[str, str], rejected: Sequence[str], signature: bool, by: Actor,
    at: datetime,
) -> LetterView:  # fmt: skip
    """Fill the draft with the verified ``values`` (by Reading.key); ``rejected`` ones are left unanswered.
    Every answer must be one or the other. ``signature``: the officer saw that the form is signed; what
    was signed on paper is kept with the draft, and nothing is signed in the draft for her."""
    row = get_visible(letter, by, lock=True)
    if row.state != LetterState.WAITING or row.paper is None or row.paper.kind != PaperKind.FORM:
        raise Conflict("post.letter_settled", _("Somebody has filed this letter already."))
    if row.customer is None:
        raise Conflict("post.nobody", _("First say whose letter it is."))
    readings = _list_readings(row)
    judged = [_judge(one, values, rejected) for one in readings if one.kind != "sign"]
    signed = [one for one in readings if one.kind == "sign"]
    if signed and not signature:
        raise Invalid(
            "post.signature", _("Look at the signature first. A form without one goes back."), field=SIGNATURE
        )
    kept = [*judged, *(replace(one, state=ReadingState.ACCEPTED) for one in signed)]
    row.readings = seal([one.to_json() for one in kept])
    with as_door(by):
        actor = acting_for(by)
        if not row.reference:
            started = services.start_application(
                customer=row.customer, service=row.paper.service, door="post", by=actor, at=at
            )
            row.reference = started.number
        _fill(row.reference, judged, by=actor, at=at)
        application = queries.get_application(row.reference, by=actor)
        row.case, row.agency, row.room = application.case, application.agency, row.room or by.agency
        settle(row, LetterState.FILED, by=by, at=at)
        journal.record(
            FORM_READ, subject_kind="application", subject=application.id, customer=row.customer,
            agency=application.agency, by=by, at=at, case=application.case,
            data={"reference": row.reference, "answers": len(judged), "signed": bool(signed)},
        )  # fmt: skip
    return to_letter(row)


@action(may=READ)
def check_reply(
    *, letter: UUID, values: Mapping[str, str], rejected: Sequence[str], by: Actor, at: datetime
) -> LetterView:
    """A reply sheet on which a machine was not sure of the rating: a person has looked, and what it asks is
    done as if it had been read so. What cannot be read counts as not crossed."""
    row = get_visible(letter, by, lock=True)
    if row.state != LetterState.WAITING or row.why != "check":
        raise Conflict("post.letter_settled", _("Somebody has filed this letter already."))
    judged = [_judge(one, values, rejected) for one in _list_readings(row)]
    seen = [
        replace(one, confidence=CERTAIN, value="" if one.state is ReadingState.REJECTED else one.value)
        for one in judged
    ]
    row.readings = seal([one.to_json() for one in seen])
    with as_door(by):
        return do_asked(row, read_asked("", [one.to_json() for one in seen]), by=by, at=at)


def _list_readings(row: Letter) -> list[Reading]:
    return [Reading.from_json(one) for one in unseal(row.readings) or []]


def _judge(one: Reading, values: Mapping[str, str], rejected: Sequence[str]) -> Reading:
    if one.key in rejected:
        return replace(one, state=ReadingState.REJECTED)
    if one.key not in values:
        raise Invalid("post.unverified", _("Look at every answer before you go on."), field=one.key)
    value = values[one.key].strip()
    state = ReadingState.ACCEPTED if value == one.value else ReadingState.CORRECTED
    return replace(one, value=value, state=state)


def _fill(number: str, judged: Sequence[Reading], *, by: Actor, at: datetime) -> None:
    """Page by page, as at the counter. What could not be read is as it was before the letter came, and stays
    on its page for who goes on; a page of which nothing could be read is not touched."""
    pages: dict[str, dict[str, Any]] = {}
    for one in judged:
        answers = pages.setdefault(one.page, {})
        if one.state is ReadingState.REJECTED:
            continue
        if one.part:
            answers.setdefault(one.name, {})[one.part] = one.value
        else:
            answers[one.name] = one.value
    for page, answers in pages.items():
        application = queries.get_application(number, by=by)
        if page not in {one.id for one in application.pages}:
            continue
        if not answers:
            continue
        view = queries.get_page(number, page, by=by, at=at)
        held = queries.list_posted(view.page.items)
        left = {name: value for name, value in held.items() if name.partition(".")[0] not in answers}
        services.save_page(
            application=application.id, page=page, answers=left | answers, revision=view.revision, by=by,
            at=at,
        )  # fmt: skip
