"""Every field of every form, and every part of every address, filled with what no person types."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services.applications.types import ApplicationView
from tests.attacks.conftest import list_patterns
from tests.attacks.crawler import Form, crawl, submit

HOSTILE = {
    "a NUL": "a\0b", "a digit that is none": "²", "a number past all tables": "9" * 400,
    "half a date": "2025-02-30",
    "an exponent": "-1e999", "a million letters": "x" * 1_000_000, "a right-to-left mark": "\u202e林",
    "nothing at all": "",
}  # fmt: skip
PIECES = ["%00", "9" * 300, quote("²٣"), "..%2f..%2fetc", quote("x'--"), "%ff%fe", quote("林美")]


def attack(browser: Client, *starts: str) -> str:
    """Each answer of 500 or more, or crash, that a hostile value brings out."""
    faults, forms = list[str](), dict[tuple[str, ...], Form]()
    for address, answer, found in crawl(browser, *starts):
        if answer.status_code in (400, 404) or answer.status_code >= 500:
            faults.append(f"{address}: {answer.status_code}")
        forms |= {(form.action, *form.fields): form for form in found}
    assert forms, "the crawler found nothing to fill in"
    for form in forms.values():
        faults += [fault for name in form.fields for fault in poison(browser, form, name)]
    return "\n".join(faults)


def poison(browser: Client, form: Form, name: str) -> list[str]:
    faults = []
    for kind, value in HOSTILE.items():
        try:
            status = submit(browser, form, **{name: value}).status_code
        except Exception as crash:
            status = 599
            kind = f"{kind}: {type(crash).__name__}: {str(crash)[:200]}"
        if status >= 500:
            faults.append(f"{form.method} {form.action} {name}: {kind}")
    return faults


def test_a_customers_pages_withstand_every_field(proved: Client, draft: ApplicationView, year: None) -> None:
    proved.post("/services/departure-clearance/start/")

    assert (
        attack(proved, "/", "/applications/", f"/applications/{draft.number}/", "/track/", "/verify/") == ""
    )


def test_the_pages_after_signing_too(proved: Client, signed: ApplicationView) -> None:
    assert attack(proved, f"/applications/{signed.number}/done/", "/payments/", "/letters/") == ""


def test_the_desk_withstands_every_field(desk: Client, signed: ApplicationView) -> None:
    person = f"/desk/customers/{signed.customer}/"
    desk.post(f"{person}open/", {"purpose": "answer-customer"})

    assert attack(desk, "/desk/", person, "/desk/cases/new/", f"/desk/assist/{signed.number}/") == ""


def test_the_partners_pages_too(clerk: Client) -> None:
    assert attack(clerk, "/partner/") == ""


def test_the_public_pages_too(client: Client, signed: ApplicationView) -> None:
    assert attack(client, "/", "/sign-in/", "/desk/sign-in/", "/track/", "/verify/", "/help/") == ""


@pytest.mark.parametrize("piece", PIECES)
def test_no_address_breaks_on_what_stands_in_it(
    proved: Client,
    sit: Callable[[Actor], Client],
    officer: Actor,
    clerk: Client,
    key: dict[str, str],
    piece: str,
) -> None:
    browsers = {"/desk/": sit(officer), "/partner/": clerk}
    for path, _pattern in list_patterns():
        browser = next((one for start, one in browsers.items() if path.startswith(start)), proved)
        address = re.sub(r"<\w+:\w+>", piece, path)
        for send in (browser.get, browser.post):
            assert send(address, headers=key if path.startswith("/api/") else None).status_code < 500, address


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE)
def test_no_question_in_an_address_breaks_a_page(
    proved: Client, desk: Client, signed: ApplicationView, value: str
) -> None:
    desk.post(f"/desk/customers/{signed.customer}/open/", {"purpose": "answer-customer"})
    asked = dict.fromkeys(
        ("from", "queue", "lane", "state", "service", "before", "kind", "customer"), value[:3000]
    )
    for path in (
        "/desk/work/",
        "/desk/charter/",
        f"/desk/customers/{signed.customer}/timeline/",
        "/desk/cases/new/",
    ):
        assert desk.get(path, asked).status_code < 500
    for path in ("/track/?number=", "/verify/?code=", "/sign-in/?next=", "/step-up/?level=", "/services/?q="):
        assert proved.get(path + quote(value[:3000])).status_code < 500
