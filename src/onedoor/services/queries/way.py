"""The way of an application, or of a service before applying, as a picture."""

from collections.abc import Sequence

from onedoor.services.applications.lookup import get_file, get_version
from onedoor.services.applications.types import StepView
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.picture import Picture, make_picture
from onedoor.services.flow.plan import default_steps


def get_picture(service: str, steps: Sequence[StepView], *, version: str = "") -> Picture | None:
    """The picture of these steps, which a view of the application or of the service gave. None for a
    service whose steps simply follow each other: there the list says it all."""
    file = get_version(service, version) if version else get_file(service)
    return make_picture(file, steps) if steps and is_side_by_side(file) else None


def is_side_by_side(file: ServiceFile) -> bool:
    """Whether several have something to do at the same time."""
    return any(step.after is not None for step in default_steps(file))
