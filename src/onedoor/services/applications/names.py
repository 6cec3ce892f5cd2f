"""What those who take part are called: agencies, kinds of partner, the customer, or simply the city."""

from collections.abc import Mapping

from django.conf import settings

from onedoor.exchange.types import PartnerKind
from onedoor.kernel.text import Text
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.plan import LEAD, LEAD_SAYS
from onedoor.trust import queries as trust

YOU: Text = {"en": "You", "zh-hans": "您"}
THE_CITY: Text = {"en": "The city", "zh-hans": "市政府"}
_PARTNERS: Mapping[str, Text] = {
    PartnerKind.EMPLOYER: {"en": "The employer", "zh-hans": "雇主"},
    PartnerKind.CHARITY: {"en": "The charity", "zh-hans": "慈善机构"},
    PartnerKind.HOSPITAL: {"en": "The hospital", "zh-hans": "医院"},
    PartnerKind.BANK: {"en": "The bank", "zh-hans": "银行"},
}


def name_of(who: str, file: ServiceFile | None = None) -> Text:
    """The name of a lane: ``customer``, one of the service's parties, a kind of partner, or an
    agency's code. A code that nobody has is its own name."""
    if who == "customer":
        return YOU
    if who == LEAD:
        return LEAD_SAYS
    if file is not None and who in file.parties:
        return file.parties[who].title
    if who in _PARTNERS:
        return _PARTNERS[who]
    return next(
        (agency.name for agency in trust.list_agencies() if agency.code == who), {"en": who, "zh-hans": who}
    )


def public_name_of(who: str, file: ServiceFile | None = None) -> Text:
    """The same for customers: where the house hides its departments, each agency is the city."""
    if not settings.SHOW_AGENCIES and any(agency.code == who for agency in trust.list_agencies()):
        return THE_CITY
    return name_of(who, file)
