"""Reading XML that comes from outside: nothing is fetched, nothing expands, names without their version."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _
from lxml import etree  # type: ignore[import-untyped]  # comes with SpiffWorkflow

from onedoor.kernel.errors import Invalid
from onedoor.kernel.money import LARGEST

LARGEST_FILE = 20 * 1024 * 1024
Element: TypeAlias = Any  # lxml is untyped


def read_document(body: bytes, message: str) -> Element:
    """The message's own element (``CstmrPmtStsRpt``, ``BkToCstmrStmt``). Raises Invalid."""
    if len(body) > LARGEST_FILE:
        raise Invalid("bank.too_large", _("The file is too large. Ask the bank for one day at a time."))
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise unreadable() from error
    if root.getroottree().docinfo.doctype:
        raise unreadable()
    found = find(root, message)
    if found is None:
        raise unreadable()
    return found


def find(element: Element, *path: str) -> Element | None:
    """The first element at the path, whatever the version of its namespace."""
    for name in path:
        element = next((child for child in element if _name(child) == name), None)
        if element is None:
            return None
    return element


def find_all(element: Element, name: str) -> list[Element]:
    """All children of that name."""
    return [child for child in element if _name(child) == name]


def text_at(element: Element, *path: str) -> str:
    """The text at the path, or nothing."""
    found = find(element, *path)
    return (found.text or "").strip() if found is not None else ""


def amount_at(element: Element, *path: str) -> Decimal:
    """The amount at the path. Raises Invalid."""
    try:
        amount = Decimal(text_at(element, *path))
    except InvalidOperation as error:
        raise unreadable() from error
    if not amount.is_finite() or not 0 <= amount <= LARGEST or amount != round(amount, 2):
        raise unreadable()
    return amount


def day_at(element: Element, *path: str) -> date | None:
    """The day at the path, given as a date or as a moment."""
    for name in ("Dt", "DtTm"):
        if text := text_at(element, *path, name):
            try:
                return datetime.fromisoformat(text).date()
            except ValueError as error:
                raise unreadable() from error
    return None


def unreadable() -> Invalid:
    """What a file gets that is not what it should be."""
    return Invalid(
        "bank.unreadable", _("This is not a file of the bank that we can read. Send the file as it came.")
    )


def _name(element: Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""
