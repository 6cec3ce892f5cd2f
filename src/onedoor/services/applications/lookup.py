"""Finding the service file that counts: what is published now, what a cohort gets first, and what an
application was begun under.

Customers get what is published (``services.versions``). Where the house serves the folder itself
(setting ``SERVE_FOLDER``, for development and tests), the folder is the only version there is.
"""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.errors import NotFound
from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application
from onedoor.services.versions.cohort import is_in_pilot
from onedoor.services.versions.index import (
    file_of_edition,
    find_edition,
    find_in_force,
    find_pilot,
    list_in_force,
)


def find_file(
    service: str, *, at: datetime | None = None, customer: UUID | None = None, look: bool = False
) -> ServiceFile | None:
    """The service file of that code in force at ``at`` (default: now); None when there is none. For a
    ``customer`` of a pilot's cohort it is the piloted version. A cohort that depends on what government
    knows of her is asked only with ``look``, since that is a use of her data, which she will see."""
    if settings.SERVE_FOLDER:
        return get_catalogue().services.get(service)
    moment = at or clock.now()
    pilot = find_pilot(service) if customer is not None else None
    if pilot is not None and customer is not None and pilot.effective_from <= moment:
        file = file_of_edition(pilot)
        if is_in_pilot(file, customer, pilot=pilot.id, at=moment, look=look):
            return file
    edition = find_in_force(service, moment)
    return file_of_edition(edition) if edition else None


def get_file(
    service: str, *, at: datetime | None = None, customer: UUID | None = None, look: bool = False
) -> ServiceFile:
    """The same. Raises NotFound."""
    file = find_file(service, at=at, customer=customer, look=look)
    if file is None:
        raise NotFound("service.unknown", _("There is no such service."))
    return file


def list_files(at: datetime | None = None) -> list[ServiceFile]:
    """Every service that customers can have, by code."""
    if settings.SERVE_FOLDER:
        return [file for _, file in sorted(get_catalogue().services.items())]
    return [file_of_edition(edition) for edition in list_in_force(at or clock.now())]


def find_version(service: str, version: str) -> ServiceFile | None:
    """That version of the service, whether or not it is still given out."""
    if settings.SERVE_FOLDER:
        return get_catalogue().services.get(service)
    edition = find_edition(service, version)
    return file_of_edition(edition) if edition else find_file(service)


def get_version(service: str, version: str) -> ServiceFile:
    """The same. Raises NotFound."""
    file = find_version(service, version)
    if file is None:
        raise NotFound("service.unknown", _("There is no such service."))
    return file


def find_file_of(row: Application) -> ServiceFile | None:
    """The service file that the application was begun under; None when it cannot be found."""
    return find_version(row.service, row.version)


def file_of(row: Application) -> ServiceFile:
    """The service file that the application was begun under, and keeps to. Raises NotFound."""
    return get_version(row.service, row.version)
