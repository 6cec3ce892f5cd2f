"""Agencies and roles of the catalogue."""

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotFound
from onedoor.trust.catalogue import catalogue_folder, load_agencies, load_roles
from onedoor.trust.types import Agency, Role


def list_agencies() -> list[Agency]:
    """All agencies, in the catalogue's order."""
    return list(load_agencies(catalogue_folder()).values())


def get_agency(code: str) -> Agency:
    """The agency of that code."""
    agency = load_agencies(catalogue_folder()).get(code)
    if agency is None:
        raise NotFound("agency.unknown", _("There is no such agency."))
    return agency


def get_role(code: str) -> Role:
    """The role of that code."""
    role = load_roles(catalogue_folder()).roles.get(code)
    if role is None:
        raise NotFound("role.unknown", _("There is no such role."))
    return role


def list_roles() -> list[Role]:
    """All roles, in the catalogue's order."""
    return list(load_roles(catalogue_folder()).roles.values())
