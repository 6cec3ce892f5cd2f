"""Three children, three answers: what took twenty pages and two months takes some questions and seconds."""

import time

from onedoor.config.stories.errand import Errand
from onedoor.config.stories.look_and_sign import sign_in
from onedoor.config.stories.newcomers import settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel.text import pick

MOST_QUESTIONS, MOST_SECONDS = 25, 5.0


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    parent = settle_anew("health-cover")["hui"]
    story = Telling("A family with an infant, a child of four and one of nine asks for health cover.")
    errand = Errand(story, Visitor(base), "health-cover")
    with story.step("she signs in and begins; children and pay are there already"):
        sign_in(errand.visitor, parent.email)
        errand.begin()
    with story.step("she answers what nobody else can know"):
        errand.answer(
            {
                "other_parent_here": "false", "other_children": "0", "stays": "true", "other_income": "",
                "childcare_costs": "0", "support_paid": "0", "cover_now": "none", "cover_ended": "",
                "plan": "harbour", "doctor": "", "auto_pay": "true", "assistant_code": "",
            }
        )  # fmt: skip
    story.promise(errand.asked <= MOST_QUESTIONS, "at most 25 questions (R63)", errand.asked)
    began = time.monotonic()
    with story.step("she signs, and the rules decide"):
        errand.sign()
    seconds = time.monotonic() - began
    view = errand.view()
    story.promise(
        view.decision is not None and seconds < MOST_SECONDS, "decided in seconds", f"{seconds:.1f} s"
    )
    for child in view.each:
        story.figure(f"  {pick(child.name)}", pick(child.text))
    story.promise(len({child.code for child in view.each}) > 1, "each child has an outcome of its own")
    done = errand.wait(lambda: bool(errand.tasks()) and all(t.state == "done" for t in errand.tasks()))
    errand.say_tasks()
    forwarded = [task for task in errand.tasks() if task.agency == "SOC"]
    story.promise(done and bool(forwarded), "what belongs elsewhere was forwarded, and nothing asked again")
    errand.say_figures()
    return story.end()
