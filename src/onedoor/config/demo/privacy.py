"""What the city keeps secret for a time by law, a month's word of who used one's data, and a breach."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from onedoor.exchange import actions as exchange
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE
from onedoor.kernel.text import Text
from onedoor.services import actions as services
from onedoor.trust import queries as trust

NAME, PAY = Wanted("civil-register", "name"), Wanted("employer-income", "gross_pay", "2024", many=True)
SECRET = {"service": "income-tax", "purpose": "investigate-tax-fraud"}
LAW = "tax-procedure-act-42"
FEBRUARY, ITS_END = date(2025, 2, 1), datetime(2025, 3, 1, 9, 0, tzinfo=ZONE)
NOTICE: Text = {
    "en": "On the night of 6 March an officer looked up your name without any reason. We found it in the log,"
    " locked his account and look into it. You need not do anything. We are sorry.",
    "zh-hans": "3月6日夜间，一名工作人员无故查询了您的姓名。我们从日志中发现此事，已锁定其账户并展开调查。"
    "您无需采取任何措施。我们深表歉意。",
}
SOON = timedelta(minutes=30)  # so that a visitor sees a line show itself
CURIOUS = 12


class Private:
    """``cast`` are customers of the cast, ``others`` some of the city; ``officers`` by login."""

    def __init__(
        self, cast: Sequence[UUID], others: Sequence[UUID], officers: Mapping[str, UUID], at: datetime
    ) -> None:
        self._mei, self._wei = cast[0], cast[-1]
        self._others, self._officers, self._at = others, officers, at

    def happen(self) -> None:
        """All of it, in the order of its days."""
        self._use_in_february()
        services.send_digests(month=FEBRUARY, by=SYSTEM, at=ITS_END)
        self._withhold(self._mei, "TF-2025-031", self._at + SOON)
        self._withhold(self._wei, "TF-2025-044", self._at + timedelta(days=40))
        self._breach()

    def _use_in_february(self) -> None:
        at = datetime(2025, 2, 11, 10, 20, tzinfo=ZONE)
        for agency in ("REV", "REV", "LIB"):
            try:
                self._ask(self._mei, agency, SYSTEM, at)
            except DisclosureRefused:
                continue  # the library has no agreement: she sees the attempt

    def _withhold(self, customer: UUID, reference: str, ends_at: datetime) -> None:
        at = self._at - timedelta(days=5)
        ida, rosa = self._officer("ida"), self._officer("rosa")
        secrecy = exchange.propose_secrecy(
            customer=customer, law=LAW, reference=reference, ends_at=ends_at, by=ida, at=at,
            reason="Two employers report different pay; the books must be seen before anybody is told.",
        )  # fmt: skip
        exchange.decide_secrecy(withholding=secrecy.id, grant=True, by=rosa, at=at + timedelta(hours=2))
        exchange.request_secretly(
            withholding=secrecy.id, wanted=[NAME, PAY], **SECRET, by=ida, at=at + timedelta(hours=3)
        )

    def _breach(self) -> None:
        """An officer looked up people one night; it was found in the log, and is being dealt with."""
        night, found = self._at - timedelta(days=3, hours=10), self._at - timedelta(hours=17)
        kai, dora = self._officer("kai"), self._officer("dora")
        for place, customer in enumerate(self._others[:CURIOUS]):
            self._ask(customer, "REV", kai, night + timedelta(minutes=place))
        breach = exchange.open_breach(
            what="An officer looked up people at night without any case. The account is locked.",
            account=kai.account, began_at=night - timedelta(hours=1), ended_at=night + timedelta(hours=1),
            found_at=found, register="civil-register", by=dora, at=found + timedelta(hours=1),
        )  # fmt: skip
        at = found + timedelta(hours=2)
        exchange.assess_breach(number=breach.number, risk="high", by=dora, at=at)
        exchange.draft_notice(number=breach.number, notice=NOTICE, by=dora, at=at)

    def _ask(self, customer: UUID, agency: str, by: Actor, at: datetime) -> None:
        run = uuid5(customer, f"{agency} {at}")
        exchange.request_values(
            customer=customer,
            wanted=[NAME],
            service="income-tax",
            purpose="assess-income-tax",
            agency=agency,
            subject=run,
            by=by,
            at=at,
        )

    def _officer(self, login: str) -> Actor:
        return trust.actor_for(self._officers[login], door="desk", assurance=3, at=self._at)
