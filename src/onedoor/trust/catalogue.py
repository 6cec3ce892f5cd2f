"""Agencies and roles as the catalogue's files say them."""

import functools
from pathlib import Path
from typing import Any

from django.conf import settings

from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.text import LANGUAGES
from onedoor.trust.rules import DECIDING_PERMISSIONS, SENSITIVE_PERMISSIONS
from onedoor.trust.types import AccountKind, Agency, Role, RoleBook


def catalogue_folder() -> Path:
    """Where the catalogue lies."""
    return Path(settings.CATALOGUE)


@functools.cache
def load_agencies(folder: Path) -> dict[str, Agency]:
    """``agencies.yaml`` by code, in its order. Raises Faulty."""
    document = read_yaml(folder / "agencies.yaml")
    faults: list[Fault] = []
    agencies = {}
    for code, row in (document.data or {}).items():
        _check_text(document, (code, "name"), row.get("name"), faults)
        _check_text(document, (code, "does"), row.get("does"), faults)
        agencies[code] = Agency(code, row.get("name") or {}, row.get("does") or {})
    if faults:
        raise Faulty(faults)
    return agencies


@functools.cache
def load_roles(folder: Path) -> RoleBook:
    """``roles.yaml``, checked: every permission is explained, every role known. Raises Faulty."""
    document = read_yaml(folder / "roles.yaml")
    permissions: dict[str, Any] = document.data["permissions"]
    faults: list[Fault] = []
    for code, text in permissions.items():
        _check_text(document, ("permissions", code), text, faults)
    roles = {
        code: _role(document, code, row, permissions, faults) for code, row in document.data["roles"].items()
    }
    if faults:
        raise Faulty(faults)
    return RoleBook(permissions, roles)


def _role(
    document: Document, code: str, row: dict[str, Any], known: dict[str, Any], faults: list[Fault]
) -> Role:
    keys = ("roles", code)
    _check_text(document, (*keys, "title"), row.get("title"), faults)
    kind = row.get("kind", "officer")
    if kind not in AccountKind.values:
        faults.append(
            document.fault(
                (*keys, "kind"), f"'{kind}' is no kind of account.", "Say citizen, officer or partner."
            )
        )
    granted = frozenset(row.get("may") or ())
    for unknown in sorted(granted - set(known)):
        faults.append(
            document.fault(
                (*keys, "may"),
                f"The permission '{unknown}' is not explained.",
                "Add it to 'permissions' above.",
            )
        )
    shut = bool(row.get("never_sensitive", False))
    if shut and granted & SENSITIVE_PERMISSIONS:
        faults.append(
            document.fault(
                (*keys, "may"),
                "This role may never read tax or medical details.",
                "Take the permission away.",
            )
        )
    bound = bool(row.get("never_decides", False))
    if bound and (decides := sorted(granted & DECIDING_PERMISSIONS)):
        message = f"This role may never decide, and '{decides[0]}' does."
        faults.append(document.fault((*keys, "may"), message, "Take the permission away."))
    return Role(code, row.get("title") or {}, kind, granted, shut, tuple(row.get("agencies") or ()), bound)


def _check_text(document: Document, keys: tuple[str, ...], text: object, faults: list[Fault]) -> None:
    given = text if isinstance(text, dict) else {}
    for language in LANGUAGES:
        if not str(given.get(language) or "").strip():
            faults.append(
                document.fault(keys, f"The text in '{language}' is missing.", f"Add '{language}: …'.")
            )
