"""Who passes a door, who is sent to prove herself first, and what happens to what she typed."""

from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.look.doors import door, take_kept_form


@door(audience="customer", level=3, may="")
def her_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("hers")


@door(audience="officer", level=2, may="cases.close")
def their_page(request: HttpRequest) -> HttpResponse:
    return HttpResponse("theirs")


def visit(view: Any, actor: Actor, *, posted: dict[str, str] | None = None, **headers: str) -> Any:
    factory = RequestFactory()
    request: Any = factory.post("/page/", posted) if posted else factory.get("/page/?a=1", headers=headers)
    request.actor, request.session = actor, {}
    return request, view(request)


def citizen(assurance: int) -> Actor:
    return Actor(kind="citizen", assurance=assurance)


def test_a_view_says_whom_it_is_for() -> None:
    assert (her_page.audience, her_page.level) == ("customer", 3)  # type: ignore[attr-defined]


def test_a_well_proved_person_passes() -> None:
    assert visit(her_page, citizen(3))[1].content == b"hers"


def test_an_anonymous_reader_signs_in_and_comes_back() -> None:
    _, answer = visit(her_page, ANONYMOUS)

    assert answer["Location"] == "/sign-in/?next=%2Fpage%2F%3Fa%3D1"


def test_a_weakly_proved_person_steps_up_and_comes_back() -> None:
    _, answer = visit(her_page, citizen(2))

    assert answer["Location"] == "/step-up/?next=%2Fpage%2F%3Fa%3D1&level=3"


def test_officers_sign_in_at_their_own_door() -> None:
    assert visit(their_page, ANONYMOUS)[1]["Location"].startswith("/desk/sign-in/")


@pytest.mark.parametrize("actor", [citizen(3), Actor(kind="partner", assurance=2)])
def test_somebody_elses_page_stays_shut(actor: Actor) -> None:
    assert visit(their_page, actor)[1].status_code == 403


def test_an_officer_without_the_permission_stays_outside() -> None:
    clerk = Actor(kind="officer", assurance=2, permissions=frozenset({"cases.read"}))
    closer = Actor(kind="officer", assurance=2, permissions=frozenset({"cases.close"}))

    assert visit(their_page, clerk)[1].status_code == 403
    assert visit(their_page, closer)[1].status_code == 200


def test_what_was_typed_is_kept_once_and_without_secrets() -> None:
    request, answer = visit(her_page, ANONYMOUS, posted={"rent": "1200", "password": "x", "code": "1"})

    kept = take_kept_form(request)

    assert answer["Location"].endswith("expired=1")
    assert kept is not None
    assert kept.dict() == {"rent": "1200"}
    assert take_kept_form(request) is None


def test_a_form_of_another_page_is_not_given_out() -> None:
    request, _ = visit(her_page, ANONYMOUS, posted={"rent": "1200"})
    request.path = "/other/"

    assert take_kept_form(request) is None


def test_a_partial_page_is_sent_to_sign_in_as_a_whole() -> None:
    _, answer = visit(her_page, ANONYMOUS, **{"HX-Request": "true"})

    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/sign-in/")
