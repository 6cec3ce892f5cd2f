"""The letter room at the desk: who may see it, filing a letter, checking a form by keyboard alone."""

from datetime import datetime
from uuid import UUID

from onedoor.doors.post import actions
from onedoor.doors.post.house import POST
from onedoor.kernel.actors import SYSTEM
from onedoor.services import actions as service_actions
from onedoor.services import queries as services
from tests.doors.post.conftest import Hire, ScanIn, Sit, sheets_of
from tests.doors.post.test_a_form_comes_back import INK
from tests.doors.post.wear import coffee, worn, write_ink


def test_a_form_is_checked_and_fills_the_draft(
    home: UUID, scan_in: ScanIn, sit: Sit, hire: Hire, at: datetime
) -> None:
    draft = service_actions.start_application(
        customer=home, service="job-seeker", door="portal", by=SYSTEM, at=at
    ).number
    form = actions.print_form(number=draft, language="en", by=POST, at=at)
    pages, sheets = sheets_of(form.number)
    for page, sheet in zip(pages, sheets, strict=True):
        write_ink(page, sheet.boxes, INK)
    letter = scan_in([worn(page, (coffee,), 3) for page in pages]).letters[0]
    desk = sit(hire("Boon Tan", agency="LAB", role="counter-officer"))
    address = f"/desk/post/letters/{letter.id}/check/"

    shown = desk.get(address)
    listed = desk.get("/desk/post/")

    assert letter.number in listed.content.decode()
    assert shown.content.decode().count("autofocus") == 1
    assert desk.get(f"/desk/post/letters/{letter.id}/answers/0.jpg")["Content-Type"] == "image/jpeg"
    readings = shown.context["letter"].readings
    right = {"loss.employer": "Harbour Shipyard", "loss.last_day": "28/02/2025", "loss.reason": "closed",
             "now.working": "no", "now.account": "00123456"}  # fmt: skip
    typed = {
        f"value-{i}": right.get(one.key, one.value) for i, one in enumerate(readings) if one.kind != "sign"
    }
    assert desk.post(address, typed).status_code == 422
    done = desk.post(address, typed | {"signature": "yes"})
    assert done.status_code == 302, done.context["error"]
    page = services.get_page(draft, "now", by=SYSTEM, at=at).page
    assert {item.id: item.value for item in page.items}["working"] is False


def test_a_letter_without_a_number_is_filed_to_a_customer_who_is_found(
    home: UUID, scan_in: ScanIn, sit: Sit, hire: Hire
) -> None:
    from tests.doors.post.test_scans_are_taken_once_and_never_wrongly import typed

    letter = scan_in([typed("Dear city,", "I have moved. Mei Lin")]).letters[0]
    desk = sit(hire("Boon Tan", agency="CTC", role="counter-officer"))
    address = f"/desk/post/letters/{letter.id}/"

    assert desk.post(address, {"then": "file", "reference": "HC-1111-1111-1"}).status_code == 422
    found = desk.post(address, {"then": "find", "text": "Mei Lin"})
    assert str(home) in found.content.decode()
    assert desk.post(address, {"then": "file", "customer": str(home)}).status_code == 302


def test_who_does_not_work_with_letters_is_turned_away(db: None, sit: Sit, hire: Hire) -> None:
    assessor = sit(hire("Dr Lim", agency="HLT", role="medical-officer"))

    assert assessor.get("/desk/post/").status_code == 403
    assert assessor.get("/desk/post/batches/").status_code == 403


def test_a_form_is_printed_at_the_desk(db: None, sit: Sit, hire: Hire) -> None:
    desk = sit(hire("Boon Tan", agency="CTC", role="counter-officer"))

    given = desk.post("/desk/post/batches/do/", {"then": "form", "service": "job-seeker", "language": "en"})

    assert given["Content-Type"] == "application/pdf"
    assert given.content.startswith(b"%PDF-")
