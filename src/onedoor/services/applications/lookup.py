"""Finding the service file of an application."""

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotFound
from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application


def find_file(service: str) -> ServiceFile | None:
    """The service file of that code; None when it was taken away or cannot be read."""
    return get_catalogue().services.get(service)


def get_file(service: str) -> ServiceFile:
    """The service file of that code. Raises NotFound."""
    file = find_file(service)
    if file is None:
        raise NotFound("service.unknown", _("There is no such service."))
    return file


def file_of(row: Application) -> ServiceFile:
    """The service file that the application was begun under, and keeps to. Raises NotFound."""
    return get_file(row.service)
