"""She says on her own pages that a value is wrong, or a use of it: a case with a clock."""

import re
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import pytest
from django.test import Client

from onedoor.cases import queries as cases
from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView


def link(browser: Client, page: str, ending: str) -> str:
    return re.findall(rf'href="({page}[^"]+/{ending}/)"', browser.get(page).content.decode())[0]


def test_a_value_is_disputed_and_its_reporter_asked(
    browser: Client, year: None, mei: UUID, citizen: Actor, at: datetime
) -> None:
    address = link(browser, "/my-data/", "correct")
    browser.post(address, {"reason": "I earned less."})

    [case] = cases.list_cases(mei, by=citizen)
    assert (case.kind, case.promised_at > at) == ("data-correction", True)
    assert "disputed" in {one.state for one in exchange.list_held(mei, by=citizen)}
    assert browser.post(address, {"reason": "Again."}).status_code == 422


def test_an_objection_goes_to_the_agency_that_used_it(
    browser: Client, draft: ApplicationView, mei: UUID, citizen: Actor, at: datetime
) -> None:
    address = link(browser, "/who-used-my-data/", "object")
    browser.post(address, {"reason": "It is not needed for this."})

    [case] = [one for one in cases.list_cases(mei, by=citizen) if one.kind == "data-use-objection"]
    assert (case.agency, case.promised_at > at) == ("REV", True)
    again = browser.post(address, {"reason": "Once more."})
    assert again.status_code == 422
    assert "objected already" in again.content.decode()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_without_a_reason_the_page_asks_for_one(browser: Client, year: None, language: str) -> None:
    browser.post("/language/", {"language": language})
    answer = browser.post(link(browser, "/my-data/", "correct"), {"reason": " "})

    assert answer.status_code == 422
    assert "govuk-error-summary" in answer.content.decode()


def test_nobody_does_it_for_her_data(
    year: None, mei: UUID, citizen: Actor, stranger: Actor, officer: Actor, at: datetime
) -> None:
    value = exchange.list_held(mei, by=citizen)[0].reported

    for other in (stranger, officer):
        with pytest.raises(NotAllowed):
            actions.ask_to_correct(customer=mei, reported=value, reason="Wrong", by=other, at=at)
    own = replace(stranger, customer=stranger.customer)
    with pytest.raises(NotFound):
        actions.ask_to_correct(customer=stranger.customer, reported=value, reason="Wrong", by=own, at=at)  # type: ignore[arg-type]
