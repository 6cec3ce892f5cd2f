"""With the customer present: only under her code, both names on record, and she confirms before signing."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.test import Client

from onedoor.journal import queries as journal
from onedoor.kernel.actors import Actor
from onedoor.services import queries as services

Code = Callable[[], str]


def signing(view: Any, code: str) -> dict[str, str]:
    return {"code": code, "revision": str(view.revision), "fingerprint": view.fingerprint}


def test_a_wrong_code_opens_nothing_and_she_sees_the_attempt(
    desk: Client, mei: UUID, citizen: Actor, give_code: Code
) -> None:
    right = give_code()
    wrong = "000000" if right != "000000" else "111111"
    assert desk.post(f"/desk/customers/{mei}/assist/", {"code": wrong}).status_code == 422
    assert "assisted" not in desk.session
    assert journal.list_timeline(customer=mei, by=citizen)[0].event == "trust.assistance.refused"


def test_without_any_code_there_is_no_session(desk: Client, mei: UUID, draft: Any) -> None:
    assert desk.post(f"/desk/customers/{mei}/assist/", {"code": "123456"}).status_code == 422
    assert "Nobody sits with you" in desk.get("/desk/assist/").content.decode()


def test_a_contractor_cannot_help_in_person(contractor: Client, mei: UUID, give_code: Code) -> None:
    assert contractor.post(f"/desk/customers/{mei}/assist/", {"code": give_code()}).status_code == 403


def test_every_page_says_who_is_present(present: Client) -> None:
    for address in ("/desk/", "/desk/work/", "/desk/assist/"):
        assert "You act with Mei Lin present." in present.get(address).content.decode()


def test_her_draft_too_opens_only_for_a_reason(desk: Client, draft: Any, mei: UUID) -> None:
    address = f"/desk/assist/{draft.number}/"
    reason = desk.get(address)["Location"]
    assert reason.startswith(f"/desk/customers/{mei}/open/?next=")
    assert desk.post(reason, {"purpose": "answer-customer"})["Location"] == address
    assert desk.get(address).status_code == 200


def test_the_officer_alone_sees_her_draft_but_cannot_fill_it_in(
    desk: Client, draft: Any, look: Callable[[Client], str]
) -> None:
    look(desk)
    page = desk.get(f"/desk/assist/{draft.number}/").content.decode()
    assert "770.00" in page
    assert "Sign together" not in page
    answers = {"has_rent": "on", "revision": str(draft.revision)}
    assert desk.post(f"/desk/assist/{draft.number}/questions/more/", answers).status_code == 403


def test_signing_needs_a_second_code_of_hers(
    present: Client, draft: Any, officer: Actor, give_code: Code
) -> None:
    give_code()
    answer = present.post(f"/desk/assist/{draft.number}/sign/", signing(draft, "000000"))
    assert answer.status_code == 422
    assert services.get_application(draft.number, by=officer).state == "draft"


def test_signed_together_both_names_stand_in_the_journal(
    present: Client, draft: Any, mei: UUID, citizen: Actor, officer: Actor, give_code: Code
) -> None:
    answer = present.post(f"/desk/assist/{draft.number}/sign/", signing(draft, give_code()))
    assert answer.status_code == 302
    entries = {entry.event: entry for entry in journal.list_timeline(customer=mei, by=citizen, limit=50)}
    signed = entries["services.application.signed_with_help"]
    assert (signed.actor, signed.customer) == (officer.account, mei)
    assert entries["trust.assistance.begun"].data["officer"] == "Boon Tan"


def test_what_changed_since_it_was_seen_is_shown_and_not_signed(
    present: Client, draft: Any, give_code: Code
) -> None:
    seen = signing(draft, give_code()) | {"revision": str(draft.revision + 1)}
    answer = present.post(f"/desk/assist/{draft.number}/sign/", seen)
    assert answer.status_code == 409
    assert "This has changed" in answer.content.decode()


def test_a_page_of_questions_is_saved_and_mended_like_in_the_portal(
    present: Client, mei: UUID, year: None
) -> None:
    present.post("/desk/assist/start/departure-clearance/")
    number = services.list_applications(mei, by=_system())[0].number
    page = f"/desk/assist/{number}/questions/journey/"
    empty = present.post(page, {"revision": "1"})
    assert empty.status_code == 422
    assert "Error:" in empty.content.decode()


def test_a_disputed_value_becomes_a_case(present: Client, draft: Any) -> None:
    typed = {"act": "dispute", "doubt": "I gave 450.", "claimed": "450", "revision": str(draft.revision)}
    answer = present.post(f"/desk/assist/{draft.number}/not-right/donations/0/", typed)
    assert answer.status_code == 302
    assert "Being checked" in present.get(f"/desk/assist/{draft.number}/").content.decode()


def test_a_correction_without_a_reason_is_not_sent(present: Client, draft: Any) -> None:
    typed = {"act": "dispute", "doubt": "", "revision": str(draft.revision)}
    answer = present.post(f"/desk/assist/{draft.number}/not-right/donations/0/", typed)
    assert answer.status_code == 422


def test_what_was_disputed_waits_for_the_officers_assessment(
    present: Client, draft: Any, officer: Actor, give_code: Code
) -> None:
    typed = {"act": "dispute", "doubt": "I gave 450.", "revision": str(draft.revision)}
    present.post(f"/desk/assist/{draft.number}/not-right/donations/0/", typed)
    seen = services.get_application(draft.number, by=officer)
    present.post(f"/desk/assist/{draft.number}/sign/", signing(seen, give_code()))
    present.post("/desk/assist/end/")

    case = f"/desk/cases/{draft.number}/"
    assert "Confirm the assessment" in present.get(case).content.decode()
    present.post(f"{case}decide/")
    assert services.get_application(draft.number, by=officer).state == "decided"


def test_after_the_end_nothing_more_is_done_in_her_name(present: Client, draft: Any, give_code: Code) -> None:
    present.post("/desk/assist/end/")
    assert "You act with" not in present.get("/desk/").content.decode()
    code = give_code()
    answer = present.post(f"/desk/assist/{draft.number}/sign/", signing(draft, code))
    assert "/open/" in answer["Location"]
    assert services.get_application(draft.number, by=_system()).state == "draft"


def _system() -> Actor:
    from onedoor.kernel.actors import SYSTEM

    return SYSTEM
