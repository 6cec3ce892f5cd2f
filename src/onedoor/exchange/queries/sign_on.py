"""What an agency's own service would be told of whoever signs in there."""

from collections.abc import Sequence
from datetime import date

from onedoor.exchange.claims import scopes_of, sources_of
from onedoor.exchange.queries.values import list_held
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import ClaimView
from onedoor.kernel.actors import Actor


def preview_claims(scopes: Sequence[str], *, by: Actor) -> list[ClaimView]:
    """Each claim with what is held now, for her own eyes, before she agrees."""
    held = list_held(by.customer, by=by) if by.kind == "citizen" and by.customer else []
    views = []
    for scope, wanted in sources_of(scopes).items():
        same = tuple(one for one in held if (one.register, one.attribute) == wanted[:2])
        views.append(_view(scope, wanted.register, wanted.attribute, same))
    return views


def list_claims_allowed(agency: str, *, day: date) -> dict[str, list[ClaimView]]:
    """By agreement in force of the agency: the claims that a service of its own may ask for."""
    mine = [one for one in get_rulebook().agreements.values() if one.receiver == agency and one.in_force(day)]
    return {
        one.id: [_view(scope, *wanted[:2], ()) for scope, wanted in sources_of(scopes_of(one)).items()]
        for one in mine
    }


def _view(scope: str, register: str, attribute: str, held: tuple) -> ClaimView:  # type: ignore[type-arg]
    book = get_rulebook()
    found, known = book.registers.get(register), book.attribute(register, attribute)
    title = known.title if known else {"en": scope, "zh-hans": scope}
    return ClaimView(scope, title, found.title if found else title, held)
