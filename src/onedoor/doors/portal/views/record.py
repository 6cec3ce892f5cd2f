"""The record for those who do not take our word: keys, heads, and the proof of one's own line.

What is here is checked by ``tools/onedoor_verify.py``, which needs nothing of this house.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from onedoor.doors.portal.me import customer_of
from onedoor.exchange import queries as exchange
from onedoor.journal import queries as journal
from onedoor.journal.types import TreeHead
from onedoor.kernel import clock
from onedoor.kernel.actors import ANONYMOUS
from onedoor.kernel.errors import NotFound
from onedoor.look.doors import door
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

MOST, WINDOW = 60, timedelta(minutes=1)


@require_safe
@door(audience="public", level=0)
def keys(request: HttpRequest) -> HttpResponse:
    """Every key with which the house ever signed a head."""
    found = [{"key": one.key_id, "public": one.value.hex()} for one in trust.list_public_keys()]
    return JsonResponse({"algorithm": "Ed25519", "keys": found})


@require_safe
@door(audience="public", level=0)
def head(request: HttpRequest) -> HttpResponse:
    """The newest signed head."""
    newest = journal.get_head()
    if newest is None:
        raise NotFound("journal.head.unknown", _("The record has no heads of these sizes."))
    return JsonResponse(_head(newest))


@require_safe
@door(audience="public", level=0)
def consistency(request: HttpRequest) -> HttpResponse:
    """That the record of ``to`` entries begins with the one of ``from``."""
    try:
        earlier, later = int(request.GET["from"]), int(request.GET["to"])
    except (KeyError, ValueError):
        raise NotFound("journal.head.unknown", _("The record has no heads of these sizes.")) from None
    trust_actions.count_use(
        what="record/consistency", most=MOST, window=WINDOW, by=ANONYMOUS, at=clock.now()
    )  # the whole tree is read for it
    path = journal.prove_growth(earlier, later)
    return JsonResponse({"from": earlier, "to": later, "path": [one.hex() for one in path]})


@require_safe
@door(audience="customer", level=2)
def proof(request: HttpRequest, entry: UUID) -> HttpResponse:
    """The proof of one line of her own list, as a file that is hers to keep and to have checked."""
    actor, customer = customer_of(request)
    if exchange.find_disclosure(entry, customer=customer, by=actor) is None:
        raise NotFound("disclosure.unknown", _("There is no such entry in your list."))
    made = journal.prove(entry)
    content: dict[str, Any] = {
        "format": "onedoor-proof/1",
        "entry": made.entry.decode(),
        "index": made.index,
        "path": [one.hex() for one in made.path],
        "head": _head(made.head),
    }
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = 'attachment; filename="proof.json"'
    response["Cache-Control"] = "no-store"
    return response


def _head(one: TreeHead) -> dict[str, Any]:
    return {
        "size": one.size,
        "root": one.root.hex(),
        "signed_at": one.signed_at.isoformat(timespec="microseconds"),
        "key": one.key_id,
        "signature": one.signature.hex(),
    }
