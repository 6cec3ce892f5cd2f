"""A year in which people called, asked, signed and paid, and officers answered."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np

from onedoor.cases import actions as cases
from onedoor.config.demo.morning import Finished
from onedoor.config.demo.population import SEED, Person
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import ZONE
from onedoor.payments import actions as payments
from onedoor.payments import queries as charges
from onedoor.services import actions as services
from onedoor.services import queries as applications
from onedoor.trust import queries as trust

CALLS, QUESTIONS, RETURNS, OPEN, DISPUTES = 900, 160, 80, 14, 8
BEGIN = datetime(2024, 3, 11, tzinfo=ZONE)
SEASON = datetime(2025, 3, 1, tzinfo=ZONE)
TOPICS = (
    ("When do I have to file?", "income-tax", "answered"),
    ("Where does the pay in my return come from?", "income-tax", "answered"),
    ("A donation is missing", "income-tax", "passed on"),
    ("I leave next month: what do I need?", "departure-clearance", "answered"),
    ("How do I pay in instalments?", "income-tax", "answered"),
    ("My employer closed down", "income-tax", "call back"),
)
SUBJECTS = (
    {"en": "Question about a tax notice", "zh-hans": "关于评税通知书的咨询"},
    {"en": "Receipt of a donation is missing", "zh-hans": "捐赠收据缺失"},
    {"en": "Change of the paying bank", "zh-hans": "更改缴款银行"},
    {"en": "Confirmation of tax residence", "zh-hans": "税务居民身份证明"},
)


class History:
    """Things that happened to ``earners``, told in the order of their kinds; the same every time."""

    def __init__(self, earners: list[Person], officers: Mapping[tuple[str, str], UUID]) -> None:
        self._random = np.random.default_rng(SEED + 2)
        self._people = [person for person in earners if person.household >= 0]
        self._officers = officers
        self.calls = min(CALLS, len(self._people))
        self.questions = min(QUESTIONS, len(self._people) // 4)
        self.returns = min(RETURNS, len(self._people) // 10)
        self.waiting, self.disputes = OPEN, min(DISPUTES, self.returns)
        self.finished: list[Finished] = []

    @property
    def total(self) -> int:
        """How many things ``happen``."""
        return self.calls + self.questions + self.returns + self.waiting + self.disputes

    def happen(self) -> Iterator[None]:
        """Each step is one thing that happened."""
        for at in self._moments(self.calls, BEGIN, days=364):
            self._call(at)
            yield
        for at in self._moments(self.questions, BEGIN, days=364):
            self._ask(at)
            yield
        for number, at in enumerate(self._moments(self.returns, SEASON, days=9)):
            self._sign(self._people[number * 7], at, number)
            yield
        for number, at in enumerate(self._moments(self.waiting, SEASON, days=9)):
            self._wait(at, taken=number % 3 == 0)
            yield
        for number, at in enumerate(self._moments(self.disputes, SEASON, days=9)):
            self._dispute(self._people[number * 7 + 3], at)
            yield

    def _call(self, at: datetime) -> None:
        person, topic = self._somebody(), TOPICS[self._random.integers(len(TOPICS))]
        phone = self._random.random() < 0.7
        contact.log_interaction(
            customer=person.id,
            door="phone" if phone else "counter",
            topics=[Topic(subject=topic[0], service=topic[1], result=topic[2])],
            result=topic[2],
            started_at=at - timedelta(minutes=int(self._random.integers(2, 12))),
            ended_at=at,
            by=self._officer("CTC", "phone-officer" if phone else "counter-officer", at),
            at=at,
        )

    def _ask(self, at: datetime) -> None:
        """A question that was answered, nearly always within two working days."""
        officer = self._officer("REV", "case-officer", at)
        opened = self._open(officer, at)
        answered = at + timedelta(hours=1 + float(self._random.exponential(20)))
        cases.take_case(case=opened, by=officer, at=at + timedelta(minutes=30))
        closed_at = min(answered, SEASON + timedelta(days=9))
        closed = cases.close_case(case=opened, outcome="answered", by=officer, at=closed_at)
        if closed.customer is not None:
            self.finished.append((closed.number, closed.customer, closed_at))

    def _wait(self, at: datetime, *, taken: bool) -> None:
        """A question that still waits for its answer; some officer may have it already."""
        officer = self._officer("REV", "case-officer", at)
        opened = self._open(officer, at)
        if taken:
            cases.take_case(case=opened, by=officer, at=at + timedelta(minutes=50))

    def _open(self, officer: Actor, at: datetime) -> UUID:
        return cases.open_case(
            kind="application",
            customer=self._somebody().id,
            agency="REV",
            service="income-tax",
            subject=SUBJECTS[self._random.integers(len(SUBJECTS))],
            promise="P2D",
            calendar="working-days",
            by=officer,
            at=at,
        ).id

    def _dispute(self, person: Person, at: datetime) -> None:
        citizen, view = self._return_of(person)
        services.dispute_value(
            application=view.id,
            field="gross_pay",
            index=0,
            reason="I changed jobs in October; this counts two months too many.",
            revision=view.revision,
            by=citizen,
            at=at,
        )

    def _return_of(self, person: Person) -> tuple[Actor, Any]:  # the view's type is the services room's own
        citizen = Actor(
            kind="citizen", account=person.id, name=person.name, door="portal", assurance=3,
            customer=person.id, self_customer=person.id,
        )  # fmt: skip
        found = applications.list_applications(person.id, by=citizen)
        card = next(one for one in found if one.season == "YA2025")
        return citizen, applications.get_application(card.number, by=citizen)

    def _sign(self, person: Person, at: datetime, number: int) -> None:
        citizen, view = self._return_of(person)
        if not view.can_sign:
            return
        signed = services.sign_application(
            application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=citizen, at=at
        )
        if signed.charge and number % 3:
            charge = charges.get_charge_by_id(signed.charge, by=citizen)
            paid_at = at + timedelta(minutes=4)
            checkout = payments.start_payment(charge=charge.id, amount=charge.balance, by=citizen, at=paid_at)
            payments.pay_at_test_bank(reference=checkout.reference, by=citizen, at=paid_at)

    def _somebody(self) -> Person:
        return self._people[self._random.integers(len(self._people))]

    def _officer(self, agency: str, role: str, at: datetime) -> Actor:
        return trust.actor_for(self._officers[agency, role], door="desk", assurance=3, at=at)

    def _moments(self, count: int, begin: datetime, *, days: int) -> list[datetime]:
        """Moments in office hours of working weeks, in order."""
        minutes = np.sort(self._random.integers(0, days * 9 * 60, size=count))
        return [begin + timedelta(days=int(m) // 540, hours=8, minutes=int(m) % 540) for m in minutes]
