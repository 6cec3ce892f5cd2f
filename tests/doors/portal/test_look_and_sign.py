"""Filed in two actions when nothing is wrong; never signed unseen, never by somebody else."""

from collections.abc import Callable
from datetime import datetime

from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.doors.portal.conftest import code_now


def address(draft: ApplicationView, rest: str = "") -> str:
    return f"/applications/{draft.number}/{rest}"


def test_open_and_sign_are_the_only_two_actions(
    proved: Client, draft: ApplicationView, seen: dict[str, str]
) -> None:
    opened = proved.get(address(draft)).content.decode()
    signed = proved.post(address(draft, "sign/"), seen)

    assert draft.fingerprint in opened
    assert signed["Location"] == address(draft, "done/")
    assert "Signed. Thank you." in proved.get(signed["Location"]).content.decode()


def test_each_line_shows_source_date_grade_and_a_way_to_object(
    browser: Client, draft: ApplicationView
) -> None:
    page = browser.get(address(draft)).content.decode()

    assert "Harbour Shipyard" in page
    assert "10 March 2025" in page
    assert page.count("look-grade--") >= len([line for group in draft.groups for line in group.lines])
    assert address(draft, "not-right/gross_pay/0/") in page


def test_a_donation_names_charity_and_receipt_and_counts_two_and_a_half_times(
    browser: Client, draft: ApplicationView
) -> None:
    page = browser.get(address(draft)).content.decode()

    assert "R-1001" in page
    assert "Harbour Food Bank" in page
    assert "$400.00" in page
    assert "$1,000.00" in page
    assert "$770.00" in page


def test_the_rules_are_named_and_every_step_is_told(browser: Client, draft: ApplicationView) -> None:
    page = browser.get(address(draft)).content.decode()

    assert "SG-PIT-YA2025" in page
    assert all(line.label["en"].replace("'", "&#x27;") in page for line in draft.computation)


def test_at_level_two_the_code_signs_with_the_same_press(
    browser: Client, draft: ApplicationView, seen: dict[str, str]
) -> None:
    asked = browser.post(address(draft, "sign/"), seen).content.decode()
    signed = browser.post(address(draft, "sign/"), seen | {"code": code_now()})

    assert "one-time-code" in asked
    assert "$770.00" in asked
    assert signed["Location"] == address(draft, "done/")


def test_a_wrong_code_signs_nothing(
    browser: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor
) -> None:
    answer = browser.post(address(draft, "sign/"), seen | {"code": "000000"})

    assert answer.status_code == 422
    assert "That code is wrong" in answer.content.decode()
    assert services.get_application(draft.number, by=citizen).state == "draft"


def test_another_window_was_faster(
    proved: Client, draft: ApplicationView, seen: dict[str, str], citizen: Actor, at: datetime
) -> None:
    actions.amend_value(
        application=draft.id, field="gross_pay", index=0, value="59000", reason="a month less",
        revision=draft.revision, by=citizen, at=at,
    )  # fmt: skip

    answer = proved.post(address(draft, "sign/"), seen)

    assert answer.status_code == 409
    assert "$60,000.00" in answer.content.decode()
    assert "$59,000.00" in answer.content.decode()
    assert services.get_application(draft.number, by=citizen).state == "draft"


def test_a_new_report_is_shown_before_it_is_signed(
    proved: Client, draft: ApplicationView, seen: dict[str, str], pay: Callable[[str], None]
) -> None:
    pay("66000.00")

    answer = proved.post(address(draft, "sign/"), seen)
    again = proved.get(address(draft)).content.decode()

    assert answer.status_code == 409
    assert "$66,000.00" in answer.content.decode()
    assert "This changed since you last saw it" in again
    assert "$66,000.00" in again


def test_signing_twice_says_so(proved: Client, draft: ApplicationView, seen: dict[str, str]) -> None:
    proved.post(address(draft, "sign/"), seen)

    assert proved.post(address(draft, "sign/"), seen).status_code == 409


def test_somebody_elses_draft_does_not_exist(browser: Client, stranger: Actor, at: datetime) -> None:
    theirs = actions.start_application(
        customer=stranger.customer,
        service="income-tax",
        door="portal",
        by=stranger,
        at=at,  # type: ignore[arg-type]
    )

    for rest in ("", "check/", "questions/more/", "done/", "not-right/gross_pay/0/"):
        assert browser.get(address(theirs, rest)).status_code == 404


def test_it_reads_the_same_in_chinese(browser: Client, draft: ApplicationView) -> None:
    browser.post("/language/", {"language": "zh-hans"})
    page = browser.get(address(draft)).content.decode()

    assert "同意并签名" in page
    assert "海港船厂" in page
    assert "Agree and sign" not in page
