"""A third child was born eight days ago. One form, two parents, eight bodies."""

from decimal import Decimal

from onedoor.config.stories.errand import Errand, confirm_request
from onedoor.config.stories.look_and_sign import pay, sign_in
from onedoor.config.stories.newcomers import settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel.actors import SYSTEM
from onedoor.payments import queries as payments

GIFT = Decimal(13_000)  # third child: 4,000, 2,000, 2,000, 1,000, then ten times 400


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    people = settle_anew("birth")
    mother, father = people["jing"], people["boon"]
    story = Telling("A third child was born. The mother chooses a name; the rest is for others to do.")
    errand = Errand(story, Visitor(base), "birth")
    with story.step("she signs in, and begins with what has happened in her life"):
        sign_in(errand.visitor, mother.email)
        errand.visitor.open("/services/")
    story.promise(errand.visitor.sees("Having a child"), "services are found by event, not by office (R60)")
    with story.step("she gives the name, and says how to reach the father"):
        errand.begin()
        errand.answer(
            {
                "child_name.latin": "Tan Xin", "child_name.chinese": "陈欣",
                "other_parent_contact": father.email,
                "savings_bank": "lantern", "gift_account": "HC-2200-4471", "same_doctor": "true",
                "library_card": "true",
            }
        )  # fmt: skip
        errand.sign()
    with story.step("the father confirms, with an account of his own"):
        confirm_request(base, father.email)
    done = errand.wait(lambda: bool(errand.tasks()) and all(t.state == "done" for t in errand.tasks()))
    errand.say_tasks()
    agencies = {task.agency for task in errand.tasks()}
    story.promise(done, "every body has done its part, side by side (R37)", f"{len(errand.tasks())} tasks")
    story.promise(len(agencies) >= 4, "one application, at least four agencies (R57)", len(agencies))
    with story.step("she pays the one bill"):
        errand.visitor.open(f"/applications/{errand.number}/")
        pay(errand.visitor)
    story.promise(errand.visitor.sees("Paid in full"), "one payment for all of it (R27)")
    payouts = payments.list_payouts_of(errand.view().id, by=SYSTEM)
    gift = [sum((part.amount for part in payout.parts), Decimal(0)) for payout in payouts]
    most = f"${max(gift, default=0)}"
    story.promise(GIFT in gift, "the baby gift of a third child, without asking for it", most)
    ended = errand.wait(lambda: errand.view().state == "closed")
    story.promise(ended, "and it is finished", errand.view().state)
    _promise_nothing_twice(story, base, {"she": mother.email, "the father": father.email})
    errand.say_figures()
    return story.end()


def _promise_nothing_twice(story: Telling, base: str, parents: dict[str, str]) -> None:
    """What this service brought about, the next one has already."""
    for who, email in parents.items():
        visitor = Visitor(base)
        with story.step(f"{who} looks at what government holds now"):
            sign_in(visitor, email)
            visitor.open("/my-data/")
        story.promise(visitor.sees("Tan Xin"), "the child is held: no service asks for her again (R19)")
        if who == "she":
            story.promise(visitor.sees("BC-"), "and so is the number of her certificate")
