"""Finding the service file of an application."""

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import NotFound
from onedoor.services.files.loading import get_catalogue
from onedoor.services.files.schema import ServiceFile


def get_file(service: str) -> ServiceFile:
    """The service file of that code. Raises NotFound."""
    file = get_catalogue().services.get(service)
    if file is None:
        raise NotFound("service.unknown", _("There is no such service."))
    return file
