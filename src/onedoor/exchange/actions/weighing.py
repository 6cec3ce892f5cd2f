"""Two sources differ about a customer: she is asked once which is right, and it is remembered."""

from datetime import datetime
from uuid import NAMESPACE_URL, UUID, uuid5

from django.utils.translation import gettext_lazy as _

from onedoor.exchange.landing import name_of
from onedoor.exchange.models import ReportedValue, Weighing
from onedoor.exchange.models.values import LIVE
from onedoor.exchange.registers import get_rulebook
from onedoor.exchange.types import SOURCES_WEIGHED
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, NotFound
from onedoor.kernel.scope import scoped


@action()
def weigh_sources(*, believed: UUID, holds: UUID, by: Actor, at: datetime) -> bool:
    """Remember that of two statements about the same thing ``holds`` is right, so that no service asks
    again while both stand. Which one is believed stays the catalogue's to say; gives whether it is the
    other one that she calls right, for whoever asks its source. Raises NotFound for statements about
    others, and Conflict when one of the two was replaced meanwhile."""
    with scoped(SYSTEM):
        rows = {row.id: row for row in ReportedValue.objects.filter(id__in={believed, holds})}
        first, second = rows.get(believed), rows.get(holds)
        if first is None or second is None or not _may_say(first.customer, by) or not _alike(first, second):
            raise NotFound("exchange.value.unknown", _("There is no such value."))
        if first.state not in LIVE or second.state not in LIVE:
            raise Conflict(
                "exchange.value.replaced", _("The reporter replaced this value. Look at the new one first.")
            )
        Weighing.objects.update_or_create(
            customer=first.customer,
            register=first.register,
            attribute=first.attribute,
            period=first.period,
            defaults={
                "believed": believed, "holds": holds, "said_at": at, "said_by": by.account, "door": by.door,
            },
        )  # fmt: skip
        _tell(first, second, by=by, at=at)
    return believed != holds


def _may_say(customer: UUID, by: Actor) -> bool:
    """She herself, or an officer who writes down what she says."""
    return (
        by.kind == "system" or by.customer == customer or (by.kind == "officer" and by.may("services.assist"))
    )


def _alike(first: ReportedValue, second: ReportedValue) -> bool:
    """Whether both speak of the same thing."""
    return (first.customer, first.register, first.attribute, first.period) == (
        second.customer, second.register, second.attribute, second.period,
    )  # fmt: skip


def _tell(first: ReportedValue, second: ReportedValue, *, by: Actor, at: datetime) -> None:
    register = get_rulebook().registers[first.register]
    journal.record(
        SOURCES_WEIGHED,
        subject_kind="register",
        subject=uuid5(NAMESPACE_URL, first.register),
        customer=first.customer,
        agency=register.agency,
        by=by,
        at=at,
        data={
            "register": first.register,
            "attributes": register.attributes[first.attribute].title,
            "believed": name_of(first.source),
            "holds": name_of(second.source),
        },
    )
