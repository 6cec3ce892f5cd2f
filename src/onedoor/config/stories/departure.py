"""Ten to midnight would do as well: it is 18:05, the offices are closed, and a man leaves tomorrow."""

import re
import time
from datetime import datetime, timedelta
from pathlib import Path

from onedoor.cases import queries as cases
from onedoor.config.stories.look_and_sign import NUMBER, officer_sign_in, one_time_code, pay, sign_in
from onedoor.config.stories.people import find_newcomer
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.services import queries as services

OFFICES_CLOSED = (18, 5)
LETTER_SECONDS = 60
PARTS = {"day": "%d", "month": "%m", "year": "%Y", "hour": "%H", "minute": "%M", "time": "%H:%M"}
VERIFY_CODE = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3,4}\b")


def tell(base: str, clock_file: Path) -> int:
    """Drive the product at ``base``, at five past six in the evening; 0 only if every promise held."""
    began = _wait_until_closed(clock_file)
    email, name = find_newcomer()
    story = Telling(
        f"It is {began:%H:%M} on {began:%A}. The offices are closed, and tomorrow he leaves the country."
    )
    visitor = Visitor(base)
    with story.step("he signs in and sees the promise before he begins"):
        sign_in(visitor, email)
        visitor.open("/services/departure-clearance/")
    story.promise(visitor.sees("60 minutes"), "the promise is shown before applying (R03)")
    with story.step("he begins; what government holds is there already"):
        number = NUMBER.search(visitor.press("Start").address).group()  # type: ignore[union-attr]
    _answer(story, visitor, number, began + timedelta(hours=16))
    with story.step("he looks, agrees, signs"):
        visitor.open(f"/applications/{number}/")
        visitor.press("Agree and sign")
        if visitor.asks("code"):
            visitor.press("Agree and sign", code=one_time_code())
    view = services.get_application(number, by=SYSTEM)
    _promise_the_case(story, number)
    story.promise(visitor.sees("assessment"), "the assessment is there in the same session (R01)")
    if view.charge:
        story.promise(visitor.sees("Pay"), "and the payment voucher with it")
        with story.step("he pays"):
            pay(visitor)
        story.promise(visitor.sees("Paid in full"), "paid in full, with a receipt")
    _promise_the_letter(story, visitor, base, name)
    elapsed = clock.now() - began
    story.promise(elapsed < timedelta(minutes=60), "from knock to clearance within the hour (R01)", elapsed)
    officer = Visitor(base)
    with story.step("the officer on duty sees it at her desk"):
        officer_sign_in(officer, "ivy@rev.harbour.example")
        officer.open(f"/desk/cases/{number}/")
    story.promise(officer.sees("urgent"), "marked urgent, with its clock")
    return story.end()


def _wait_until_closed(clock_file: Path) -> datetime:
    here = clock.local(clock.now())
    hour, minute = OFFICES_CLOSED
    evening = here.replace(hour=hour, minute=minute, second=0, microsecond=0)
    if here > evening:
        evening += timedelta(days=1)
    clock.set_demo_clock(clock_file, evening)
    return evening


def _answer(story: Telling, visitor: Visitor, number: str, leaves_at: datetime) -> None:
    answers = {
        "destination": "Kochi", "reason": "leaving", "employer": "Lantern Software", "work_kind": "employee",
        "working_years": "1", "payslip_pay": "14200", "forwarding_contact": "home@mail.harbour.example",
        "withheld": "0",
    }  # fmt: skip
    asked = 0
    with story.step("he answers what nobody can know but he"):
        visitor.open(f"/applications/{number}/questions/journey/")
        while "/questions/" in visitor.page.address:
            filled = _fill(visitor, answers, leaves_at)
            asked += len(filled)
            visitor.press("Save and continue", **filled)
            if visitor.sees("There is a problem"):
                story.promise(False, "the page takes his answers", visitor.page.text[:300])
                return
    story.promise(asked <= 25, "few questions", f"{asked} fields typed")


def _fill(visitor: Visitor, answers: dict[str, str], leaves_at: datetime) -> dict[str, str]:
    """Each question by its name; dates and times also where they are asked in parts."""
    form = next(form for form in visitor.page.forms if "revision" in form.names)
    filled: dict[str, str] = {}
    for name in form.names:
        stem, _, part = re.sub(r"[._-](day|month|year|time|hour|minute)$", r"|\1", name).partition("|")
        if stem in ("departure_at", "last_work_date") and part:
            filled[name] = leaves_at.strftime(PARTS[part])
        elif name in answers:
            filled[name] = answers[name]
    return filled


def _promise_the_case(story: Telling, number: str) -> None:
    case = cases.find_case(number, by=SYSTEM)
    assert case is not None, "the application has no case"
    story.promise(case.lane == "urgent", "the departure date puts it into the urgent lane (R01)", case.lane)
    waited = (case.taken_at or case.opened_at) - case.opened_at
    in_time = case.owner is not None and waited <= timedelta(minutes=5)
    story.promise(in_time, "one named owner within five minutes", case.owner_name)


def _promise_the_letter(story: Telling, visitor: Visitor, base: str, name: str) -> None:
    with story.step("his clearance letter arrives, and he opens it"):
        letter = _wait_for_letter(visitor)
        if letter:
            visitor.open(letter)
    code = VERIFY_CODE.search(visitor.page.text) if letter else None
    story.promise(code is not None, "the clearance letter is issued, with a verify code")
    if code:
        border = Visitor(base)
        with story.step("an officer at the border checks the code"):
            border.open(f"/verify/?code={code.group()}")
        story.promise(border.sees("Genuine"), "the letter proves itself")
        story.promise(name not in border.page.text, "without naming him to a stranger")


def _wait_for_letter(visitor: Visitor) -> str:
    """The worker writes the letter when the bank's notice has come: that takes a moment."""
    deadline = time.monotonic() + LETTER_SECONDS
    while time.monotonic() < deadline:
        visitor.open("/letters/")
        for text, href in visitor.page.links:
            if text.startswith("Tax clearance letter"):
                return href
        time.sleep(0.5)
    return ""
