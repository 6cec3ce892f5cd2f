"""From a form to what her consent would fill in, and back to it."""

import pytest
from django.test import Client

from onedoor.kernel.actors import Actor
from onedoor.services.applications.types import ApplicationView
from tests.services.applications.test_consent_in_the_form import CODE, by_consent, moving, pupils

__all__ = ["by_consent", "moving"]


@pytest.mark.parametrize(("answer", "filled"), [("yes", 1), ("no", 0)])
def test_from_page_to_page(
    browser: Client, moving: ApplicationView, citizen: Actor, answer: str, filled: int
) -> None:
    page = browser.get(f"/applications/{moving.number}/").content.decode()
    where = f"/my-data/consents/{CODE}/?for={moving.number}"
    assert where in page
    asked = browser.get(where)
    assert "Lin Xiao" in asked.content.decode()  # the very values, before anything is told
    sent = {
        "answer": answer, "seen": asked.context["asked"].fingerprint,
        "share": ["school-register.pupils"], "receiver": ["CIV"],
    }  # fmt: skip
    assert browser.post(where, sent)["Location"] == f"/applications/{moving.number}/"
    assert len(pupils(moving.number, citizen)) == filled


def test_the_way_back_leads_nowhere_else(browser: Client, moving: ApplicationView) -> None:
    evil = browser.get(f"/my-data/consents/{CODE}/?for=https://evil.example/").content.decode()
    assert 'href="https://evil' not in evil
