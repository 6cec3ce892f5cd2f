"""A street report at the desk: nobody's page, the work, and its end with a note and a picture."""

import io
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from onedoor.services import queries
from onedoor.services.applications.types import SignedView
from onedoor.services.models import Report
from tests.doors.desk.conftest import Hire, Sit
from tests.services.reports.conftest import File, file

__all__ = ["file"]


@pytest.fixture
def works(sit: Sit, hire: Hire) -> Client:
    """Rahim of City Works at his desk."""
    return sit(hire("Rahim Noor", "CTY", "case-officer"))


@pytest.fixture
def filed(file: File) -> SignedView:
    return file(email="ann@mail.example")


def test_a_case_without_a_customer_of_record_opens(works: Client, filed: SignedView) -> None:
    page = works.get(f"/desk/cases/{filed.number}/")

    assert page.status_code == 200
    assert "Pothole, 60 Lighthouse Lane" in page.content.decode()
    assert "Say that it is done" in page.content.decode()
    assert "Confirm the assessment" not in page.content.decode()


def test_work_ends_with_a_note_and_a_picture(works: Client, filed: SignedView, at: datetime) -> None:
    kept = io.BytesIO()
    Image.new("RGB", (30, 20), "grey").save(kept, "png")
    photo = SimpleUploadedFile("after.png", kept.getvalue(), "image/png")
    address = f"/desk/cases/{filed.number}/finish/"

    empty = works.post(address, {"finish-notes": ""})
    broken = works.post(
        address, {"finish-notes": "Filled.", "finish-photo": SimpleUploadedFile("a.png", b"no picture")}
    )
    done = works.post(address, {"finish-notes": "Filled.", "finish-photo": photo})

    assert (empty.status_code, broken.status_code, done.status_code) == (422, 422, 302)
    found = queries.find_report(filed.number)
    assert found is not None
    assert (found.state, found.notes) == ("closed", "Filled.")
    assert queries.get_public_photo(filed.number, "after") is not None
    assert Report.objects.get().after


def test_an_officer_elsewhere_sees_nothing_of_it(sit: Sit, hire: Hire, filed: SignedView) -> None:
    other = sit(hire("Lim", "LIB", "case-officer"))

    assert other.get(f"/desk/cases/{filed.number}/").status_code == 404
    assert other.post(f"/desk/cases/{filed.number}/finish/", {"finish-notes": "x"}).status_code == 404
