"""A family moves. They say it once; eight agencies know it."""

from datetime import timedelta

from onedoor.cases import queries as cases
from onedoor.config.stories.errand import Errand, confirm_request, work_at_desk
from onedoor.config.stories.look_and_sign import sign_in
from onedoor.config.stories.newcomers import settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM

OFFICER = "case1@civ.harbour.example"
EIGHT = 8


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    people = settle_anew("move")
    mover, others = people["grace"], [people["kwame"]]
    story = Telling("A family of three has moved. One of them says so, once.")
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
    with story.step("each of the others agrees for herself"):
        for other in others:
            confirm_request(base, other.email)
    pin = _post_the_letter(story, errand, base)
    with story.step("the letter arrives; she gives the PIN that it holds"):
        errand.visitor.open(f"/applications/{errand.number}/questions/pin/")
        errand.visitor.press("Save and continue", pin_entered=pin)
    errand.wait(lambda: len(errand.tasks()) > EIGHT and all(t.state == "done" for t in errand.tasks()))
    errand.say_tasks()
    told = [task for task in errand.tasks() if task.kind == "tell"]
    done = [task for task in told if task.state == "done"]
    story.promise(len(done) == len(told) > 0, "each agency has it, with a proof of its own", len(done))
    _promise_the_register(story, base, mover.email)
    errand.say_figures()
    return story.end()


def _post_the_letter(story: Telling, errand: Errand, base: str) -> str:
    """An officer posts the PIN to the new address; she alone reads it."""
    errand.wait(lambda: any(task.step == "pin_letter" and task.case for task in errand.tasks()))
    task = next(task for task in errand.tasks() if task.step == "pin_letter")
    assert task.case is not None
    number = cases.get_case(task.case, by=SYSTEM).number
    with story.step("an officer of the Civil Registry posts the letter"):
        work_at_desk(base, OFFICER, number, "Done")
    story.promise(not errand.visitor.sees("MV-"), "the PIN is nowhere on her pages")
    return str(next(one.value for one in task.told if str(one.value).startswith("MV-")))


def _promise_the_register(story: Telling, base: str, email: str) -> None:
    visitor = Visitor(base)
    with story.step("she looks at what government holds"):
        sign_in(visitor, email)
        visitor.open("/my-data/")
    story.promise(visitor.sees("44 Signal Hill Road"), "the new address is held, so nobody asks for it (R19)")
