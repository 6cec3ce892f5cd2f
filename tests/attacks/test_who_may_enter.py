"""Every address says for whom it is, and no two share a name. That what they say is true is proved by
knocking in test_permission_matrix.py."""

from importlib import import_module
from typing import Any

import pytest
from django.urls import URLPattern

from tests.attacks.conftest import list_patterns


def declared(pattern: URLPattern) -> tuple[str, int, str]:
    view: Any = pattern.callback
    return view.audience, view.level, getattr(view, "may", "")


def test_every_address_says_for_whom_it_is() -> None:
    for _path, pattern in list_patterns():
        audience, level, _may = declared(pattern)
        assert audience in ("public", "customer", "officer", "partner", "nobody")
        assert (level == 0) == (audience == "public")


@pytest.mark.parametrize("of", ["desk", "portal", "partner", "post", "screen", "phone", "text"])
def test_no_two_addresses_of_a_door_share_a_name(of: str) -> None:
    """A link by a shared name leads to whichever of them fits: nobody knows which."""
    patterns = import_module(f"onedoor.doors.{of}.urls").urlpatterns
    names = [pattern.name for pattern in patterns if getattr(pattern, "name", None)]

    assert not {name for name in names if names.count(name) > 1}
