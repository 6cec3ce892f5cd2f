"""A man has lost his job. His pay and his home are known; he brings the letter."""

from onedoor.config.stories.errand import Errand
from onedoor.config.stories.look_and_sign import sign_in
from onedoor.config.stories.newcomers import settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor
from onedoor.kernel.actors import SYSTEM
from onedoor.payments import queries as payments

LETTER = "Dismissal for want of work. Lantern Software."
MONTHS = 6


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    seeker = settle_anew("job-seeker")["tomas"]
    story = Telling("He was made redundant, and has looked for work for a month.")
    errand = Errand(story, Visitor(base), "job-seeker")
    with story.step("he begins: pay, months of work and home are there already"):
        sign_in(errand.visitor, seeker.email)
        errand.begin()
    with story.step("he answers the rest, and adds a picture of the letter"):
        errand.answer(
            {
                "employer": "Lantern Software", "working": "false", "account": "HC-2200-4471-9",
            },
            files={"termination_letter": ("letter.pdf", _letter())},
        )  # fmt: skip
    with story.step("he signs; the rules decide"):
        errand.sign()
    view = errand.view()
    story.promise(
        view.decision is not None and view.decision.outcome == "supported", "supported, with reasons"
    )
    payouts = payments.list_payouts_of(view.id, by=SYSTEM)
    parts = [part for payout in payouts for part in payout.parts]
    story.promise(
        len(parts) == MONTHS, "six months, each with its day and amount", [str(p.amount) for p in parts]
    )
    held = [part for part in parts if part.state == "held"]
    story.promise(bool(held), "later months wait for what he does to find work", f"{len(held)} held")
    errand.wait(lambda: all(task.state == "done" for task in errand.tasks()))
    errand.say_tasks()
    errand.say_figures()
    return story.end()


def _letter() -> bytes:
    """The letter, as his telephone would send it."""
    from weasyprint import HTML

    printed: bytes = HTML(string=f"<html lang='en'><title>Letter</title><p>{LETTER}</p></html>").write_pdf()
    return printed
