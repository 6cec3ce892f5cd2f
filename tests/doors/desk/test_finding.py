"""One box finds a customer by whatever she gives, and leaves no trace of it in an address."""

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tests.services.conftest import MEI_ID


@pytest.mark.parametrize("typed", ["Mei Lin", "lin", "林美", MEI_ID])
def test_a_name_in_either_script_or_an_identifier_finds_her(desk: Client, mei: UUID, typed: str) -> None:
    page = desk.post("/desk/search/", {"q": typed}).content.decode()
    assert f"/desk/customers/{mei}/open/" in page


def test_the_identifier_is_masked_wherever_it_is_shown(desk: Client, mei: UUID) -> None:
    page = desk.post("/desk/search/", {"q": "Mei Lin"}).content.decode()
    assert MEI_ID not in page
    assert "••••" in page


def test_what_was_typed_is_never_taken_from_an_address(desk: Client, mei: UUID) -> None:
    page = desk.get("/desk/search/", {"q": "Mei Lin"}).content.decode()
    assert str(mei) not in page


def test_while_typing_only_the_list_comes_back(desk: Client, mei: UUID) -> None:
    part = desk.post("/desk/search/", {"q": "Mei"}, headers={"HX-Request": "true"}).content.decode()
    assert str(mei) in part
    assert "<html" not in part


def test_a_case_number_leads_straight_to_the_case(desk: Client, opened_number: str) -> None:
    answer = desk.post("/desk/search/", {"q": opened_number.lower()})
    assert answer["Location"] == f"/desk/cases/{opened_number}/"


def test_the_number_of_a_form_leads_to_the_form(desk: Client, draft: Any) -> None:
    answer = desk.post("/desk/search/", {"q": draft.number})
    assert answer["Location"] == f"/desk/assist/{draft.number}/"


def test_nobody_found_says_what_to_try(desk: Client) -> None:
    assert "Check the spelling" in desk.post("/desk/search/", {"q": "Zzyzx"}).content.decode()


def test_a_service_designer_finds_nobody(sit, hire, mei: UUID) -> None:  # type: ignore[no-untyped-def]  # the fixtures' types stand in conftest
    designer = sit(hire("Ana Designer", agency="CIO", role="service-designer"))
    assert designer.post("/desk/search/", {"q": "Mei Lin"}).status_code == 403
