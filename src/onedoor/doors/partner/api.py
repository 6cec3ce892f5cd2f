"""The partners' interface for systems: push one's own data, answer questions about it, read nothing else."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI, Status
from ninja.security import HttpBearer

from onedoor.doors.partner.shapes import (
    Answer,
    BatchOut,
    CorrectionOut,
    FileName,
    Problem,
    batch_out,
    correction_out,
)
from onedoor.doors.partner.upload import received_file
from onedoor.exchange import actions, queries
from onedoor.exchange.types import Receipt
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped
from onedoor.look.operations import operation
from onedoor.look.rendering import Renderer
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

MOST_FAULTS = 1_000
_FILE_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {kind: {"schema": {"type": "string"}} for kind in ("text/csv", "application/json")},
    }
}


class PartnerKey(HttpBearer):
    """``Authorization: Bearer odk_…``; anything else is nobody."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        at = clock.now()
        with scoped(SYSTEM):
            actor = trust.find_partner_by_key(token, at=at)
            if actor is not None:
                trust_actions.note_partner_key_use(by=actor, at=at)
        return actor


api = NinjaAPI(
    title="Onedoor for partners",
    version="1",
    description="Send your own organisation's data, see its receipts, answer questions about it.",
    urls_namespace="partner_api",
    auth=PartnerKey(),
    renderer=Renderer(),
    docs_url=None,
)


@api.exception_handler(Refused)
def tell_refusal(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """A refusal with its stable code and its remedy in the caller's language."""
    body = Problem(code=refusal.code, message=str(refusal.message)).model_dump()
    return api.create_response(request, body, status=refusal.status)


# One address, two names for its end: a file goes to a feed, a receipt is read by its number.
@api.post(
    "/batches/{which}", response={200: BatchOut, 201: BatchOut, 422: BatchOut}, openapi_extra=_FILE_BODY
)
@operation(audience="partner", level=2, may="partner.push")
def push_batch(request: HttpRequest, which: str, filename: FileName = "batch") -> Status[BatchOut]:
    """Send a file to the feed ``donations`` or ``income``: 201 taken in, 200 the same file again, 422
    refused whole. ``faults`` lists the rows that need something, each with its codes and what to do."""
    by = _by(request)
    with scoped(by), received_file(request) as file:
        receipt = actions.receive_batch(
            partner=by.partner, feed=which, file=file, filename=filename, by=by, at=clock.now()
        )
        return Status(_status(receipt), _with_faults(receipt, by))


@api.get("/batches/{which}", response=BatchOut)
@operation(audience="partner", level=2, may="partner.push")
def get_batch(request: HttpRequest, which: str) -> BatchOut:
    """The receipt of one of your batches, by its number."""
    by = _by(request)
    with scoped(by):
        return _with_faults(queries.get_receipt(which, by=by), by)


@api.get("/corrections", response=list[CorrectionOut])
@operation(audience="partner", level=2, may="partner.push")
def list_corrections(request: HttpRequest) -> list[CorrectionOut]:
    """Questions about values that you reported, those that wait first."""
    by = _by(request)
    with scoped(by):
        found = queries.list_corrections(by.partner, by=by, at=clock.now())
        return [correction_out(question) for question in found]


@api.post("/corrections/{number}/answer", response=CorrectionOut)
@operation(audience="partner", level=2, may="partner.push")
def answer_correction(request: HttpRequest, number: str, answer: Answer) -> CorrectionOut:
    """Confirm the value, correct it, or withdraw it."""
    by = _by(request)
    with scoped(by):
        answered = actions.answer_correction(
            number=number, answer=answer.answer, value=answer.value, note=answer.note, by=by, at=clock.now()
        )
        return correction_out(answered)


@api.api_operation(["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False)
@operation(audience="nobody", level=2)
def refuse_everything_else(request: HttpRequest, rest: str) -> None:
    """403, and the attempt is on record: a partner's key reads nothing else."""
    actions.refuse_partner_read(what="another address", by=_by(request), at=clock.now())


def _by(request: HttpRequest) -> Actor:
    actor = request.auth  # type: ignore[attr-defined]  # ninja puts PartnerKey's answer there
    assert isinstance(actor, Actor)
    return actor


def _status(receipt: Receipt) -> int:
    if receipt.state == "refused":
        return 422
    return 200 if receipt.repeated else 201


def _with_faults(receipt: Receipt, by: Actor) -> BatchOut:
    return batch_out(receipt, queries.list_rows(receipt.number, by=by, limit=MOST_FAULTS, faulty=True))
