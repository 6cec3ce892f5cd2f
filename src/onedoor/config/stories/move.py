"""A family moves. They say it once; eight agencies know it."""

import re
from datetime import timedelta

from onedoor.config.stories.errand import Errand, confirm_request, work_at_desk
from onedoor.config.stories.look_and_sign import officer_sign_in, sign_in
from onedoor.config.stories.newcomers import Newcomer, settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import PageBroken, Visitor
from onedoor.kernel import clock

OFFICER, OTHER_OFFICER = "case1@civ.harbour.example", "case1@elc.harbour.example"
HER_PAGES = ("/", "/letters/", "/my-data/", "/who-used-my-data/")
PIN = re.compile(r"MV-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
EIGHT = 8


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    story = Telling("A couple has moved. She says so, once.")
    errand, mover = report_move(story, base)
    errand.wait(lambda: len(errand.tasks()) > EIGHT and all(t.state == "done" for t in errand.tasks()))
    errand.say_tasks()
    agencies = {task.agency for task in errand.tasks()}
    told = [task for task in errand.tasks() if task.kind == "tell" and not task.of_another]
    done = [task for task in told if task.state == "done"]
    story.promise(len(done) == len(told) > 0, "each agency has it, with a proof of its own", len(done))
    story.promise(len(agencies) >= EIGHT, "said once, and known to eight agencies or more", len(agencies))
    story.promise(errand.wait(lambda: errand.view().state == "closed"), "and it is finished")
    promise_the_register(story, base, mover.email)
    errand.say_figures()
    return story.end()


def report_move(story: Telling, base: str) -> tuple[Errand, Newcomer]:
    """Somebody new tells of her move, and proves the new address by the PIN of the letter."""
    people = settle_anew("move")
    mover, others = people["grace"], [people["kwame"]]
    errand = Errand(story, Visitor(base), "move")
    answers = {
        "new_address.street": "44 Signal Hill Road", "new_address.building": "", "new_address.unit": "07-12",
        "new_address.postcode": "099431", "moved_on": clock.today() - timedelta(days=3), "public_home": "",
        "tell_health": "true", "tell_schools": "true", "tell_libraries": "true",
    }  # fmt: skip
    for number, other in enumerate(others):
        answers |= {f"co_movers-{number}-full_name": other.name, f"co_movers-{number}-contact": other.email}
    with story.step("she gives the new address, and who moves along"):
        sign_in(errand.visitor, mover.email)
        errand.begin()
        errand.answer(answers, rows={"co_movers": len(others)})
        errand.sign()
    with story.step("her husband agrees, with an account of his own"):
        for other in others:
            confirm_request(base, other.email)
    pin = _post_the_letter(story, errand, base)
    with story.step("the letter arrives; she gives the PIN that it holds"):
        errand.visitor.open(f"/applications/{errand.number}/questions/pin/")
        errand.visitor.press("Save and continue", pin_entered=pin)
    return errand, mover


def _post_the_letter(story: Telling, errand: Errand, base: str) -> str:
    """An officer posts the PIN to the new address; she alone reads it."""
    errand.wait(lambda: any(task.step == "pin_letter" and task.case for task in errand.tasks()))
    number = errand.case_of("pin_letter")
    officer, other = Visitor(base), Visitor(base)
    with story.step("an officer of the Civil Registry posts the letter"):
        officer_sign_in(officer, OFFICER)
        pin = PIN.search(officer.open(f"/desk/cases/{number}/").text)
        work_at_desk(officer, number, "Our part is done")
    story.promise(pin is not None, "the officer who posts it reads the PIN")
    officer_sign_in(other, OTHER_OFFICER)
    story.promise(
        not _finds(other, f"/desk/cases/{number}/"), "an officer of another agency does not find the case"
    )
    pages = (f"/applications/{errand.number}/", f"/applications/{errand.number}/copy/", *HER_PAGES)
    seen = [page for page in pages if PIN.search(errand.visitor.open(page).text)]
    story.promise(not seen, "and the PIN is nowhere on her own pages", ", ".join(seen))
    return pin.group() if pin else ""


def _finds(visitor: Visitor, address: str) -> bool:
    try:
        visitor.open(address)
    except PageBroken as refusal:
        if "answered 404" not in str(refusal):
            raise
        return False
    return True


def promise_the_register(story: Telling, base: str, email: str) -> None:
    """What was told once is held from now on."""
    visitor = Visitor(base)
    with story.step("she looks at what government holds"):
        sign_in(visitor, email)
        visitor.open("/my-data/")
    story.promise(visitor.sees("44 Signal Hill Road"), "the new address is held, so nobody asks for it (R19)")
