"""A café is founded: one form, one bill, and everything else beside each other."""

from onedoor.config.stories.errand import Errand, confirm_request, work_at_desk
from onedoor.config.stories.look_and_sign import pay, sign_in
from onedoor.config.stories.newcomers import settle_anew
from onedoor.config.stories.telling import Telling
from onedoor.config.stories.visitor import Visitor

OFFICER = "case1@biz.harbour.example"


def tell(base: str) -> int:
    """Drive the product at ``base``; 0 only if every promise held."""
    people = settle_anew("business")
    founder, partner = people["nadia"], people["ming"]
    story = Telling("Two people found a company for a café. They fill in one form.")
    errand = Errand(story, Visitor(base), "business")
    with story.step("the founder begins, and answers what no register knows"):
        sign_in(errand.visitor, founder.email)
        errand.begin()
        errand.answer(
            {
                "business_type": "company", "activity": "cafe", "own_role": "both", "capital": "20000",
                "names-0-proposed": f"Tern and Anchor {errand.number[-6:]}", "secretary": "",
                "people-0-full_name": partner.name, "people-0-contact": partner.email,
                "people-0-role": "both", "people-0-resident": "true", "people-0-adult": "true",
                "year_end": "december", "office.street": "5 Quay Street", "office.building": "",
                "office.unit": "01-02", "office.postcode": "018956", "turnover": "240000", "gst_wanted": "",
                "staff": "4", "bank": "lantern",
            }
        )  # fmt: skip
        errand.sign()
    with story.step("her partner confirms by an account of his own"):
        confirm_request(base, partner.email)
    view = errand.view()
    story.promise(view.state == "decided", "approved by the rules, while she looks", view.outcome["en"])
    story.promise(
        len(view.fees) > 1, "one bill, line by line", f"${view.fee_total} in {len(view.fees)} lines"
    )
    with story.step("she pays once"):
        errand.visitor.open(f"/applications/{errand.number}/")
        pay(errand.visitor)
    story.promise(errand.visitor.sees("Paid in full"), "one payment (R27)")
    _let_bank_answer(story, errand, base)
    done = errand.wait(lambda: all(task.state == "done" for task in errand.tasks()))
    errand.say_tasks()
    agencies = {task.agency for task in errand.tasks()}
    story.promise(done, "registered, tax file, employer's account, licences and bank, side by side (R37)")
    story.promise(len(agencies) >= 4, "one application, at least four agencies (R57)", len(agencies))
    story.promise(errand.wait(lambda: errand.view().state == "closed"), "and it is finished")
    _promise_the_firm(story, base, founder.email)
    errand.say_figures()
    return story.end()


def _let_bank_answer(story: Telling, errand: Errand, base: str) -> None:
    """The demo's bank has no line to the house, so an officer of the lead agency calls it."""
    errand.wait(lambda: any(task.agency == "bank" and task.case for task in errand.tasks()))
    with story.step("an officer calls the bank, which has no line of its own, and notes the appointment"):
        work_at_desk(base, OFFICER, errand.case_of("account"), "Our part is done")


def _promise_the_firm(story: Telling, base: str, email: str) -> None:
    """The new company is a customer of its own, and its founder acts for it."""
    visitor = Visitor(base)
    with story.step("she acts for the company from now on"):
        sign_in(visitor, email)
        visitor.open("/acting-for/")
    story.promise(visitor.sees("Tern and Anchor"), "the company is there, and she may act for it (R47)")
