"""What each room holds of a customer: declared by the rooms, read when records are put together."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.people.rights.opening import INDEX, SECRET, open_fields, sealed_text, withheld
from onedoor.people.types import Holding

_ALIKE = _("It is found again by what the kept record is called.")
_holdings: dict[str, Holding] = {}
_hanging: dict[str, list[tuple[str, str]]] = {}
_describers: dict[str, Callable[[UUID], str]] = {}


def declare(*holdings: Holding) -> None:
    """Called by a room when the app registry is ready. A code names one holding; saying it again is safe."""
    for holding in holdings:
        if _holdings.setdefault(holding.code, holding) != holding:
            raise ValueError(f"two holdings are called {holding.code}")


def describe(code: str, says: Callable[[UUID], str]) -> None:
    """How a row of a holding that must be chosen is told to an officer, by its id."""
    _describers[code] = says


def hang(part: str, field: str, on: str) -> None:
    """Rows of ``part`` belong to the row of ``on`` that their ``field`` names by its id, though no foreign
    key says so: a door's call to its conversation. Called like ``declare``."""
    if (part, field) not in _hanging.setdefault(on, []):
        _hanging[on].append((part, field))


def list_hanging(on: str) -> list[tuple[str, str]]:
    """Tables whose rows hang on rows of ``on`` without a foreign key, with the field that says so."""
    return sorted(_hanging.get(on, []))


def list_holdings() -> Iterator[Holding]:
    """All, in the order of their codes."""
    yield from (_holdings[code] for code in sorted(_holdings))


def say_row(holding: Holding, row: str) -> str:
    """A row that must be chosen, in words."""
    says = _describers.get(holding.code)
    return says(UUID(row)) if says else ""


def holdings_of(app: str, fields: Iterable[tuple[str, str, object]]) -> tuple[Holding, ...]:
    """Short for many tables of one room: model, field, title."""
    return tuple(
        Holding(f"{app}.{model.lower()}.{field}", title, f"{app}.{model}", field)
        for model, field, title in fields
    )


def declare_own() -> None:
    """What people and the rooms below it hold."""
    declare(
        *holdings_of(
            "people",
            (
                ("Identifier", "customer", _("Identity numbers")),
                ("ContactPoint", "customer", _("Ways to reach her")),
                ("Relation", "customer", _("Family relations")),
                ("Relation", "other", _("Relations that others have to her")),
                ("Mandate", "giver", _("Mandates that she gave")),
                ("Mandate", "holder", _("Mandates that she holds")),
                ("Invitation", "giver", _("Invitations to act for her")),
                ("Customer", "representative", _("Others whom she represents")),
                ("KeptArrival", "customer", _("Arrivals that were decided")),
                ("DataCopy", "customer", _("Copies of what is held")),
                ("LegalHold", "customer", _("Holds on disposal")),
            ),
        ),
        *holdings_of(
            "trust",
            (
                ("AssistanceOffer", "customer", _("Codes for help in person")),
                ("AssistedSession", "customer", _("Sessions with an officer's help")),
                ("Change", "customer", _("Changes to how she is reached and proved")),
                ("Confirmation", "customer", _("Confirmations")),
                ("Emergency", "customer", _("Records opened in an emergency")),
                ("IdentityLock", "customer", _("Locks of her identity")),
                ("Link", "holder", _("Personal links")),
                ("PartnerKey", "customer", _("Keys of her own programs")),
                ("Pairing", "customer", _("Screens that she paired")),
                ("SignOn", "holder", _("Agencies' services that she signed in to")),
            ),
        ),
        Holding("trust.account.customer", _("Account"), "trust.Account", choose=True),
        Holding("people.searchterm.customer", _("Search"), "people.SearchTerm", stays=_ALIKE),
        Holding("people.linkkey.customer", _("Search"), "people.LinkKey", stays=_ALIKE),
    )
    _open_own()


def _open_own() -> None:
    index, secret = withheld(INDEX), withheld(SECRET)
    open_fields("people.Identifier", {"sealed": sealed_text("identifier"), "blind_index": index})
    open_fields("people.ContactPoint", {"sealed": sealed_text("contact"), "blind_index": index})
    open_fields("people.LinkKey", {"key": index})
    open_fields(
        "people.Invitation", {"name": sealed_text("invitation"), "contact": sealed_text("invitation")}
    )
    open_fields("people.KeptArrival", {"sealed": sealed_text("arrival")})
    open_fields("people.Merge", {"reason": sealed_text("merge"), "before": sealed_text("merge")})
    open_fields("people.Difference", {"reason": sealed_text("merge")})
    open_fields(
        "people.DataCopy", {"content": withheld(_("It is an earlier copy of the same."), "data-copy")}
    )
    open_fields("trust.Account", {"password": secret})
    open_fields("trust.DoorPin", {"pin": secret})
    open_fields("trust.Passkey", {"credential": secret, "credential_index": secret})
    open_fields("trust.OutsideIdentity", {"subject_index": index})
    open_fields("trust.Change", {"before": secret})
    open_fields("trust.Emergency", dict.fromkeys(("reason", "finding"), sealed_text("emergency")))
    open_fields("trust.Link", {"token_hash": secret})
    signs = ("code_hash", "token_hash", "nonce", "challenge")
    open_fields("trust.SignOn", dict.fromkeys(signs, secret))
    for model in ("AssistanceOffer", "Pairing"):
        open_fields(f"trust.{model}", {"code_hash": secret})
    for model in ("DeskKey", "DirectoryKey", "PartnerKey"):
        open_fields(f"trust.{model}", {"secret_hash": secret})
