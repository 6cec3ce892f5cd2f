"""She asks on the portal for everything that is held, and takes it from the signed-in page alone."""

import io
import zipfile
from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from onedoor.contact.models import Message, MessageFile
from onedoor.people.models import DataCopy


@pytest.fixture
def copy(proved: Client, deliver: Callable[[], int]) -> UUID:
    proved.post("/my-data/copy/")
    deliver()
    return DataCopy.objects.get().id


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_she_asks_and_takes_one_file(proved: Client, deliver: Callable[[], int], language: str) -> None:
    proved.post("/language/", {"language": language})
    proved.post("/my-data/copy/")
    deliver()
    page = proved.get("/my-data/copy/").content.decode()
    answer = proved.post(f"/my-data/copy/{DataCopy.objects.get().id}/")

    assert page.count("<h1") == 1
    assert answer["Cache-Control"] == "private, no-store"
    assert {"data.json", "your-data.pdf"} <= set(zipfile.ZipFile(io.BytesIO(answer.content)).namelist())


def test_she_is_told_when_it_is_ready_but_never_sent_it(copy: UUID, proved: Client, mei: UUID) -> None:
    [told] = Message.objects.filter(customer=mei, title__en__icontains="copy")

    assert "/my-data/" not in str(told.body)
    assert not MessageFile.objects.filter(message=told).exists()


def test_a_link_alone_gives_nothing(copy: UUID, proved: Client, client: Client) -> None:
    assert proved.get(f"/my-data/copy/{copy}/").status_code == 405
    assert Client().post(f"/my-data/copy/{copy}/")["Location"].startswith("/sign-in/")


def test_a_password_alone_leads_to_the_proof(browser: Client) -> None:
    assert browser.get("/my-data/copy/")["Location"].startswith("/step-up/")


def test_once_deleted_it_is_gone(copy: UUID, proved: Client) -> None:
    proved.post(f"/my-data/copy/{copy}/delete/")

    assert proved.post(f"/my-data/copy/{copy}/").status_code == 404
