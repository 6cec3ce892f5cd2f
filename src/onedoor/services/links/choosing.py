"""Who is reached how: an agency or kind of partner with an address has a system of its own."""

from django.conf import settings

from onedoor.kernel.calls import read_addresses
from onedoor.services.links.base import AgencyLink
from onedoor.services.links.in_house import InHouse
from onedoor.services.links.rest import RestLink
from onedoor.trust import queries as trust


def choose_link(agency: str) -> AgencyLink:
    """The link to an agency's code or a kind of partner."""
    address = list_addresses().get(agency)
    return RestLink(address, sign=trust.sign_header) if address else InHouse()


def list_addresses() -> dict[str, str]:
    """Agency or kind of partner → address of its system, as the operator set it."""
    return read_addresses(settings.AGENCY_LINKS)
