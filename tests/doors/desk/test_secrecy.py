"""Secrecy at the desk: proposed by an investigator, granted by a supervisor, seen by an auditor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from onedoor.exchange.models import Withholding
from onedoor.kernel.actors import Actor
from tests.cases.conftest import Hire

Sit = Callable[[Actor], Client]


@pytest.fixture
def investigator(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Ida Ong", role="investigator"))


@pytest.fixture
def auditor(sit: Sit, hire: Hire) -> Client:
    return sit(hire("Abel Yeo", agency="CIO", role="secrecy-auditor"))


@pytest.fixture
def form(mei: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    monkeypatch.setattr(
        "onedoor.people.queries.find_by_identifier", lambda text, by: mei if text == "her number" else None
    )
    return {
        "number": "her number", "law": "tax-procedure-act-42", "reference": "TF-1", "reason": "Hidden books",
        "until": str((at + timedelta(days=20)).date()),
    }  # fmt: skip


def test_one_proposes_another_grants_and_the_auditor_sees_it(
    investigator: Client, supervisor: Client, auditor: Client, form: dict[str, str]
) -> None:
    assert investigator.post("/desk/secrecy/", form).status_code == 302
    row = Withholding.objects.get()
    page = supervisor.get("/desk/secrecy/decide/").content.decode()
    assert "TF-1" in page
    assert "Hidden books" in page
    supervisor.post(f"/desk/secrecy/{row.id}/grant/")

    page = auditor.get("/desk/secrecy/audit/").content.decode()

    assert all(words in page for words in ("REV", "section 42", "Ida Ong", "Ruth Lim", "TF-1"))


@pytest.mark.parametrize(
    ("changed", "says"),
    [({"law": ""}, "No law"), ({"until": "2030-01-01"}, "so long"), ({"number": "?"}, "Nobody has this")],
)
def test_what_is_missing_is_said_on_the_form(
    investigator: Client, form: dict[str, str], changed: dict[str, Any], says: str
) -> None:
    answer = investigator.post("/desk/secrecy/", form | changed)

    assert answer.status_code == 422
    assert says in answer.content.decode()


def test_nobody_else_opens_these_pages(
    desk: Client, investigator: Client, supervisor: Client, auditor: Client
) -> None:
    pages = {"propose": "/desk/secrecy/", "decide": "/desk/secrecy/decide/", "audit": "/desk/secrecy/audit/"}
    opens = {"propose": investigator, "decide": supervisor, "audit": auditor}

    for name, browser in opens.items():
        assert [one for one, page in pages.items() if browser.get(page).status_code == 200] == [name]
    assert {desk.get(page).status_code for page in pages.values()} == {403}
