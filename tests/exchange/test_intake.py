"""A partner's file on arrival: which rows count, which do not and why, and that nothing is doubled."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID, uuid4

import pytest

from onedoor.exchange import actions, queries
from onedoor.exchange.models import Batch, BatchRow, ReportedValue
from onedoor.exchange.types import Receipt, Wanted
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed, NotFound
from onedoor.people import actions as people
from onedoor.people.rules import make_identifier
from tests.exchange.conftest import DONOR_ID, OTHER_CHARITY_ID, Send, partner
from tests.exchange.files import as_json, donations, incomes

GOOD = f"{DONOR_ID},400.00,2024-05-31,R-1"
UNKNOWN_ID = make_identifier(date(1970, 7, 7), 1)
DONATION = Wanted("charity-donations", "donation", "2024", many=True)


def given_by(customer: UUID, at: datetime) -> list[dict[str, object]]:
    told = actions.request_values(
        customer=customer, wanted=[DONATION], service="income-tax", purpose="assess-income-tax", agency="REV",
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip
    return [value.value for value in told[DONATION]]


def codes(receipt: Receipt) -> list[tuple[str, ...]]:
    return [row.codes for row in queries.list_rows(receipt.number, by=SYSTEM)]


def test_a_good_row_becomes_a_value_with_receipt_and_charity(
    donor: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    receipt = send(charity, donations(GOOD))

    assert (receipt.state, receipt.rows, receipt.accepted, receipt.amount) == ("received", 1, 1, Decimal(400))
    assert given_by(donor, at) == [
        {"amount": Decimal(400), "date": date(2024, 5, 31), "receipt": "R-1", "charity": "Harbour Food Bank"}
    ]


def test_the_person_sees_who_reported_about_her(
    donor: UUID, citizen: Actor, charity: Actor, send: Send
) -> None:
    from onedoor.journal import queries as journal

    send(charity, donations(GOOD))

    [entry] = journal.list_timeline(customer=donor, by=citizen, events=["exchange.value.received"])
    assert "Harbour Food Bank" in entry.sentence("en")


def test_bad_rows_keep_their_codes_and_good_ones_count(
    donor: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    receipt = send(charity, donations(GOOD, "nonsense,5.00,2024-05-31,R-2", f"{DONOR_ID},0,2024-05-31,R-3"))

    assert (receipt.accepted, receipt.rejected) == (1, 2)
    assert codes(receipt) == [(), ("E03",), ("E05",)]
    assert len(given_by(donor, at)) == 1


@pytest.mark.parametrize(("status", "code"), [("suspended", "E02"), ("revoked", "E02")])
def test_a_suspended_or_revoked_charity_gives_no_deduction(
    donor: UUID, charity: Actor, send: Send, at: datetime, status: str, code: str
) -> None:
    actions.change_standing(partner="foodbank", status=status, from_date=date(2024, 6, 1), by=SYSTEM, at=at)

    receipt = send(charity, donations(GOOD, f"{DONOR_ID},50.00,2024-06-01,R-2"))

    assert codes(receipt) == [(), (code,)]  # the day before it stood well, on the day it did not


def test_registration_counts_on_the_day_of_the_gift(donor: UUID, send: Send, at: datetime) -> None:
    actions.register_partner(
        code="newborn", kind="charity", name={"en": "New", "zh-hans": "新"}, organisation=OTHER_CHARITY_ID,
        active_from=date(2024, 6, 1), by=SYSTEM, at=at,
    )  # fmt: skip

    file = donations(GOOD, f"{DONOR_ID},50.00,2024-06-01,R-2", organisation=OTHER_CHARITY_ID)

    assert codes(send(partner("newborn"), file)) == [("E01",), ()]


def test_a_receipt_reported_before_is_not_counted_again(
    donor: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    send(charity, donations(GOOD))

    receipt = send(charity, donations(GOOD, f"{DONOR_ID},7.00,2024-06-01,R-2"))

    assert codes(receipt) == [("E07",), ()]
    assert len(given_by(donor, at)) == 2


def test_the_same_file_twice_gives_the_same_receipt(
    donor: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    first, second = send(charity, donations(GOOD)), send(charity, donations(GOOD), filename="again.csv")

    assert (second.number, second.repeated) == (first.number, True)
    assert len(given_by(donor, at)) == 1


@pytest.mark.parametrize(
    ("file", "code"),
    [
        (donations(GOOD, count=2), "E08"),
        (donations(GOOD, total="401.00"), "E08"),
        (donations(GOOD, indicator="A"), "E09"),
        (donations(GOOD)[:-20], "F05"),
        (b"", "F01"),
        (donations(GOOD, organisation=OTHER_CHARITY_ID), "F07"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_refused_file_leaves_nothing_but_its_receipt(
    donor: UUID, charity: Actor, send: Send, file: bytes, code: str
) -> None:
    receipt = send(charity, file)

    assert (receipt.state, receipt.code, receipt.rows) == ("refused", code, 0)
    assert not ReportedValue.objects.exists()
    assert not BatchRow.objects.exists()
    assert Batch.objects.get().number == receipt.number


def test_a_refused_file_may_be_sent_again_mended(donor: UUID, charity: Actor, send: Send) -> None:
    amendment = donations(f"{DONOR_ID},300.00,2024-05-31,R-1", indicator="A")
    assert send(charity, amendment).code == "E09"
    send(charity, donations(GOOD))

    assert send(charity, amendment).accepted == 1


def test_an_amendment_replaces_by_receipt(donor: UUID, charity: Actor, send: Send, at: datetime) -> None:
    send(charity, donations(GOOD))

    send(charity, donations(f"{DONOR_ID},300.00,2024-05-31,R-1", indicator="A"))

    assert [gift["amount"] for gift in given_by(donor, at)] == [Decimal(300)]
    assert set(ReportedValue.objects.values_list("state", flat=True)) == {"superseded", "current"}


def test_an_amendment_may_name_another_donor(
    donor: UUID, stranger: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    send(charity, donations(GOOD))

    send(charity, donations(f"{make_identifier(date(1990, 1, 5), 7)},400.00,2024-05-31,R-1", indicator="A"))

    assert given_by(donor, at) == []
    assert len(given_by(stranger, at)) == 1


def test_json_and_gb18030_are_taken_in_like_any_other(
    donor: UUID, charity: Actor, send: Send, at: datetime
) -> None:
    send(charity, as_json(donations(GOOD)), filename="batch.json")
    send(charity, donations(f"{DONOR_ID},8.00,2024-07-01,R-2").decode().encode("gb18030"))

    assert sorted(gift["amount"] for gift in given_by(donor, at)) == [Decimal(8), Decimal(400)]  # type: ignore[type-var]


def test_an_unknown_donors_row_waits_and_is_added_when_she_registers(
    charity: Actor, send: Send, at: datetime, deliver: Callable[[], int]
) -> None:
    receipt = send(charity, donations(f"{UNKNOWN_ID},20.00,2024-05-31,R-9"))
    assert (receipt.parked, codes(receipt)) == (1, [("E04",)])

    newcomer = people.register_customer(
        name="Late Comer", birth_date=date(1970, 7, 7), identifier=UNKNOWN_ID, by=SYSTEM, at=at
    )
    deliver()

    assert [gift["receipt"] for gift in given_by(newcomer.id, at)] == ["R-9"]
    settled = queries.get_receipt(receipt.number, by=charity)
    assert (settled.parked, settled.accepted) == (0, 1)


def test_a_waiting_row_says_nothing_readable(charity: Actor, send: Send) -> None:
    send(charity, donations(f"{UNKNOWN_ID},20.00,2024-05-31,R-9"))

    row = BatchRow.objects.get()
    assert UNKNOWN_ID not in f"{row.identifier_masked}{bytes(row.content_sealed or b'')!r}"


def test_after_thirty_days_a_waiting_row_is_given_up_and_forgotten(
    charity: Actor, send: Send, at: datetime
) -> None:
    send(charity, donations(f"{UNKNOWN_ID},20.00,2024-05-31,R-9"))

    assert actions.expire_parked(by=SYSTEM, at=at + timedelta(days=29)) == 0
    assert actions.expire_parked(by=SYSTEM, at=at + timedelta(days=30)) == 1
    assert BatchRow.objects.get().content_sealed is None


def test_a_waiting_row_sent_again_is_a_double(charity: Actor, send: Send) -> None:
    send(charity, donations(f"{UNKNOWN_ID},20.00,2024-05-31,R-9"))

    again = send(
        charity, donations(f"{UNKNOWN_ID},20.00,2024-05-31,R-9", f"{UNKNOWN_ID},1.00,2024-05-31,R-10")
    )

    assert codes(again) == [("E07",), ("E04",)]


def test_income_becomes_one_value_for_each_kind_of_pay(donor: UUID, employer: Actor, send: Send) -> None:
    send(employer, incomes(f"{DONOR_ID},60000.00,5000,,", total="65000"), feed="income")

    kept = ReportedValue.objects.filter(customer=donor).values_list("attribute", "value", "grade", "source")
    assert sorted(kept) == [("bonus", "5000", "B", "shipyard"), ("gross_pay", "60000.00", "B", "shipyard")]


def test_income_reported_twice_is_refused_and_amended_is_replaced(
    donor: UUID, employer: Actor, send: Send
) -> None:
    send(employer, incomes(f"{DONOR_ID},60000.00,5000,,", total="65000"), feed="income")

    again = send(employer, incomes(f"{DONOR_ID},61000.00,5000,,", total="66000"), feed="income")
    send(employer, incomes(f"{DONOR_ID},62000.00,0,,", total="62000", indicator="A"), feed="income")

    assert codes(again) == [("E07",)]
    live = ReportedValue.objects.filter(customer=donor, state="current").values_list("attribute", "value")
    assert dict(live) == {"gross_pay": "62000.00", "bonus": "0", "director_fee": "0", "benefits": "0"}


def test_each_kind_of_partner_has_its_own_feed(charity: Actor, send: Send) -> None:
    assert send(charity, incomes(f"{DONOR_ID},1,,,", total="1"), feed="income").code == "F09"
    with pytest.raises(NotFound):
        send(charity, b"x", feed="gossip")


def test_a_partner_sends_for_itself_only(charity: Actor, employer: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.receive_batch(partner="shipyard", feed="income", file=b"", filename="x", by=charity, at=at)


def test_a_partner_sees_its_own_receipts_and_no_other(charity: Actor, employer: Actor, send: Send) -> None:
    receipt = send(charity, donations(GOOD))

    assert [found.number for found in queries.list_batches("foodbank", by=charity)] == [receipt.number]
    assert queries.list_batches("foodbank", by=employer) == []
    with pytest.raises(NotFound):
        queries.get_receipt(receipt.number, by=employer)


def test_outcomes_mask_the_person(donor: UUID, charity: Actor, send: Send) -> None:
    receipt = send(charity, donations(GOOD))

    [row] = queries.iter_rows(receipt.number, by=charity)
    assert row.identifier.endswith(DONOR_ID[-4:])
    assert DONOR_ID[:-4] not in row.identifier
