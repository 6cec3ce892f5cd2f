"""The keeping rules of people and of the rooms below it."""

from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from onedoor.people.holdings import list_holdings
from onedoor.people.retention.declaring import KeepRule, aged, back, keep, period_of

_HEARD_SINCE = (
    "exists (select 1 from journal_entry j where j.customer = people_customer.id and j.happened_at > %s)"
)


def declare_own() -> None:
    """Called once the app registry is ready."""
    keep(
        KeepRule("people.Customer", _("after the last contact"), _customers, title=_("Customers")),
        KeepRule("people.Invitation", _("after it was answered or ran out"), _invitations),
        aged("people.KeptArrival", "decided_at", _("after it was decided")),
        aged("people.Mandate", "active_to", _("after it ended")),
        aged("people.DataCopy", "asked_at", _("after it was asked for")),
        aged("people.LegalHold", "ends_at", _("after it ended")),
        aged("people.Disposal", "as_of", _("after it was proposed"), _("Disposals")),
        KeepRule("trust.Account", _("after the last sign-in"), _accounts),
        aged("trust.AssistanceOffer", "expires_at", _("after it ran out")),
        aged("trust.AssistedSession", "ends_at", _("after it ended")),
        aged("trust.BrowserSession", "seen_at", _("after it was last seen"), _("Browsers signed in")),
        aged("trust.Change", "changed_at", _("after it happened")),
        aged("trust.Emergency", "opened_at", _("after it was opened")),
        aged("trust.DoorPinOrder", "ordered_at", _("after it was ordered"), _("PINs ordered by letter")),
        aged("trust.IdentityLock", "opened_at", _("after it was opened")),
        aged("trust.Challenge", "expires_at", _("after it ran out"), _("Questions to passkeys")),
        aged("trust.Confirmation", "confirmed_at", _("after it was given")),
        aged("trust.DeskKey", "active_to", _("after it ended"), _("Keys of the desk")),
        aged("trust.DirectoryKey", "active_to", _("after it ended"), _("Keys of agencies' directories")),
        aged("trust.PartnerKey", "active_to", _("after it ended")),
        aged("trust.Post", "active_to", _("after it ended"), _("Posts of officers")),
        KeepRule("trust.Link", _("after it ended"), _links),
        aged("trust.SignOn", "begun_at", _("after it began"), _("Sign-ons at agencies' services")),
        aged("trust.SignOnClient", "active_to", _("after it ended"), _("Agencies' services for sign-in")),
        aged("trust.Pairing", "expires_at", _("after it ended")),
    )


def _customers(at: datetime) -> "QuerySet[Any]":
    """Of whom nothing was heard, and nothing is held but what is hers as long as she is a customer."""
    table: Any = apps.get_model("people.Customer")
    since = back(at, period_of(table))
    rows = table.objects.annotate(heard=RawSQL(_HEARD_SINCE, [since]))  # noqa: S611  # no words of others
    rows = rows.filter(heard=False, created_at__lte=since)
    for number, holding in enumerate(list_holdings()):
        other: Any = apps.get_model(holding.model)
        if other.Care.keep != apps.get_model("people.Identifier").Care.keep:
            held = other._default_manager.filter(**{holding.field: OuterRef("pk")})
            rows = rows.annotate(**{f"held_{number}": Exists(held)}).filter(**{f"held_{number}": False})
    return rows  # type: ignore[no-any-return]


def _invitations(at: datetime) -> "QuerySet[Any]":
    table: Any = apps.get_model("people.Invitation")
    since = back(at, period_of(table))
    return table.objects.filter(  # type: ignore[no-any-return]
        Q(answered_at__lte=since) | Q(answered_at=None, expires_at__lte=since)
    )


def _accounts(at: datetime) -> "QuerySet[Any]":
    """Citizens'; an officer's stays while what she did is kept."""
    table: Any = apps.get_model("trust.Account")
    since = back(at, period_of(table))
    return table.objects.filter(kind="citizen").filter(  # type: ignore[no-any-return]
        Q(last_login__lte=since) | Q(last_login=None, created_at__lte=since)
    )


def _links(at: datetime) -> "QuerySet[Any]":
    table: Any = apps.get_model("trust.Link")
    since = back(at, period_of(table))
    return table.objects.filter(Q(ended_at__lte=since) | Q(expires_at__lte=since))  # type: ignore[no-any-return]
