"""Pages of questions that open only when the way of an application has come to them (``supply``)."""

from onedoor.services.applications.lookup import file_of
from onedoor.services.files.schema import ServiceFile
from onedoor.services.models import Application


def list_later_pages(file: ServiceFile) -> frozenset[str]:
    """Pages that are not part of the form before it is signed."""
    return frozenset(step.page for step in file.steps if step.does == "supply" and step.page)


def list_opened(row: Application, file: ServiceFile) -> frozenset[str]:
    """Those of them that the application waits for now."""
    return frozenset(step.page for step in file.steps if step.page and f"supply-{step.id}" in row.waits_for)


def list_hidden(row: Application, file: ServiceFile) -> frozenset[str]:
    """Those that are still closed."""
    return list_later_pages(file) - list_opened(row, file)


def find_supply(row: Application, file: ServiceFile, page: str) -> str | None:
    """The node that waits for the answers of ``page``."""
    nodes = [f"supply-{step.id}" for step in file.steps if step.page == page]
    return next((node for node in nodes if node in row.waits_for), None)


def is_wanted(row: Application, page: str) -> bool:
    """Whether a signed application waits for the answers of ``page``."""
    return bool(page) and find_supply(row, file_of(row), page) is not None
