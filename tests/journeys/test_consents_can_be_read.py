"""The pages of consent on a desk and on a phone, in either language: no axe fault, no sideways scroll."""

from datetime import datetime
from uuid import UUID

import pytest

from onedoor.exchange import actions
from onedoor.exchange.types import NewValue
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services.actions.carrying_news import carry_due_news
from tests.journeys.citizens import Open, mei_account, open_browser, sign_in
from tests.journeys.officers import city_time
from tests.journeys.test_contact_pages_can_be_read import look_at
from tests.services.conftest import citizen, mei

__all__ = ["citizen", "city_time", "mei", "mei_account", "open_browser"]
HELP, CARD = "AG-2025-22", "AG-2025-17"


@pytest.mark.usefixtures("mei_account", "city_time")
@pytest.mark.parametrize(("language", "width"), [("en-US", 1280), ("zh-CN", 375)])
def test_she_reads_agrees_and_takes_back(
    open_browser: Open, mei: UUID, citizen: Actor, at: datetime, language: str, width: int
) -> None:
    held = [NewValue(mei, "name", "Mei Lin")]
    actions.report_values(register="civil-register", source="CIV", values=held, by=SYSTEM, at=at)
    given = actions.give_consent(customer=mei, agreement=HELP, by=citizen, at=at)
    actions.withdraw_consent(customer=mei, agreement=HELP, receivers=["EDU"], by=citizen, at=at)
    carry_due_news(by=SYSTEM, at=at)
    actions.withdraw_consent(customer=mei, agreement=HELP, receivers=["SOC"], by=citizen, at=at)
    page = open_browser(language=language, width=width)
    page.goto("/services/")
    page.context.add_cookies([{"name": "language", "value": language.lower()[:2], "url": page.url}])
    sign_in(page)
    consents = ["/my-data/consents/", f"/my-data/consents/{HELP}/", f"/my-data/consents/{CARD}/"]

    assert not look_at(page, [*consents, f"/my-data/receipts/{given.id}/", "/verify-receipt/"], language)
