"""Look and sign: the return is prepared; a taxpayer looks, signs and pays, and sees who knew what."""

import re
import time
from datetime import UTC, datetime
from decimal import Decimal

from onedoor.config.demo import cast
from onedoor.config.stories.people import find_taxpayer
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import PageBroken, Visitor
from onedoor.kernel.actors import SYSTEM
from onedoor.services import queries as services
from onedoor.trust import queries as trust

NUMBER = re.compile(r"HC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    email, name = find_taxpayer()
    story = Telling("A taxpayer looks at the return that government prepared, and signs.")
    visitor = Visitor(base)
    with story.step("she signs in"):
        sign_in(visitor, email)
    with story.step("she opens the return that lies ready"):
        visitor.open("/applications/")
        number = NUMBER.search(visitor.open("Income tax YA2025").address).group()  # type: ignore[union-attr]
    _promise_the_draft(story, number)
    visitor.actions = 1  # opening it was the first
    with story.step("she presses 'Agree and sign' and is asked for a second proof only now"):
        visitor.press("Agree and sign")
    story.promise(visitor.asks("code"), "the step-up comes at the moment it is needed (R24)")
    story.promise(visitor.actions == 2, "filed in two actions, open and sign (R13)", visitor.actions)
    with story.step("she gives the code of her phone"):
        visitor.press("Agree and sign", code=one_time_code())
    story.promise(visitor.sees("Signed"), "the return is signed and numbered", number)
    _promise_the_same_cent(story, number)
    _pay(story, visitor)
    with story.step("she looks who used her data"):
        visitor.open("/who-used-my-data/")
    story.promise(visitor.sees("Revenue Service"), "the use of her data is there, with its purpose (R16)")
    _promise_tracking(story, base, number, name)
    _promise_the_desk(story, base, number)
    return story.end()


def sign_in(visitor: Visitor, email: str) -> None:
    """With the demo's password; the second proof comes when it is needed."""
    visitor.open("/sign-in/")
    visitor.press("Sign in", email=email, password=cast.PASSWORD)


def one_time_code() -> str:
    """What the authenticator of every demo login shows now."""
    return trust.demo_totp_code(cast.TOTP_SECRET, datetime.now(UTC))


def pay(visitor: Visitor) -> None:
    """From a page with a Pay button through the test bank and back."""
    visitor.open("/payments/")
    voucher = next(href for _, href in visitor.page.links if re.search(r"/payments/[^/]+/$", href))
    visitor.open(voucher)
    visitor.press("Pay all")
    visitor.press("Approve")


def _promise_the_draft(story: Telling, number: str) -> None:
    view = services.get_application(number, by=SYSTEM)
    values = [line.source for group in view.groups for line in group.lines]
    sourced = [value for value in values if value.source_name and value.received_at and value.grade]
    story.promise(not view.missing, "nothing is left to type (R11)", f"{len(values)} lines prepared")
    story.promise(len(sourced) == len(values), "every line has source, date and grade (R15)")
    given = sum(
        (Decimal(value.value["amount"]) for value in values if value.field == "donations"), Decimal(0)
    )
    deducted = next(line.result for line in view.computation if line.id == "donation_deduction")
    story.promise(
        deducted == given * Decimal("2.5"),
        "donations are deducted two and a half times (R12)",
        f"${given} becomes ${deducted}",
    )


def _promise_the_same_cent(story: Telling, number: str) -> None:
    view = services.get_application(number, by=SYSTEM)
    again = services.recompute(view.id, by=SYSTEM)
    story.promise(
        again.payable == view.payable,
        "computing it again gives the same cent (R14)",
        f"${view.payable} under {again.pack}",
    )
    story.promise(services.verify_signature(view.id, by=SYSTEM), "her signature holds over what she saw")


def _pay(story: Telling, visitor: Visitor) -> None:
    with story.step("she pays at the test bank"):
        pay(visitor)
    story.promise(visitor.sees("Paid in full") and visitor.sees("Receipt"), "paid in full, with a receipt")


def _promise_tracking(story: Telling, base: str, number: str, name: str) -> None:
    stranger = Visitor(base)
    with story.step("a stranger tracks the number"):
        stranger.open(f"/track/?number={number}")
    story.promise(stranger.sees(number), "the public page shows where it stands (R50)")
    story.promise(not any(part in stranger.page.text for part in (name, "$")), "and nothing of the person")
    with story.step("a stranger tries her page"):
        stranger.open(f"/applications/{number}/")
    story.promise(stranger.asks("password"), "her page opens to nobody else")


def _promise_the_desk(story: Telling, base: str, number: str) -> None:
    officer = Visitor(base)
    with story.step("an officer of Revenue looks at the same record"):
        officer_sign_in(officer, "kai@rev.harbour.example")
        officer.open(f"/desk/cases/{number}/")
    story.promise(officer.sees(number), "the officer sees the same case, closed at birth")


def officer_sign_in(officer: Visitor, email: str) -> None:
    """Officers prove themselves with both factors before they see anything."""
    officer.open("/desk/sign-in/")
    officer.press("Continue", email=email, password=cast.PASSWORD)
    code = one_time_code()
    try:
        officer.press("Sign in", code=code)
    except PageBroken:  # a code opens once, and she has been here within the last half minute
        while one_time_code() == code:
            time.sleep(0.5)
        officer.open("/desk/sign-in/code/")
        officer.press("Sign in", code=one_time_code())
