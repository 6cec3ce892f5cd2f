"""Reads about partners."""

from datetime import date

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from onedoor.exchange.models import Partner, Standing
from onedoor.exchange.types import PartnerStatus, PartnerView
from onedoor.kernel.errors import NotFound
from onedoor.trust import queries as trust

ORGANISATION = "organisation"


def get_partner(code: str, *, day: date) -> PartnerView:
    """The partner of that code. Raises NotFound."""
    partner = Partner.objects.filter(code=code).first()
    if partner is None:
        raise NotFound("exchange.partner.unknown", _("There is no such partner."))
    return view_partner(partner, day)


def find_partner(code: str, *, day: date) -> PartnerView | None:
    """The partner of that code, if there is one."""
    partner = Partner.objects.filter(code=code).first()
    return None if partner is None else view_partner(partner, day)


def view_partner(partner: Partner, day: date) -> PartnerView:
    """The row as others see it."""
    here = partner.standings.filter(Q(active_to=None) | Q(active_to__gt=day), active_from__lte=day).first()
    return PartnerView(partner.id, partner.code, partner.kind, partner.name, here.status if here else "")


def names_organisation(partner: Partner, organisation: str) -> bool:
    """Whether ``organisation`` is this partner's own number."""
    return bytes(partner.organisation_index) == trust.blind_index(organisation, ORGANISATION)


class Standings:
    """A partner's whole past, held once, to judge the dates of a batch."""

    def __init__(self, partner: Partner) -> None:
        self._periods = list(Standing.objects.filter(partner=partner).order_by("active_from"))

    def fault_on(self, day: date) -> str:
        """E01 where it was not registered on ``day``, E02 where suspended or revoked, else nothing."""
        for period in self._periods:
            if period.active_from <= day and (period.active_to is None or day < period.active_to):
                return "" if period.status == PartnerStatus.ACTIVE else "E02"
        return "E01"
