"""Files and early ends at the desk, with the customer present and without; and where people stop."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.cases.conftest import Hire
from tests.doors.desk.conftest import Sit
from tests.services.stall import market, picture, save, stall, upload

__all__ = ["market", "stall"]


@pytest.fixture
def sent(stall: ApplicationView, citizen: Actor, at: datetime) -> ApplicationView:
    return save(stall.number, "stall", citizen, at, files={"photo": upload()}, spot="by the pump").application


def test_an_officer_sends_a_file_for_her(
    present: Client, stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    address = f"/desk/assist/{stall.number}/questions/stall/"
    sent = present.post(
        address,
        {
            "revision": stall.revision, "spot.address": "by the pump", "upload": "photo",
            "photo": SimpleUploadedFile("stall.jpg", picture()),
        },
    )  # fmt: skip
    [file] = services.get_application(stall.number, by=citizen, at=at).files

    assert "stall.jpg" in sent.content.decode()
    assert f"/desk/assist/{stall.number}/files/{file.id}/preview/" in sent.content.decode()
    assert present.get(f"/desk/assist/{stall.number}/files/{file.id}/preview/").status_code == 200


def test_without_her_an_officer_gives_a_reason_first(desk: Client, sent: ApplicationView, mei: UUID) -> None:
    address = f"/desk/assist/{sent.number}/files/{sent.files[0].id}/"

    asked = desk.get(address)
    desk.post(f"/desk/customers/{mei}/open/", {"purpose": "answer-customer"})
    opened = desk.get(address)

    assert asked["Location"].startswith(f"/desk/customers/{mei}/open/")
    assert opened["Content-Disposition"] == 'attachment; filename="stall.jpg"'


def test_an_officer_of_another_agency_finds_no_file(
    elsewhere: Client, sent: ApplicationView, mei: UUID
) -> None:
    elsewhere.post(f"/desk/customers/{mei}/open/", {"purpose": "answer-customer"})

    assert elsewhere.get(f"/desk/assist/{sent.number}/files/{sent.files[0].id}/").status_code == 404


def test_an_early_end_is_said_at_the_desk_too(
    present: Client, stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    save(stall.number, "age", citizen, at, age="12")

    shown = present.get(f"/desk/assist/{stall.number}/").content.decode()

    assert "You can keep a stall from 18" in shown
    assert "/desk/assist/start/income-tax/" in shown
    assert f"/desk/assist/{stall.number}/sign/" not in shown


def test_a_copy_can_be_printed_for_her(present: Client, sent: ApplicationView) -> None:
    shown = present.get(f"/desk/assist/{sent.number}/copy/").content.decode()

    assert "by the pump" in shown
    assert "uploaded" in shown


@pytest.fixture
def designer(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Ivy Koh", role="service-designer"))


def test_a_designer_sees_where_people_stop(
    designer: Client, stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    for _ in range(10):
        save(stall.number, "age", citizen, at, age="many")

    home = designer.get("/desk/").content.decode()
    listed = designer.get("/desk/design/stops/").content.decode()
    shown = designer.get("/desk/design/stops/market-stall/?door=portal").content.decode()

    assert "/desk/design/stops/" in home
    assert "/desk/design/stops/market-stall/" in listed
    assert "How old are you?" in shown
    assert shown.count('<svg class="desk-stops__bar"') == 4


def test_nobody_else_does(desk: Client, market: object) -> None:
    assert desk.get("/desk/design/stops/").status_code == 403
    assert desk.get("/desk/design/stops/market-stall/").status_code == 403


def test_a_door_that_is_none_is_every_door(
    designer: Client, market: object, look: Callable[..., str]
) -> None:
    assert designer.get("/desk/design/stops/market-stall/?door=window").status_code == 200
