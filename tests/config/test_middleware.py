"""What happens around every view: one transaction, her language, her session's end."""

from uuid import UUID

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from onedoor.config import middleware
from onedoor.journal import actions as journal
from onedoor.journal import queries
from onedoor.journal.types import ATTEMPT_REFUSED
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import now
from onedoor.kernel.ids import new_id


def write_then_answer(status: int, subject: UUID) -> HttpResponse:
    def respond(request: HttpRequest) -> HttpResponse:
        journal.record(ATTEMPT_REFUSED, subject_kind="test", subject=subject, by=SYSTEM, at=now())
        return HttpResponse(status=status)

    return middleware.OneTransaction(respond)(RequestFactory().get("/"))


@pytest.mark.parametrize(("status", "kept"), [(200, 1), (403, 1), (409, 1), (500, 0), (503, 0)])
def test_a_failed_answer_undoes_everything(transactional_db: None, status: int, kept: int) -> None:
    subject = new_id()

    write_then_answer(status, subject)

    assert len(queries.list_about(subject, by=SYSTEM)) == kept


@pytest.mark.parametrize(
    ("asked", "spoken"), [("zh-CN,zh;q=0.9", "zh-hans"), ("en-GB", "en"), ("ms", "en"), ("", "en")]
)
def test_she_is_spoken_to_in_the_language_of_her_browser(
    client: Client, db: None, asked: str, spoken: str
) -> None:
    response = client.get("/help/", headers={"Accept-Language": asked})

    assert response.headers["Content-Language"] == spoken


def test_the_language_she_chose_stays(client: Client, db: None) -> None:
    client.post("/language/", {"language": "zh-hans", "next": "/help/"})

    assert client.get("/help/").headers["Content-Language"] == "zh-hans"


def test_the_house_says_whether_it_can_serve(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize("address", ["/nowhere/", "/applications/HC-0000-0000-0/", "/desk/customers/1/"])
def test_what_is_not_there_says_so_kindly(client: Client, db: None, address: str) -> None:
    response = client.get(address, follow=True)

    assert response.status_code in (200, 404)
    assert b"Traceback" not in response.content
