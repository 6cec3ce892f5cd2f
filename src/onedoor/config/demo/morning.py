"""The morning on which the demo opens: who rang and wrote, who holds a number, whom nobody knows for
sure, and what people said of the work of the last weeks."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

import numpy as np

from onedoor.cases import actions as cases
from onedoor.cases import queries as read_cases
from onedoor.config.demo.population import SEED, Person
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.feedback import actions as feedback
from onedoor.feedback.types import MAY_RATE
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.people import actions as people
from onedoor.people.types import Arrival
from onedoor.services import queries as services
from onedoor.trust import queries as trust

Finished = tuple[str, UUID, datetime]
"""A case that was closed: its number, whose it was, and when."""

STARS, SHARES = (5, 4, 3, 2, 1), (0.56, 0.26, 0.09, 0.05, 0.04)
SAID = {
    5: ("Answered the same day.", "当天就答复了，谢谢！", ""),
    4: ("Clear, and friendly on the phone.", ""),
    3: ("It took two calls.", ""),
    2: ("I had to tell it twice.", "等了很久才有人接。"),
    1: ("Nobody called me back.", "没有解决我的问题。"),
}
DOORS = ("portal", "phone", "text", "counter", "post")
ASKED = (
    ("How far is my return?", "income-tax"),
    ("What do I need when I leave?", "departure-clearance"),
    ("Who can see my pay?", ""),
    ("A hole in the road", "street-issue"),
)
CALLS, TEXTS, VISITS, MISSED_EVERY = 14, 5, 6, 7
RUNG = ("REV", "HLT", "SOC", "CTY", "CTC")
ORDERS, STILL_TO_ASK = 18, 4
ORDERED = (
    ("When do I get my refund?", "income-tax"),
    ("May my sister register the birth for me?", "birth"),
    ("I found work: what do I tell you?", "job-seeker"),
)
NOT_SOLVED = "I was told to wait, and nothing came. 只让我等，没有结果。"


def rate_work(finished: Sequence[Finished], *, at: datetime) -> int:
    """Two of three whose case was closed lately say how it went. Gives how many did."""
    dice, given = np.random.default_rng(SEED + 4), 0
    for place, (number, customer, closed_at) in enumerate(finished):
        said_at = closed_at + timedelta(hours=float(dice.uniform(1, 60)))
        stars = int(dice.choice(STARS, p=SHARES))
        if place % 3 == 2 or said_at >= at or closed_at + MAY_RATE < at:
            continue
        words = SAID[stars]
        citizen = Actor(kind="citizen", account=customer, door="portal", assurance=2, customer=customer,
                        self_customer=customer)  # fmt: skip
        feedback.rate(
            number=number, stars=stars, door=DOORS[int(dice.integers(len(DOORS)))],
            comment=words[int(dice.integers(len(words)))], by=citizen, at=said_at,
        )  # fmt: skip
        given += 1
    return given


class Morning:
    """What happened at the doors in the ninety minutes before ``at``; the same every time."""

    def __init__(
        self, callers: Sequence[Person], officers: Mapping[tuple[str, str], UUID], at: datetime
    ) -> None:
        self._dice = np.random.default_rng(SEED + 5)
        self._callers, self._officers, self._at = callers, officers, at

    @property
    def total(self) -> int:
        """How many things ``happen``."""
        return ORDERS + CALLS + TEXTS + VISITS + 4

    def happen(self) -> Iterator[None]:
        """Each step is one thing that happened."""
        for place in range(ORDERS):
            self._order(place)
            yield
        for place, moment in enumerate(self._moments(CALLS)):
            self._ring("phone", "phone-officer", place, moment, waits=14)
            yield
        for place, moment in enumerate(self._moments(TEXTS)):
            self._ring("text", "contact-centre", place, moment, waits=40)
            yield
        for place, moment in enumerate(self._moments(VISITS)):
            self._come(place, moment)
            yield
        self._write()
        yield
        self._write_of_a_street()
        yield
        self._ring_duty()
        yield
        for arrival in self._strangers():
            people.keep_arrival(
                arrival=arrival, by=self._officer("counter-officer"), at=self._at - timedelta(minutes=8)
            )
            yield

    def _order(self, place: int) -> None:
        """An order of the last weeks: answered, and the customer asked about it, but for the newest."""
        at, (text, topic) = self._at - timedelta(days=20 - place), ORDERED[place % len(ORDERED)]
        order = cases.open_enquiry(
            customer=self._somebody().id, text=text, door="phone", topic=topic, interaction=new_id(),
            by=SYSTEM, at=at,
        )  # fmt: skip
        officer = self._officer("case-officer", order.agency)
        cases.take_case(case=order.id, by=officer, at=at + timedelta(hours=2 + 40 * (place % 5 == 4)))
        done_at = at + timedelta(hours=44)
        cases.close_case(case=order.id, outcome="answered", by=officer, at=done_at)
        if place < ORDERS - STILL_TO_ASK:
            solved = place % 6 != 5
            cases.ask_after(
                case=order.id, reached=place % 7 != 6, contacted=True, solved=solved,
                satisfied=solved and place % 4 != 3, comment="" if solved else NOT_SOLVED,
                by=self._officer("supervisor"), at=done_at + timedelta(hours=20),
            )  # fmt: skip

    def _write(self) -> None:
        """A mail that the table sends to Revenue, which says that it is not its own."""
        at, person = self._at - timedelta(minutes=50), self._somebody()
        order = cases.open_enquiry(
            customer=person.id, text="Is my work pass still good after my return?", door="mail",
            topic="income-tax", interaction=new_id(), by=SYSTEM, at=at,
        )  # fmt: skip
        cases.dispute_dispatch(
            case=order.id, reason="A work pass: the Labour Office answers this.",
            by=self._officer("case-officer", "REV"), at=at + timedelta(minutes=20),
        )  # fmt: skip

    def _write_of_a_street(self) -> None:
        """A mail about a lamp, which goes to the team of the district that its address lies in."""
        text = "The lamp at 40 Estate Way has been dark for a week."
        cases.open_enquiry(
            customer=self._somebody().id, text=text, door="mail", place=services.find_district_of(text),
            interaction=new_id(), by=SYSTEM, at=self._at - timedelta(minutes=35),
        )  # fmt: skip

    def _ring_duty(self) -> None:
        """Officers on duty said where they are rung, but for one agency's; the first did not answer, the
        second took the work."""
        at, numbers = self._at - timedelta(minutes=40), 0
        for agency in RUNG:
            for officer in read_cases.list_on_duty(agency, at):
                actor = trust.actor_for(officer.account, door="desk", assurance=3, at=at)
                if actor.may("cases.work"):
                    numbers += 1
                    cases.set_duty_number(number=f"+6591230{numbers:03}", by=actor, at=at)
        cases.open_case(
            kind="correction", customer=self._somebody().id, agency="REV", service="income-tax",
            subject={"en": "Payment stopped by mistake: rent is due", "zh-hans": "误停付款：房租到期"},
            lane="urgent", promise="PT4H", calendar="always", by=SYSTEM, at=at,
        )  # fmt: skip
        for minute in range(1, 5):
            moment = at + timedelta(minutes=minute)
            ring = cases.claim_duty_call(by=SYSTEM, at=moment)
            if ring and minute < 3:
                cases.miss_duty_call(call=ring.id, placed=True, by=SYSTEM, at=moment + timedelta(seconds=25))
            elif ring:
                cases.answer_duty_call(call=ring.id, key="1", by=SYSTEM, at=moment + timedelta(seconds=12))

    def _ring(self, door: str, role: str, place: int, at: datetime, *, waits: float) -> None:
        """Somebody rings or writes: most are answered; who gave up is called back."""
        person = self._somebody()
        arrived = contact.open_interaction(
            door=door, customer=person.id, queue="contact-centre", language=person.language, by=SYSTEM, at=at
        )
        answered_at = at + timedelta(seconds=3 + float(self._dice.exponential(waits)))
        if place % MISSED_EVERY == MISSED_EVERY - 1:
            contact.close_interaction(interaction=arrived.id, result="missed", by=SYSTEM, at=answered_at)
            number = f"+659{int(self._dice.integers(1_000_000, 9_999_999))}"
            contact.request_call_back(
                number=number, customer=person.id, reason="hung-up-waiting",
                language=person.language, by=SYSTEM, at=answered_at,
            )  # fmt: skip
            return
        officer, (subject, service) = self._officer(role), ASKED[place % len(ASKED)]
        contact.answer_interaction(interaction=arrived.id, by=officer, at=answered_at)
        contact.close_interaction(
            interaction=arrived.id, result="answered",
            topics=[Topic(subject=subject, service=service, result="answered")],
            by=officer, at=answered_at + timedelta(seconds=float(self._dice.uniform(70, 400))),
        )  # fmt: skip

    def _come(self, place: int, at: datetime) -> None:
        """Somebody takes a number at the kiosk; the last ones still hold theirs."""
        contact.take_ticket(queue="counter", door="kiosk", by=ANONYMOUS, at=at)
        if place < VISITS - 3:
            officer, called_at = self._officer("counter-officer"), at + timedelta(minutes=3)
            ticket = contact.call_next(queue="counter", desk="2", by=officer, at=called_at)
            if ticket is not None:
                ended_at = called_at + timedelta(minutes=4)
                contact.end_ticket(ticket=ticket.id, came=True, by=officer, at=ended_at)

    def _strangers(self) -> Iterator[Arrival]:
        """Two at the counter who may be somebody known: a name heard wrongly, a day noted wrongly."""
        first, second = self._callers[3], self._callers[11]
        yield Arrival(name=f"{first.name}e", birth_date=first.birth_date, address=first.address)
        yield Arrival(
            name=second.name, birth_date=second.birth_date + timedelta(days=1), address=second.address
        )

    def _somebody(self) -> Person:
        return self._callers[int(self._dice.integers(len(self._callers)))]

    def _officer(self, role: str, agency: str = "CTC") -> Actor:
        return trust.actor_for(self._officers[agency, role], door="desk", assurance=3, at=self._at)

    def _moments(self, count: int) -> list[datetime]:
        """Moments of the last ninety minutes, in order, none in the last ten."""
        return [self._at - timedelta(minutes=float(m)) for m in -np.sort(-self._dice.uniform(10, 90, count))]
