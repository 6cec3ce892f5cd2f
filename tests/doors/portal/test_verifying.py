"""Anybody checks a letter by its file; whatever was changed in it shows."""

from collections.abc import Callable

import pytest
from cryptography import x509
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.kernel.press import to_pdf
from onedoor.services.applications.types import ApplicationView


def test_a_letter_is_verified_by_its_file(
    proved: Client, draft: ApplicationView, seen: dict[str, str], deliver: Callable[[], int]
) -> None:
    proved.post(f"/applications/{draft.number}/sign/", seen)
    deliver()
    number = proved.get("/letters/").content.decode().split("/letters/HL-")[1].split("/")[0]
    pdf = proved.get(f"/letters/HL-{number}/en.pdf").content
    proved.post("/sign-out/")

    assert "Genuine and valid" in _verify(proved, pdf)
    assert "It was changed after we sealed it" in _verify(proved, pdf.replace(b"/Title", b"/Titel", 1))
    assert "It was changed after we sealed it" in _verify(proved, pdf + b"\n% and more")
    assert "We issued no such file" in _verify(proved, to_pdf("<title>x</title><p>Forged"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose the PDF"),
        (b"GIF89a", "Choose the PDF"),
        (b"%PDF-" + b"0" * 6_000_000, "larger than 5 MB"),
    ],
)
@pytest.mark.django_db
def test_what_is_no_letter_s_file_is_answered_plainly(client: Client, content: bytes, said: str) -> None:
    sent = SimpleUploadedFile("letter.pdf", content)
    answer = client.post("/verify/", {"file": sent})

    assert answer.status_code == 400
    assert said in answer.content.decode()


@pytest.mark.django_db
def test_files_are_looked_at_so_often_from_one_place(client: Client) -> None:
    pages = [_verify(client, b"%PDF-1.7 nothing") for _ in range(21)]

    assert "done too often" not in pages[19]
    assert "done too often" in pages[20]


@pytest.mark.django_db
def test_the_certificates_of_the_seals_are_for_anybody(client: Client) -> None:
    given = client.get("/verify/seals.pem").content

    assert x509.load_pem_x509_certificates(given)


def _verify(client: Client, pdf: bytes) -> str:
    return client.post("/verify/", {"file": SimpleUploadedFile("letter.pdf", pdf)}).content.decode()
