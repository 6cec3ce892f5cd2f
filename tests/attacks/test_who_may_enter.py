"""Every address, for everyone: anonymous, a citizen at level 2 and 3, officers, a partner. What a page
declares of itself (audience, level, permission) is what happens at its door; nothing answers 500."""

import re
from collections.abc import Callable
from importlib import import_module
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern

from onedoor.kernel.actors import Actor
from tests.attacks.conftest import list_patterns
from tests.cases.conftest import Hire

PAGES = [(path, pattern) for path, pattern in list_patterns() if not path.startswith("/api/")]
FILLING = {"uuid": str(uuid4()), "int": "0", "slug": "income-tax", "str": "HC-7K3M-Q9TD-4", "path": "more"}


def address(path: str) -> str:
    return re.sub(r"<(\w+):\w+>", lambda found: FILLING[found[1]], path)


def declared(pattern: URLPattern) -> tuple[str, int, str]:
    view: Any = pattern.callback
    return view.audience, view.level, getattr(view, "may", "")


def test_every_address_says_for_whom_it_is() -> None:
    for _path, pattern in list_patterns():
        audience, level, _may = declared(pattern)
        assert audience in ("public", "customer", "officer", "partner")
        assert (level == 0) == (audience == "public")


def knock(
    browser: Client, *, kind: str, level: int, may: Callable[[str], bool] = lambda _: True
) -> list[str]:
    """Knock at every door; the answers that its declaration does not allow."""
    wrong = []
    for path, pattern in PAGES:
        if path.startswith(("/sign-out", "/desk/sign-out")):
            continue
        audience, wants, permission = declared(pattern)
        for answer in (browser.get(address(path)), browser.post(address(path))):
            said = (answer.status_code, str(answer.get("Location", "")))
            if not allowed(said, kind, level, audience, wants, may(permission) or not permission):
                wrong.append(f"{answer.request['REQUEST_METHOD']} {address(path)} {audience}{wants}: {said}")
    return wrong


def allowed(said: tuple[int, str], kind: str, level: int, audience: str, wants: int, may: bool) -> bool:
    status, to = said
    if status >= 500:
        return False
    if audience == "public" or status == 405:
        return True
    if kind == "":
        return status == 302 and "sign-in/?next=" in to
    if kind != audience or not may:
        return status == 403
    if level < wants:
        return status == 302 and to.startswith("/step-up/")
    return status in (200, 302, 403, 404, 409, 422)


def test_nobody_comes_in_unnamed(client: Client, db: None) -> None:
    assert knock(client, kind="", level=0) == []


def test_a_customer_enters_her_own_doors_only(browser: Client) -> None:
    assert knock(browser, kind="customer", level=2) == []


def test_a_proved_customer_too(proved: Client) -> None:
    assert knock(proved, kind="customer", level=3) == []


def test_a_partners_clerk_sees_the_partners_pages_only(clerk: Client) -> None:
    assert knock(clerk, kind="partner", level=2) == []


@pytest.mark.parametrize(
    ("agency", "role"),
    [("REV", "case-officer"), ("HLT", "medical-officer"), ("CTC", "contact-centre"), ("CIO", "auditor")],
)
def test_an_officers_role_opens_what_it_lists(
    hire: Hire, sit: Callable[[Actor], Client], agency: str, role: str
) -> None:
    officer = hire("Some One", agency=agency, role=role)

    assert knock(sit(officer), kind="officer", level=3, may=officer.may) == []


def test_an_officer_with_a_password_alone_is_asked_for_the_code(
    hire: Hire, sit: Callable[[Actor], Client], enter: Callable[..., Client]
) -> None:
    sit(officer := hire("Boon Tan"))

    assert knock(enter("boon.tan@rev.example"), kind="officer", level=2, may=officer.may) == []


@pytest.mark.parametrize("of", ["desk", "portal", "partner", "post", "screen", "phone", "text"])
def test_no_two_addresses_of_a_door_share_a_name(of: str) -> None:
    """A link by a shared name leads to whichever of them fits: nobody knows which."""
    patterns = import_module(f"onedoor.doors.{of}.urls").urlpatterns
    names = [pattern.name for pattern in patterns if getattr(pattern, "name", None)]

    assert not {name for name in names if names.count(name) > 1}
