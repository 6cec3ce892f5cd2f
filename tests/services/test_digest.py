"""Once a month each person hears in plain words who used her data, through the door that she chose."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from onedoor.contact.carrying import send
from onedoor.contact.models import Message
from onedoor.contact.transports import Parcel
from onedoor.contact.types import Handed
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.journal import queries as journal
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.people import actions as people
from onedoor.services import actions
from tests.exchange.conftest import citizen, donor, stranger
from tests.exchange.test_secrecy import now, proposed, secret, used

__all__ = ["citizen", "donor", "now", "proposed", "secret", "stranger", "used"]

MARCH = date(2025, 3, 1)
NAME = Wanted("civil-register", "name")
NEXT_MONTH = timedelta(days=23)


def use(customer: UUID, at: datetime, agency: str = "REV") -> None:
    exchange.request_values(
        customer=customer, wanted=[NAME], service="income-tax", purpose="assess-income-tax", agency=agency,
        subject=uuid4(), by=SYSTEM, at=at,
    )  # fmt: skip


def send_all(at: datetime) -> list[Message]:
    actions.send_digests(month=MARCH, by=SYSTEM, at=at + NEXT_MONTH)
    actions.send_quiet_digests(month=MARCH, by=SYSTEM, at=at + NEXT_MONTH)
    return list(Message.objects.order_by("created_at"))


def wish(customer: UUID, at: datetime, **wishes: Any) -> None:
    people.change_preferences(customer=customer, by=SYSTEM, at=at, **wishes)


def test_it_counts_by_body_and_purpose_in_both_languages(donor: UUID, stranger: UUID, at: datetime) -> None:
    for _ in range(3):
        use(donor, at)

    [message] = send_all(at)

    assert message.customer == donor
    assert message.title["en"] == "Your data in Mar 2025: used 3 times"
    assert message.title["zh-hans"] == "2025年3月您的数据：使用3次"
    assert "Revenue" in message.body["en"]
    assert "3 times" in message.body["en"]
    assert "/who-used-my-data/" in message.body["zh-hans"]
    assert "3 次" in message.body["zh-hans"]


def test_a_refused_attempt_is_told_with_its_reason(donor: UUID, at: datetime) -> None:
    with pytest.raises(DisclosureRefused):
        use(donor, at, agency="LIB")

    [message] = send_all(at)

    assert "No agreement allows this use of your data." in message.body["en"]
    assert message.title["en"].endswith("1 attempts refused")


def test_other_months_are_not_in_it(donor: UUID, at: datetime) -> None:
    use(donor, datetime(2025, 2, 28, 15, 59, tzinfo=at.tzinfo))  # 23:59 in the city
    use(donor, datetime(2025, 3, 31, 16, 0, tzinfo=at.tzinfo))  # midnight: April

    assert send_all(at) == []


def test_nobody_hears_twice_of_a_month(donor: UUID, at: datetime) -> None:
    use(donor, at)
    wish(donor, at, digest="always")
    send_all(at)

    assert len(send_all(at)) == 1


@pytest.mark.parametrize(("digest", "messages"), [("used", 0), ("always", 1), ("never", 0)])
def test_a_quiet_month_is_told_only_to_who_wishes_it(
    donor: UUID, at: datetime, digest: str, messages: int
) -> None:
    wish(donor, at, digest=digest)

    assert [one.title["en"] for one in send_all(at)] == ["Your data in Mar 2025: nobody used it"] * messages


def test_who_opted_out_hears_nothing(donor: UUID, at: datetime) -> None:
    use(donor, at)
    wish(donor, at, digest="never")

    assert send_all(at) == []


def test_it_rings_only_in_her_hours(donor: UUID, at: datetime) -> None:
    people.add_contact_point(customer=donor, kind="phone", value="91234567", by=SYSTEM, at=at)
    wish(donor, at, door="text", hours="evening")
    use(donor, at)

    [message] = send_all(at)

    assert message.channel == "text"
    assert message.due_at is not None
    assert message.due_at.hour + 8 == 18


@pytest.mark.parametrize(("language", "most"), [("en", 160), ("zh-hans", 70)])
def test_as_a_text_it_is_one_message(
    donor: UUID, at: datetime, monkeypatch: pytest.MonkeyPatch, language: str, most: int
) -> None:
    people.add_contact_point(customer=donor, kind="phone", value="91234567", by=SYSTEM, at=at)
    wish(donor, at, door="text", language=language)
    use(donor, at)
    carried: list[Parcel] = []
    keep = type("Keep", (), {"carry": lambda self, parcel: carried.append(parcel) or Handed()})()
    monkeypatch.setattr("onedoor.contact.carrying.get_transport", lambda channel: keep)

    send(send_all(at)[0])

    assert len(carried[0].text) <= most, carried[0].text


def test_by_post_the_print_house_gets_the_whole_letter(donor: UUID, at: datetime) -> None:
    people.add_contact_point(customer=donor, kind="post", value="1, Quay Street", by=SYSTEM, at=at)
    wish(donor, at, door="post")
    use(donor, at)

    [message] = send_all(at)

    assert (message.channel, message.state) == ("post", "created")


def test_what_is_secret_is_in_no_digest(used: Any, donor: UUID, at: datetime) -> None:
    assert send_all(at) == []


def test_it_is_one_entry_of_the_journal_and_a_few_statements_for_all(
    donor: UUID, stranger: UUID, citizen: Actor, at: datetime
) -> None:
    for customer in (donor, stranger):
        use(customer, at)
    with CaptureQueriesContext(connection) as asked:
        actions.send_digests(month=MARCH, by=SYSTEM, at=at + NEXT_MONTH)

    sent = journal.list_timeline(customer=donor, by=citizen, events=["contact.message.sent"])
    assert len(sent) == 1
    assert len(asked) < 30


def test_only_the_house_sends_it(citizen: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        actions.send_digests(month=MARCH, by=citizen, at=at)


def test_the_month_before_is_the_citys(at: datetime) -> None:
    assert actions.month_before(datetime(2025, 3, 31, 16, 0, tzinfo=at.tzinfo)) == MARCH
