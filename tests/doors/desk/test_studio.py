"""Designers see, write, compare, publish and take back services in the browser; nobody else does."""

import io
from datetime import datetime
from pathlib import Path
from shutil import copytree
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from onedoor.kernel.actors import SYSTEM
from onedoor.services import actions, queries
from onedoor.services.files.loading import CATALOGUE
from onedoor.services.models import ServiceVersion
from onedoor.services.versions.playbook import pack_folder
from tests.services.versions.conftest import SERVICE, published_only  # noqa: F401  # a fixture

HOME, CARD = "/desk/studio/", "/desk/studio/services/library-card/"


@pytest.fixture
def catalogue(settings: Any, tmp_path: Path) -> Path:
    """The house's folder with a library card beside its services."""
    root = copytree(CATALOGUE, tmp_path / "catalogue")
    copytree(SERVICE, root / "library-card")
    settings.CATALOGUE = root
    return root


@pytest.fixture
def ada(sit: Any, hire: Any, catalogue: Path) -> Client:
    client: Client = sit(hire("Ada Designer", agency="CIO", role="service-designer"))
    return client


@pytest.fixture
def published(catalogue: Path, at: datetime, db: None) -> UUID:
    done = actions.publish_folder(folder=catalogue / "library-card", reason="it is ready", by=SYSTEM, at=at)
    assert done is not None
    return done


def _draft(ada: Client) -> ServiceVersion:
    ada.post(f"{CARD}begin/")
    return ServiceVersion.objects.get(state="draft")


def test_only_designers_enter(sit: Any, hire: Any, published: UUID) -> None:
    officer = sit(hire("Tan", agency="REV", role="case-officer"))

    for path in (HOME, CARD, f"/desk/studio/versions/{published}/file/", "/desk/studio/playbook/"):
        assert officer.get(path).status_code == 403


def test_the_list_shows_how_each_service_stands(ada: Client, published: UUID) -> None:
    page = ada.get(HOME).content.decode()

    assert "Library card" in page
    assert "published services that two or more agencies fulfil" in page
    assert "Fetch from the folder" in page  # income-tax was never published


@pytest.mark.parametrize("view", ["file", "form", "flow", "doors", "try", "gate"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_version_is_seen_in_every_view(ada: Client, published: UUID, view: str, language: str) -> None:
    ada.cookies["django_language"] = language
    answer = ada.get(f"/desk/studio/versions/{published}/{view}/", headers={"accept-language": language})

    assert answer.status_code == 200
    assert "1" in answer.content.decode()


def test_faults_stand_beside_their_lines(ada: Client, catalogue: Path, published: UUID) -> None:
    draft = _draft_with(ada, catalogue, "visits > 10", "visitors > 10")

    page = ada.get(f"/desk/studio/versions/{draft.id}/file/?name=service.yaml").content.decode()

    assert "studio-lines__wrong" in page
    assert "visitors" in page


def _draft_with(ada: Client, catalogue: Path, old: str, new: str) -> ServiceVersion:
    file = catalogue / "library-card" / "service.yaml"
    file.write_text(file.read_text().replace(old, new))
    return _draft(ada)


def test_a_draft_is_written_in_the_browser_and_published(
    ada: Client, catalogue: Path, published: UUID, at: datetime
) -> None:
    draft = _draft_with(ada, catalogue, 'version: "1"', 'version: "2"')
    text = draft.files["service.yaml"].replace("Library card", "Reader's card")
    ada.post(
        f"/desk/studio/versions/{draft.id}/do/save/",
        {"name": "service.yaml", "text": text.replace("\n", "\r\n"), "revision": draft.stamp},
    )
    draft.refresh_from_db()
    assert draft.files["service.yaml"] == text

    page = ada.post(f"/desk/studio/versions/{draft.id}/do/publish/", {"reason": "clearer"}, follow=True)

    assert "The version is published." in page.content.decode()
    assert queries.get_file("library-card").title["en"] == "Reader's card"


def test_two_designers_do_not_overwrite_each_other(ada: Client, catalogue: Path, published: UUID) -> None:
    draft = _draft_with(ada, catalogue, 'version: "1"', 'version: "2"')
    seen = {"name": "service.yaml", "revision": draft.stamp}
    ada.post(f"/desk/studio/versions/{draft.id}/do/save/", seen | {"text": draft.files["service.yaml"] + "#"})

    page = ada.post(f"/desk/studio/versions/{draft.id}/do/save/", seen | {"text": "mine"}, follow=True)

    assert "nothing was overwritten" in page.content.decode()
    draft.refresh_from_db()
    assert draft.files["service.yaml"] != "mine"


def test_a_shut_gate_says_what_is_missing_and_offers_no_button(
    ada: Client, catalogue: Path, published: UUID
) -> None:
    (catalogue / "library-card" / "design.yaml").unlink()
    draft = _draft_with(ada, catalogue, 'version: "1"', 'version: "2"')
    gate = f"/desk/studio/versions/{draft.id}/gate/"

    assert "The gate is shut" in ada.get(gate).content.decode()
    ada.post(f"/desk/studio/versions/{draft.id}/do/publish/", {"reason": "hurry"})
    assert queries.get_file("library-card").version == "1"


def test_values_are_tried(ada: Client, published: UUID) -> None:
    path = f"/desk/studio/versions/{published}/try/"

    assert "5.00" in ada.post(path, {"values": "visits: 3"}).content.decode()
    wrong = ada.post(path, {"values": "visit: 3"})
    assert wrong.status_code == 422
    assert "Did you mean" in wrong.content.decode()


def test_two_versions_are_compared_in_words(ada: Client, catalogue: Path, published: UUID) -> None:
    draft = _draft_with(ada, catalogue, "answer: P5D", "answer: P2D")

    page = ada.get(f"{CARD}compare/?old={published}&new={draft.id}").content.decode()

    assert "Promise changed" in page
    assert "P5D (working-days) → P2D (working-days)" in page
    assert "Questions asked" in page


def test_a_service_is_taken_away_and_comes_back(ada: Client, published: UUID) -> None:
    ada.post(f"{CARD}unpublish/", {"reason": "no longer", "drafts": "stay"})
    assert queries.list_published(queries_now()) == []

    ada.post(f"/desk/studio/versions/{published}/do/roll-back/", {"reason": "still needed"})
    assert queries.list_published(queries_now()) == [("library-card", "1")]


def queries_now() -> datetime:
    from onedoor.kernel import clock

    return clock.now()


def test_a_playbook_goes_out_and_comes_in(ada: Client, catalogue: Path, published: UUID) -> None:
    packed = ada.get(f"/desk/studio/versions/{published}/playbook.zip").content
    assert packed == pack_folder(catalogue / "library-card")

    looked = ada.post("/desk/studio/playbook/", {"file": io.BytesIO(packed), "then": "look"})
    assert "library-card 1" in looked.content.decode()
    assert not ServiceVersion.objects.filter(state="draft").exists()
    file = SimpleUploadedFile("card.zip", packed)
    ada.post("/desk/studio/playbook/", {"file": file, "codes": "LIB=CTY", "then": "draft"})
    assert ServiceVersion.objects.get(state="draft").agencies == ["CTY", "CIV"]


def test_what_is_no_playbook_is_refused_in_words(ada: Client) -> None:
    answer = ada.post("/desk/studio/playbook/", {"file": SimpleUploadedFile("x.zip", b"no")})

    assert answer.status_code == 422
    assert "no zip file" in answer.content.decode()
