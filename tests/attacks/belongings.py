"""One of everything that is somebody's: Mei Lin's, the Revenue Service's, the food bank's."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from onedoor.cases import actions as cases
from onedoor.config.permissions import Address
from onedoor.contact import actions as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange.models import Batch, ReportedValue
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import find_number, new_number
from onedoor.kernel.press import to_pdf
from onedoor.payments import actions as payments
from onedoor.payments import queries as bills
from onedoor.people import actions as people
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from tests.attacks.hands import Hand, bearer
from tests.cases.conftest import Hire
from tests.contact.test_visits import TEN
from tests.promises.conftest import Enter

PASSWORD = "lighthouse-lane-8"
TITLE = {"en": "About your gift", "zh-hans": "关于您的捐款"}
# Their thing is not made below; each stands behind a number that is, and is asked for here as nobody's.
ALIKE = ("page", "language")  # parts that everybody's have
INNER = ("file", "party", "field", "interaction", "item", "offer", "sample")


def nobodys(part: str) -> str:
    """One of the same kind that nobody has."""
    return new_number(part.partition("-")[0]) if find_number(part) else str(uuid4())


@dataclass
class Things:
    """What is somebody's, by the start of its address and the name of its part."""

    by_part: dict[str, str]
    by_start: dict[str, str]

    def at(self, address: Address) -> dict[str, str]:
        starts = [start for start in self.by_start if address.path.startswith(start)]
        number = self.by_start[max(starts, key=len)] if starts else ""
        named = {name for _kind, name in address.parameters}
        parts = {name: self.by_part[name] for name in named & set(self.by_part)}
        return parts | ({"number": number, "which": number} if number else {})


@pytest.fixture
def correspondence(mei: UUID, at: datetime) -> Things:
    """What she wrote and was written, where she was booked, what she is paid."""
    letter = contact.issue_letter(
        customer=mei, kind="income-tax/notice", title=TITLE, content={"agency": "REV"}, by=SYSTEM, at=at
    )
    contact.attach_pdf(
        letter=letter.id, language="en", pdf=to_pdf("<title>Notice</title><p>Notice"), by=SYSTEM, at=at
    )
    message = contact.send_message(customer=mei, title=TITLE, body=TITLE, agency="REV", by=SYSTEM, at=at)
    booked = contact.book_appointment(customer=mei, office="tax-house", starts_at=TEN, by=SYSTEM, at=at)
    payout = payments.plan_payout(
        customer=mei, service="birth", application=uuid4(), step="gift", agency="REV", title=TITLE,
        parts=[(Decimal("30.00"), date(2025, 4, 10))], by=SYSTEM, at=at,
    )  # fmt: skip
    return Things(
        {"message": str(message.id), "thread": str(message.id)},
        {
            "/letters/": letter.number, "/appointments/": booked.number,
            "/payments/payouts/": payout.number, "/desk/payouts/": payout.number,
        },
    )  # fmt: skip


@pytest.fixture
def work(mei: UUID, hire: Hire, at: datetime) -> Things:
    """What the Revenue Service works on for her, and who looked at her record."""
    tax = hire("Mei Tan")
    case = cases.open_case(
        kind="correction", customer=mei, agency="REV", service="income-tax", subject=TITLE,
        promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip
    cases.take_case(case=case.id, by=tax, at=at)
    more = cases.extend_case(case=case.id, ground="expert", term="P5D", reason="A valuer.", by=tax, at=at)
    asked = cases.ask_agency(
        agency="CIV", subject="Passes", needed="How many?", basis="s. 65", purpose="Forecast", by=tax, at=at
    )
    call = contact.request_call_back(number="+65 9123 4567", customer=mei, by=tax, at=at)
    people.record_view(customer=mei, purpose="answer-customer", by=tax, at=at)
    entry = JournalEntry.objects.get(event="people.customer.viewed", customer=mei)
    return Things(
        {"extension": str(more.id), "call_back": str(call.id), "entry": str(entry.id)},
        {"/desk/cases/": case.number, "/api/v1/desk/cases/": case.number,
         "/desk/agency-requests/": asked.case.number},
    )  # fmt: skip


@pytest.fixture
def hers(
    signed: ApplicationView, citizen: Actor, mei: UUID, representative: UUID, correspondence: Things,
    work: Things, at: datetime,
) -> Things:  # fmt: skip
    """One of everything that is Mei Lin's: at the portal her own, at the desk the Revenue Service's."""
    bill = bills.list_charges(mei, by=citizen)[0]
    mandate = people.grant_mandate(giver=mei, holder=representative, role="accountant", by=SYSTEM, at=at)
    invitation = people.invite_representative(
        giver=mei, name="Ben", contact="ben@mail.example", role="attorney", by=citizen, at=at,
        deliver=lambda *_: None,
    )  # fmt: skip
    applied = dict.fromkeys(("/applications/", "/api/v1/applications/", "/desk/assist/"), signed.number)
    billed = {"/payments/": bill.number, "/desk/bills/": bill.number}
    return Things(
        {"mandate": str(mandate.id), "invitation": str(invitation.id)} | correspondence.by_part | work.by_part
        | {"language": "en", "page": signed.pages[0].id},
        applied | billed | correspondence.by_start | work.by_start,
    )  # fmt: skip


@pytest.fixture
def of_the_food_bank(year: None, mei: UUID, citizen: Actor, at: datetime) -> Things:
    """Its receipt, and a question that it was asked about a gift."""
    gift = ReportedValue.objects.get(attribute="donation")
    asked = exchange.open_correction(reported=gift.id, reason="I gave more.", by=citizen, at=at)
    receipt = Batch.objects.get(partner="foodbank").number
    return Things(
        {},
        {
            "/partner/files/": receipt, "/partner/questions/": asked.number,
            "/api/partner/v1/batches/": receipt, "/api/partner/v1/corrections/": asked.number,
        },
    )  # fmt: skip


@pytest.fixture
def shipyard(year: None, enter: Enter, at: datetime) -> Hand:
    """Another partner: its clerk, and its key."""
    trust.open_account(
        email="clerk@shipyard.example", name="Clerk", kind="partner", partner="shipyard", password=PASSWORD,
        by=SYSTEM, at=at,
    )  # fmt: skip
    key = trust.issue_partner_key(partner="shipyard", label="pay", by=SYSTEM, at=at)
    return Hand(enter("clerk@shipyard.example"), bearer(key.secret))
