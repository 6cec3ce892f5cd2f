"""What the city's supervisors find: more time asked for and given, customers asked twice, parts of a case,
and contractors' contacts to check."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from uuid import UUID

import numpy as np

from onedoor.cases import actions as cases
from onedoor.cases import queries
from onedoor.cases.types import CaseView, QueueFilters
from onedoor.config.demo.population import SEED
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.trust import queries as trust

FIRMS = {"harbour-voice": 60, "clear-line": 45}
ASKED = (
    ("When is the bill due?", "income-tax", "answered"),
    ("How do I change my address?", "move", "answered"),
    ("Where is my pass?", "departure-clearance", "referred"),
    ("Which papers does a new business need?", "business", "answered"),
)
MORE = {"en": "The receipt of the second donation, please.", "zh-hans": "请补交第二笔捐赠的收据。"}
FIRST = {"en": "Please send the receipt of the donation.", "zh-hans": "请提供捐赠收据。"}


class Supervised:
    """``agents`` are accounts of contractors' people, by firm; ``officers`` by agency and role."""

    def __init__(
        self, agents: Mapping[str, UUID], officers: Mapping[tuple[str, str], UUID], at: datetime
    ) -> None:
        self._agents, self._officers, self._at = agents, officers, at
        self._dice = np.random.default_rng(SEED + 5)

    def happen(self) -> None:
        """All of it; the cases are open ones of the Revenue Service."""
        self._work_of_contractors()
        waiting = queries.list_queue(
            by=self._officer("REV", "case-officer"), filters=QueueFilters(state="open"), at=self._at
        )
        due = [
            case
            for case in waiting
            if case.promised_at > self._at and case.customer and case.application is None
        ]
        for case, act in zip(due, (self._propose, self._extend, self._ask_twice, self._part), strict=False):
            act(case)

    def _propose(self, case: CaseView) -> None:
        self._more(case, "complex", "P5D", "Two earlier years must be looked at together.")

    def _extend(self, case: CaseView) -> None:
        self._more(case, "expert", "P3D", "A valuer must see the receipts.")

    def _ask_twice(self, case: CaseView) -> None:
        lead, officer = self._officer("REV", "supervisor"), self._officer("REV", "case-officer")
        start = max(case.opened_at, self._at - timedelta(hours=3))
        cases.ask_customer(case=case.id, text=FIRST, by=officer, at=start)
        cases.answer_request(case=case.id, text="Here it is.", by=SYSTEM, at=start + timedelta(minutes=5))
        cases.ask_again(
            case=case.id, text=MORE, reason="The second receipt was overlooked.", knowable=True, by=lead,
            at=start + timedelta(minutes=9),
        )  # fmt: skip

    def _part(self, case: CaseView) -> None:
        """A piece of it that another agency does: the customer sees one line."""
        cases.open_case(
            kind="question", customer=case.customer, agency="CIV", service=case.service,
            subject={"en": "Confirm the days in the city", "zh-hans": "确认在本市停留天数"}, promise="P5D",
            calendar="working-days", parent=case.id, by=SYSTEM, at=self._at,
        )  # fmt: skip

    def _more(self, case: CaseView, ground: str, term: str, reason: str) -> None:
        officer = self._officer("REV", "case-officer")
        cases.extend_case(case=case.id, ground=ground, term=term, reason=reason, by=officer, at=self._at)

    def _work_of_contractors(self) -> None:
        lead = self._officer("CTC", "supervisor")
        for firm, count in FIRMS.items():
            since = date(2025, 1, 1)
            cases.join_contractor(
                account=self._agents[firm], contractor=firm, active_from=since, by=lead, at=self._at
            )
            for hours in -np.sort(-self._dice.uniform(1, 24 * 34, count)):
                self._take(firm, self._at - timedelta(hours=float(hours)))
        cases.draw_samples(by=SYSTEM, at=self._at)
        for number, sample in enumerate(queries.list_samples(by=lead)):
            if number % 4 != 3:  # the rest waits for whoever opens the page
                right = number % 9 != 4
                cases.score_sample(
                    sample=sample.id, right_answer=right, right_routing=True, courteous=True,
                    data_protected=True, comment="" if right else "The bill is due a month later.", by=lead,
                    at=self._at,
                )  # fmt: skip

    def _take(self, firm: str, ended_at: datetime) -> None:
        subject, service, result = ASKED[int(self._dice.integers(len(ASKED)))]
        by = trust.actor_for(self._agents[firm], door="phone", assurance=3, at=ended_at)
        contact.log_interaction(
            customer=None, door="phone", topics=[Topic(subject=subject, service=service, result=result)],
            result=result, started_at=ended_at - timedelta(minutes=4), ended_at=ended_at, by=by, at=ended_at,
        )  # fmt: skip

    def _officer(self, agency: str, role: str) -> Actor:
        return trust.actor_for(self._officers[agency, role], door="desk", assurance=3, at=self._at)
