"""One application that every door goes on with, and a rating that every door leaves."""

import re
from dataclasses import dataclass, field, replace
from typing import Self

from onedoor.cases import actions as cases
from onedoor.config.stories.askers import Applicant, Asker
from onedoor.config.stories.newcomers import settle_anew
from onedoor.feedback import queries as feedback
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, pick
from onedoor.people import actions as people
from onedoor.services import queries as services
from onedoor.services.types import FormItem
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts

SERVICE, PERSONA, PIN, STARS = "health-cover", "hui", "482915", 4
REFERENCE = re.compile(r"\bHC-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]\b")
DOORS = {
    "web": "portal", "counter": "counter", "phone": "phone", "text": "text", "ussd": "text", "mail": "mail",
    "post": "post", "kiosk": "kiosk", "tv": "tv", "lite": "portal",
}  # fmt: skip
"""Each door of the story, and the one from which its ratings are counted."""


@dataclass(frozen=True, slots=True)
class Form:
    """What a door shows of a draft: its reference, and what it asks next."""

    number: str
    question: str


@dataclass(slots=True)
class Applying:
    """Somebody new who has begun nothing: the first door that she tries begins her draft."""

    who: Applicant
    language: str
    finished: dict[str, str] = field(default_factory=dict)

    @classmethod
    def settle(cls, language: str) -> Self:
        """With a PIN for doors, and one finished thing for each door to rate."""
        mover, at = settle_anew(SERVICE)[PERSONA], clock.now()
        account = accounts.find_account(mover.email)
        assert account is not None
        herself = accounts.actor_for(account.id, door="portal", assurance=3, at=at)
        with scoped(SYSTEM):
            trust.set_door_pin(account=account.id, pin=PIN, by=herself, at=at)
            own = people.reveal_identifier(customer=mover.id, purpose="answer-customer", by=SYSTEM, at=at)
        title = pick(services.get_service(SERVICE, at=at).title, language)
        made = cls(Applicant(mover.id, mover.email, own, PIN, SERVICE, title), language)
        made.finished = {door: _finish(made.who) for door in DOORS}
        return made

    @property
    def expected(self) -> Form:
        """Her only draft, and the first of its questions that waits for an answer: as the house has it."""
        due = self._find_due()
        return Form(self.who.number, pick(due.label, self.language) if due else "")

    def read(self, said: str) -> Form:
        """The draft and the question that a door spoke of. A door that names no reference while it asks
        goes on with the only draft there is: ``apply_at`` has looked."""
        expected = self.expected
        named = set(REFERENCE.findall(said)) or ({expected.number} if said else set())
        asks = expected.question and _plain(expected.question) in _plain(said)
        return Form(
            expected.number if expected.number in named else ", ".join(sorted(named)),
            expected.question if asks else "asks something else",
        )

    def apply_at(self, asker: Asker) -> str:
        """What the door says; afterwards there is one draft, whichever door began it."""
        said = asker.apply(self.who, self.language)
        drafts = [
            one.number
            for one in services.list_live_drafts(self.who.customer, by=SYSTEM)
            if one.service == SERVICE
        ]
        if len(drafts) == 1:
            self.who = replace(self.who, number=self.who.number or drafts[0])
        return said if drafts == [self.who.number] else ""

    def rate_at(self, asker: Asker) -> str:
        """What arrived of the rating that she left."""
        number = self.finished[asker.door]
        said = asker.rate(number, STARS, self.language)
        arrived = feedback.find_rating(number, by=SYSTEM)
        return say_rating(arrived.stars, arrived.door) if arrived else f"none arrived: {said[:80]}"

    def _find_due(self) -> FormItem | None:
        if not self.who.number:
            return None
        view = services.get_application(self.who.number, by=SYSTEM)
        pages = (services.get_page(view.number, one.id, by=SYSTEM, at=clock.now()).page for one in view.pages)
        return next(
            (item for page in pages for item in page.items if item.required and item.value in (None, "")),
            None,
        )


def say_rating(stars: int, door: str) -> str:
    """A rating as the table shows it."""
    return f"{stars} of 5, from {door}"


def _finish(who: Applicant) -> str:
    """Something of hers that an agency has done."""
    at = clock.now()
    done = cases.open_case(
        kind="application", customer=who.customer, agency="REV", service="retire", promise="P5D",
        subject=dict.fromkeys(LANGUAGES, "Done"), calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    cases.close_case(case=done.id, outcome="granted", rule=SERVICE, by=SYSTEM, at=at)
    return done.number


def _plain(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum())
