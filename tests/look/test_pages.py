"""The frame of every page: language without JavaScript, no refusal without a remedy."""

from typing import Any

import pytest
from django.test import Client, RequestFactory

from onedoor.kernel.actors import Actor
from onedoor.look import views
from onedoor.look.refusals import show_refusal

WORDS = {"en": "There is nothing at this address", "zh-hans": "此网址没有内容"}


@pytest.mark.parametrize("language", sorted(WORDS))
def test_a_missing_page_says_so_in_the_readers_language(client: Client, db: None, language: str) -> None:
    client.post("/language/", {"language": language})

    answer = client.get("/no-such-page/")

    assert answer.status_code == 404
    assert WORDS[language] in answer.content.decode()


def test_the_language_switch_keeps_the_page_and_the_choice(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "zh-hans", "next": "/help/"})

    assert answer["Location"] == "/help/"
    assert 'lang="zh-Hans"' in client.get("/help/").content.decode()


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_the_switch_leads_nowhere_else(client: Client, db: None, elsewhere: str) -> None:
    assert client.post("/language/", {"language": "en", "next": elsewhere})["Location"] == "/"


def test_the_page_of_a_fault_needs_no_database_and_no_session() -> None:
    answer = views.server_error(RequestFactory().get("/"))

    assert answer.status_code == 500
    assert b"It is not your fault" in answer.content


@pytest.mark.parametrize(
    "page", ["/", "/help/", "/privacy/", "/accessibility/", "/track/", "/verify/", "/sign-in/"]
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_public_pages_open_without_sign_in(client: Client, db: None, page: str, language: str) -> None:
    client.post("/language/", {"language": language})

    text = client.get(page).content.decode()

    assert text.count("<h1") == 1
    assert 'id="main-content"' in text
    assert "style=" not in text  # the content security policy allows no inline style


def test_a_page_without_our_token_is_refused_with_a_remedy(db: None) -> None:
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {"email": "a", "password": "b"})

    assert answer.status_code == 403
    assert "reload the page" in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "assurance", "path", "home"),
    [
        ("officer", 3, "/desk/cases/x/", "/desk/"),
        ("officer", 3, "/my-data/", "/desk/"),
        ("partner", 2, "/partner/files/x/", "/partner/"),
        ("citizen", 2, "/desk/", "/"),
        ("citizen", 0, "/desk/nowhere/", "/desk/"),
        ("citizen", 0, "/nowhere/", "/"),
    ],
)
def test_a_page_that_says_no_leads_back_to_the_readers_own_door(
    kind: Any, assurance: int, path: str, home: str
) -> None:
    request = RequestFactory().get(path)
    request.actor = Actor(kind=kind, assurance=assurance)  # type: ignore[attr-defined]

    page = show_refusal(request, 404).content.decode()

    assert f'<p class="govuk-body"><a class="govuk-link" href="{home}">' in page
