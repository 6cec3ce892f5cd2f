"""What a partner's clerk does in the browser."""

from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.exchange import actions
from onedoor.exchange.models import Batch, ReportedValue
from onedoor.exchange.types import Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from tests.doors.partner.conftest import SignIn
from tests.exchange.conftest import DONOR_ID
from tests.exchange.files import donations

FILE = donations(f"{DONOR_ID},400.00,2024-05-31,R-1", "nonsense,1.00,2024-05-31,=1+1")


def upload(client: Client, file: bytes = FILE, do: str = "send"):  # type: ignore[no-untyped-def]
    return client.post("/partner/send/", {"file": SimpleUploadedFile("may.csv", file), "do": do}, follow=True)


def test_a_file_is_sent_and_its_receipt_shown(sign_in: SignIn, donor: UUID) -> None:
    page = upload(sign_in("foodbank"))

    assert page.redirect_chain[0][0].startswith("/partner/files/B-")
    assert "E03" in page.content.decode()
    assert ReportedValue.objects.count() == 1


def test_a_file_can_be_checked_without_sending(sign_in: SignIn, donor: UUID) -> None:
    page = upload(sign_in("foodbank"), do="check")

    assert "E03" in page.content.decode()
    assert not Batch.objects.exists()


def test_the_outcome_is_downloaded_masked_and_harmless(sign_in: SignIn, donor: UUID) -> None:
    client = sign_in("foodbank")
    number = upload(client).redirect_chain[0][0].split("/")[3]

    table = client.get(f"/partner/files/{number}/rows.csv").content.decode("utf-8-sig")

    assert len(table.splitlines()) == 3
    assert DONOR_ID not in table
    assert ",'=1+1," in table  # a spreadsheet would have run it


def test_no_file_is_told_at_the_field(sign_in: SignIn) -> None:
    page = sign_in("foodbank").post("/partner/send/", {})

    assert page.status_code == 422
    assert "Choose a file." in page.content.decode()


def test_a_question_is_answered(sign_in: SignIn, donor: UUID, at: datetime) -> None:
    client = sign_in("foodbank")
    upload(client)
    citizen = Actor(kind="citizen", assurance=3, customer=donor)
    asked = actions.open_correction(
        reported=ReportedValue.objects.get().id, reason="I gave more.", by=citizen, at=at
    )  # fmt: skip

    wrong = client.post(f"/partner/questions/{asked.number}/", {"answer": "correct", "value": "lots"})
    right = client.post(
        f"/partner/questions/{asked.number}/", {"answer": "correct", "value": "450"}, follow=True
    )

    assert (wrong.status_code, right.status_code) == (422, 200)
    assert ReportedValue.objects.get(state="current").value["amount"] == "450"


@pytest.mark.parametrize("path", ["", "files/", "send/", "format/", "questions/"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_page_opens_in_both_languages(sign_in: SignIn, path: str, language: str) -> None:
    page = sign_in("foodbank").get(f"/partner/{path}", headers={"Accept-Language": language})

    assert page.status_code == 200


def test_another_partners_receipt_is_not_there(sign_in: SignIn, donor: UUID) -> None:
    address = upload(sign_in("foodbank")).redirect_chain[0][0]

    assert sign_in("shipyard").get(address).status_code == 404


@pytest.mark.parametrize("path", ["", "send/", "questions/", "files/B-0000-0000-0/"])
def test_nobody_enters_without_signing_in(client: Client, path: str) -> None:
    assert client.get(f"/partner/{path}").status_code == 302


def test_home_says_what_to_report(sign_in: SignIn, donor: UUID, at: datetime) -> None:
    actions.request_report(
        customer=donor, wanted=Wanted("employer-income", "gross_pay", "2025"), named=["Shipyard"],
        service="departure-clearance", by=SYSTEM, at=at,
    )  # fmt: skip
    page = sign_in("shipyard").get("/partner/").content.decode()
    assert "Please report" in page
    assert "Gross pay 2025" in page
    assert "17 March 2025" in page
    assert "Please report" not in sign_in("foodbank").get("/partner/").content.decode()
