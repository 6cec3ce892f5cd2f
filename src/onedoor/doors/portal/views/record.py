"""What anybody may hold against the record: its public keys, signed heads, proofs, and the verifier."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onedoor.doors.portal.me import customer_of
from onedoor.journal import actions as journal_actions
from onedoor.journal import queries as journal
from onedoor.journal.types import TreeHead
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, Refused
from onedoor.look.doors import actor_of, door
from onedoor.people import queries as people
from onedoor.trust import queries as trust

LARGEST = 16 * 1024


@door(audience="public", level=0)
def show_record(request: HttpRequest) -> HttpResponse:
    """What the record is, its newest heads, and how to check it without us."""
    heads = [
        {"size": head.size, "root": head.root.hex(), "signed_at": head.signed_at, "witnesses": _names(head)}
        for head in journal.list_heads(limit=5)
    ]
    keys = [journal.write_key(key.value) for key in trust.list_public_keys()]
    return render(request, "portal/record.html", {"heads": heads, "keys": keys})


@door(audience="public", level=0)
def list_keys(request: HttpRequest) -> HttpResponse:
    """Every key that ever signed a head, and the witnesses that this house knows."""
    keys = [
        {
            "key": journal.write_key(key.value),
            "key_id": key.key_id,
            "active_from": key.active_from.isoformat(),
            "active_to": key.active_to.isoformat() if key.active_to else None,
        }
        for key in trust.list_public_keys()
    ]
    witnesses = [{"key": text} for text in journal.list_witnesses()]
    return _json({"format": "onedoor-keys/1", "keys": keys, "witnesses": witnesses})


@door(audience="public", level=0)
def list_heads(request: HttpRequest) -> HttpResponse:
    """The newest heads, or the one of ``?size=``."""
    try:
        size = _whole(request, "size") if "size" in request.GET else None
        heads = journal.list_heads() if size is None else [journal.get_head_of(size)]
    except Refused as refusal:
        return _refused(refusal)
    return _json({"format": "onedoor-heads/1", "heads": [_head(head) for head in heads]})


@door(audience="public", level=0)
def show_note(request: HttpRequest, size: int | None = None) -> HttpResponse:
    """The newest head, or that of one size, as a signed note (C2SP tlog-checkpoint)."""
    try:
        head = journal.get_newest_head() if size is None else journal.get_head_of(size)
    except Refused as refusal:
        return _refused(refusal)
    return HttpResponse(_note(head), content_type="text/plain; charset=utf-8")


@door(audience="public", level=0)
def prove_extension(request: HttpRequest) -> HttpResponse:
    """The consistency proof (RFC 9162) between the heads of the sizes ``from`` and ``to``."""
    try:
        proof = journal.prove_extension(_whole(request, "from"), _whole(request, "to"))
    except Refused as refusal:
        return _refused(refusal)
    return _json(journal.write_extension(proof, _keys()))


@door(audience="customer", level=2)
def download_proof(request: HttpRequest, entry: UUID) -> HttpResponse:
    """The proof that a line of her list stands in the record, to keep and to check without us."""
    actor, customer = customer_of(request)
    proof = journal.prove_to(customer, entry, by=actor, services=people.mandate_services(actor))
    answer = _json(journal.write_proof(proof, _keys()))
    answer["Content-Disposition"] = f'attachment; filename="proof-{entry}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer


@csrf_exempt  # no browser: the witness's signature is the permission, and a replay changes nothing
@require_POST
@door(audience="public", level=0)
def take_cosignature(request: HttpRequest) -> HttpResponse:
    """A witness gives back a head of ours with its cosignature."""
    try:
        body = request.body
    except RawPostDataException:  # sent as a form: no witness does
        return HttpResponse(status=400)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    try:
        journal_actions.accept_cosignature(
            note=body.decode(errors="replace"), by=actor_of(request), at=clock.now()
        )
    except Refused as refusal:
        return _refused(refusal)
    return HttpResponse(status=204)


@door(audience="public", level=0)
def give_verifier(request: HttpRequest) -> HttpResponse:
    """The program that checks a proof; whoever doubts us takes it from somewhere else."""
    answer = HttpResponse(journal.read_verifier(), content_type="text/x-python; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="verifier.py"'
    return answer


def _head(head: TreeHead) -> dict[str, Any]:
    return {
        "size": head.size,
        "root": head.root.hex(),
        "signed_at": head.signed_at.isoformat(),
        "key_id": head.key_id,
        "witnesses": _names(head),
        "note": _note(head),
    }


def _note(head: TreeHead) -> str:
    return journal.write_note(head, _keys())


def _keys() -> dict[str, bytes]:
    return {key.key_id: key.value for key in trust.list_public_keys()}


def _names(head: TreeHead) -> list[str]:
    return [one.witness.partition("+")[0] for one in head.cosignatures]


def _whole(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 18):
        raise Invalid(
            "journal.size.unreadable", _("Give the number of entries of a signed head."), field=name
        )
    return int(text)


def _json(content: dict[str, Any]) -> JsonResponse:
    return JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _refused(refusal: Refused) -> JsonResponse:
    return JsonResponse({"code": refusal.code, "message": str(refusal.message)}, status=refusal.status)
