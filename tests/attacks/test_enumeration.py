"""Whose it is cannot be found out by asking: at every address that names one thing, what is somebody
else's is answered exactly as what does not exist. The owner is answered with the thing."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.config.permissions import Address, list_addresses
from onedoor.contact import actions as contact
from onedoor.exchange import actions as exchange
from onedoor.exchange.models import Batch, ReportedValue
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.payments import actions as payments
from onedoor.payments import queries as bills
from onedoor.people import actions as people
from onedoor.services.applications.types import ApplicationView
from onedoor.trust import actions as trust
from tests.attacks.conftest import PASSWORD
from tests.attacks.test_permission_matrix import Hand, bearer
from tests.cases.conftest import Hire
from tests.contact.test_visits import TEN
from tests.promises.conftest import RAVI, Enter

TITLE = {"en": "About your gift", "zh-hans": "关于您的捐款"}
NOBODYS = {"number": "HC-2222-2222-2", "which": "HB-2222-2222-2"}
# Their thing is not made below; each stands behind a number that is, and is asked for here as nobody's.
ALIKE = ("page", "language")  # parts that everybody's have
INNER = ("file", "party", "field", "interaction", "item", "offer", "sample")


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
    contact.attach_pdf(letter=letter.id, language="en", pdf=b"%PDF-1.7", by=SYSTEM, at=at)
    message = contact.send_message(customer=mei, title=TITLE, body=TITLE, agency="REV", by=SYSTEM, at=at)
    booked = contact.book_appointment(customer=mei, office="tax-house", starts_at=TEN, by=SYSTEM, at=at)
    payout = payments.plan_payout(
        customer=mei, service="birth", application=uuid4(), step="gift", agency="REV", title=TITLE,
        parts=[(Decimal("30.00"), date(2025, 4, 10))], by=SYSTEM, at=at,
    )  # fmt: skip
    return Things(
        {"message": str(message.id)},
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


def told_apart(hand: Hand, things: Things, audience: str) -> str:
    """Where a stranger's answer about somebody's thing is another than about nothing."""
    return "\n".join(
        f"{method} {address.path}: {about_it[0]} for somebody's, {about_nothing[0]} for nobody's"
        for address in list_addresses()
        if address.audience == audience and address.reach in ("agency", "herself") and things.at(address)
        for method in address.methods.split(", ")
        if (about_it := said(hand, address, method, things.at(address)))
        != (about_nothing := said(hand, address, method, nobodys(things.at(address))))
    )


def nobodys(parts: dict[str, str]) -> dict[str, str]:
    return {name: part if name in ALIKE else NOBODYS.get(name, str(uuid4())) for name, part in parts.items()}


def said(hand: Hand, address: Address, method: str, parts: dict[str, str]) -> tuple[int, str]:
    """The status and the words, without the ids that were asked for and what differs from call to call."""
    answer = hand.knock(address, method, **parts)
    words = answer.content.decode(errors="replace") + str(answer.get("Location", ""))
    for name in set(parts) - set(ALIKE):
        words = words.replace(parts[name], "…")
    words = re.sub(r'(csrfmiddlewaretoken" value="|nonce="|X-CSRFToken": ")[^"]*', r"\1…", words)
    return answer.status_code, words


def hidden_from_owner(hand: Hand, things: Things, audience: str) -> str:
    """Where even the owner is told that it does not exist: there the comparison above would prove nothing."""
    return "\n".join(
        address.path
        for address in list_addresses()
        if address.audience == audience and address.reach in ("agency", "herself") and things.at(address)
        if not {name for _kind, name in address.parameters} & set(INNER)
        if hand.knock(address, "GET", **things.at(address)).status_code == 404
    )


def test_the_owner_finds_what_is_hers(proved: Client, hers: Things) -> None:
    assert hidden_from_owner(Hand(proved), hers, "customer") == ""


def test_a_stranger_cannot_tell_hers_from_nothing(other: Client, hers: Things) -> None:
    assert told_apart(Hand(other), hers, "customer") == ""


def test_nor_can_whom_she_asked_to_act_in_another_service_or_no_longer(
    enter: Enter, account: Callable[..., UUID], representative: UUID, mei: UUID, hers: Things, at: datetime
) -> None:
    mandate = UUID(hers.by_part.pop("mandate"))  # his too: he may always look at it
    account(RAVI, "Ravi Menon", representative)
    ravi = enter(RAVI, level=3)
    ravi.post("/acting-for/", {"customer": str(mei)})
    assert ravi.get(f"/applications/{hers.by_start['/applications/']}/").status_code == 200

    people.end_mandate(mandate=mandate, by=SYSTEM, at=at)

    assert told_apart(Hand(ravi), hers, "customer") == ""


def test_a_system_reads_for_whom_it_acts_only(
    other: Client, stranger: Actor, hers: Things, at: datetime
) -> None:
    key = trust.issue_partner_key(
        partner="books", label="Books", customer=stranger.customer, by=SYSTEM, at=at
    ).secret

    assert told_apart(Hand(Client(), bearer(key)), hers, "customer") == ""


def test_her_agency_finds_its_work(hire: Hire, sit: Callable[[Actor], Client], hers: Things) -> None:
    assert hidden_from_owner(Hand(sit(hire("Boss One", role="supervisor"))), hers, "officer") == ""


@pytest.mark.parametrize("role", ["case-officer", "supervisor", "counter-officer"])
def test_another_agency_cannot_tell_its_work_from_nothing(
    hire: Hire, sit: Callable[[Actor], Client], hers: Things, role: str, at: datetime
) -> None:
    who = hire("Some One", agency="LAB", role=role)
    key = trust.issue_desk_key(label="Bar", by=who, at=at).secret

    assert told_apart(Hand(sit(who), bearer(key)), hers, "officer") == ""


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


def test_a_partner_finds_its_own(clerk: Client, key: dict[str, str], of_the_food_bank: Things) -> None:
    assert hidden_from_owner(Hand(clerk, key), of_the_food_bank, "partner") == ""


def test_and_cannot_tell_anothers_from_nothing(shipyard: Hand, of_the_food_bank: Things) -> None:
    assert told_apart(shipyard, of_the_food_bank, "partner") == ""


def test_a_partners_key_that_ended_opens_nothing(of_the_food_bank: Things, at: datetime) -> None:
    ended = trust.issue_partner_key(
        partner="foodbank", label="old", active_from=at - timedelta(days=9), active_to=at - timedelta(days=1),
        by=SYSTEM, at=at,
    ).secret  # fmt: skip
    hand = Hand(Client(), bearer(ended))

    answers = [
        hand.knock(address, method, **of_the_food_bank.at(address)).status_code
        for address in list_addresses()
        if address.interface == "/api/partner/" and address.audience == "partner"
        for method in address.methods.split(", ")
    ]

    assert set(answers) == {401}
