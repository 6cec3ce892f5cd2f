"""Two windows, two people, or two worlds: what changed is shown, and nothing is signed or lost unseen."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest
from django.test import Client

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.promises.conftest import MEI, PASSWORD


def fields(draft: ApplicationView, **more: str) -> dict[str, str]:
    return {"revision": str(draft.revision), "act": "amend", "reason": "left in November"} | more


def test_two_tabs_that_correct_the_same_value_do_not_overwrite_each_other(
    browser: Client, draft: ApplicationView, citizen: Actor
) -> None:
    line = f"/applications/{draft.number}/not-right/gross_pay/0/"
    first = browser.post(line, fields(draft, value="59000"))
    second = browser.post(line, fields(draft, value="58000"))

    assert (first.status_code, second.status_code) == (302, 409)
    assert "$59,000.00" in second.content.decode()
    assert "$60,000.00" in second.content.decode()
    kept = services.get_application(draft.number, by=citizen)
    assert [line.shown for group in kept.groups for line in group.lines if line.field == "gross_pay"] == [
        Decimal("59000.00")
    ]


def test_two_tabs_that_answer_one_page_say_so(browser: Client, draft: ApplicationView) -> None:
    page = f"/applications/{draft.number}/questions/{draft.pages[0].id}/"
    answers = {"revision": str(draft.revision), "has_rent": "on", "rent": "100"}
    browser.post(page, answers)

    assert browser.post(page, answers | {"rent": "200"}).status_code == 409


def test_a_second_tab_cannot_sign_what_the_first_changed(
    proved: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    proved.post(f"/applications/{draft.number}/not-right/gross_pay/0/", fields(draft, value="59000"))
    answer = proved.post(f"/applications/{draft.number}/sign/", seen)

    assert answer.status_code == 409
    assert "$59,000.00" in answer.content.decode()
    assert services.get_application(draft.number, by=citizen).signed_at is None


def test_signing_in_both_tabs_files_once(
    proved: Client, signed: ApplicationView, seen: dict[str, str]
) -> None:
    answer = proved.post(f"/applications/{signed.number}/sign/", seen)

    assert answer.status_code == 409
    assert proved.get("/payments/").content.decode().count("/payments/HV-") >= 1
    assert proved.get("/applications/").content.decode().count(signed.number) >= 1


@pytest.mark.parametrize("guess", [{}, {"revision": "1"}, {"revision": "1", "fingerprint": "0" * 64}])
def test_nothing_is_signed_without_its_fingerprint(
    proved: Client, draft: ApplicationView, citizen: Actor, guess: dict[str, str]
) -> None:
    answer = proved.post(f"/applications/{draft.number}/sign/", guess)

    assert answer.status_code == 409
    assert services.get_application(draft.number, by=citizen).signed_at is None


def test_a_register_that_changes_in_between_is_shown_before_signing(
    proved: Client, draft: ApplicationView, seen: dict[str, str], pay: Callable[[str], None], citizen: Actor
) -> None:
    pay("61000.00")
    answer = proved.post(f"/applications/{draft.number}/sign/", seen)

    assert answer.status_code == 409
    assert "$60,000.00" in answer.content.decode()
    assert "$61,000.00" in answer.content.decode()
    again = services.get_application(draft.number, by=citizen)
    signed = proved.post(
        f"/applications/{draft.number}/sign/",
        {"revision": str(again.revision), "fingerprint": again.fingerprint},
    )
    assert signed.status_code == 302


def test_a_changed_law_is_shown_with_its_difference_before_signing(
    proved: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor, new_law: None
) -> None:
    answer = proved.post(f"/applications/{draft.number}/sign/", seen)

    assert answer.status_code == 409
    assert "$770.00" in answer.content.decode()
    assert "$820.00" in answer.content.decode()
    assert services.get_application(draft.number, by=citizen).signed_at is None


@pytest.fixture
def new_law(tmp_path: Path, draft: ApplicationView, settings: Any) -> None:
    """After the draft was made, the tax rebate becomes 150 at most."""
    copytree(settings.CATALOGUE, root := tmp_path / "catalogue")
    pack = root / "income-tax" / "rules" / "SG-PIT-YA2025.yaml"
    pack.write_text(pack.read_text().replace("rebate_cap: {value: 200,", "rebate_cap: {value: 150,"))
    settings.CATALOGUE = root


def test_a_session_that_ends_mid_form_gives_back_what_was_typed(
    browser: Client, draft: ApplicationView
) -> None:
    page = f"/applications/{draft.number}/questions/{draft.pages[0].id}/"
    session = browser.session
    session["seen"] = 0
    session.save()
    ended = browser.post(page, {"revision": str(draft.revision), "has_trade": "on"})
    back = browser.post(ended["Location"], {"email": MEI, "password": PASSWORD, "next": page})

    assert ended["Location"].startswith("/sign-in/?")
    assert back["Location"] == page
    assert browser.get(page).content.decode().split('name="has_trade"')[1].split(">")[0].endswith("checked")


def test_what_was_typed_is_not_shown_to_the_next_person_at_that_browser(
    browser: Client, draft: ApplicationView, other: Client
) -> None:
    page = f"/applications/{draft.number}/questions/{draft.pages[0].id}/"
    session = browser.session
    session["seen"] = 0
    session.save()
    browser.post(page, {"revision": "1", "has_trade": "on"})
    browser.post("/sign-in/", {"email": "noor@harbour.example", "password": PASSWORD})

    assert browser.get(page).status_code == 404


def test_nothing_is_signed_by_coming_back_from_the_sign_in(
    browser: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    session = browser.session
    session["seen"] = 0
    session.save()
    ended = browser.post(f"/applications/{draft.number}/sign/", seen)
    browser.post(
        ended["Location"], {"email": MEI, "password": PASSWORD, "next": f"/applications/{draft.number}/sign/"}
    )
    browser.get(f"/applications/{draft.number}/sign/")

    assert services.get_application(draft.number, by=citizen).signed_at is None


def test_on_the_last_day_of_the_season_she_can_still_sign(
    proved: Client, draft: ApplicationView, seen: dict[str, str], city_clock: Path
) -> None:
    clock.set_demo_clock(city_clock, datetime(2025, 4, 18, 23, 59, tzinfo=clock.ZONE))
    answer = proved.post(f"/applications/{draft.number}/sign/", seen)

    assert answer.status_code in (302, 409)
