"""Appointments keep one desk each; numbers are called in the order of coming, and nobody ranks higher."""

import threading
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection

from onedoor.contact import actions, queries
from onedoor.contact.types import AppointmentState
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people

CITY = ZoneInfo("Asia/Singapore")
DAY = date(2025, 3, 11)
TEN = datetime(2025, 3, 11, 10, 30, tzinfo=CITY)


def another(at: datetime) -> UUID:
    return people.register_customer(name="Old Chen", by=SYSTEM, at=at).id


def test_slots_lie_in_opening_hours_and_only_ahead(db: None, at: datetime) -> None:
    slots = queries.list_slots("tax-house", DAY, at=at)
    assert (slots[0].starts_at, slots[-1].ends_at) == (
        datetime(2025, 3, 11, 8, 30, tzinfo=CITY), datetime(2025, 3, 11, 18, 0, tzinfo=CITY),
    )  # fmt: skip
    assert queries.list_slots("tax-house", date(2025, 3, 15), at=at) == []  # a Saturday
    assert queries.list_slots("tax-house", DAY, at=TEN)[0].starts_at > TEN


def test_she_books_moves_and_cancels_and_her_calendar_follows(
    me: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    people.change_preferences(customer=me, door="email", by=SYSTEM, at=at)
    with scoped(citizen):
        booked = actions.book_appointment(
            customer=me, office="tax-house", starts_at=TEN, reason="My bill", by=citizen, at=at
        )
        again = actions.book_appointment(customer=me, office="tax-house", starts_at=TEN, by=citizen, at=at)
        assert again == booked
        moved = actions.move_appointment(
            appointment=booked.number, starts_at=TEN + timedelta(minutes=30), by=citizen, at=at
        )
        file = queries.get_calendar_file(booked.number, by=citizen, at=at).decode()
        assert ("STATUS:CONFIRMED" in file, "SEQUENCE:1" in file, "My bill" in file) == (True, True, False)
        gone = actions.cancel_appointment(appointment=booked.number, by=citizen, at=at)
        with pytest.raises(Conflict):
            actions.move_appointment(appointment=booked.number, starts_at=TEN, by=citizen, at=at)
    assert (moved.changes, gone.state) == (1, AppointmentState.CANCELLED)
    actions.deliver_due(by=SYSTEM, at=at)
    methods = [str(sent.attachments[0][1]) for sent in mail.outbox]
    assert ["METHOD:CANCEL" in text for text in methods] == [False, False, True]
    with scoped(stranger):
        with pytest.raises(NotFound):
            queries.get_appointment(booked.number, by=stranger)
        with pytest.raises(NotAllowed):
            actions.book_appointment(customer=me, office="tax-house", starts_at=TEN, by=stranger, at=at)


@pytest.mark.parametrize("minutes", [-60 * 24 * 2, 7, 60 * 12, 60 * 24 * 90])
def test_no_other_time_than_one_offered(me: UUID, at: datetime, minutes: int) -> None:
    starts = TEN + timedelta(minutes=minutes)
    with pytest.raises(Invalid):
        actions.book_appointment(customer=me, office="tax-house", starts_at=starts, by=SYSTEM, at=at)


@pytest.mark.django_db(transaction=True)
def test_the_last_desk_goes_to_one_of_those_who_want_it_at_once(at: datetime) -> None:
    wanting = [another(at) for _ in range(4)]
    outcomes: list[str] = []
    together = threading.Barrier(4)

    def book(customer: UUID) -> None:
        together.wait()
        with scoped(SYSTEM):
            try:
                actions.book_appointment(
                    customer=customer, office="civil-registry", starts_at=TEN, by=SYSTEM, at=at
                )
                outcomes.append("booked")
            except Conflict as refusal:
                outcomes.append(refusal.code)
        connection.close()

    threads = [threading.Thread(target=book, args=[customer]) for customer in wanting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["appointment.full"] * 2 + ["booked"] * 2


def test_a_reminder_comes_once_the_day_before(me: UUID, at: datetime) -> None:
    booked = actions.book_appointment(
        customer=me, office="tax-house", starts_at=TEN + timedelta(days=2), by=SYSTEM, at=at
    )
    before = [
        actions.remind_due(by=SYSTEM, at=booked.starts_at - timedelta(hours=hours)) for hours in (25, 23, 22)
    ]
    assert before == [0, 1, 0]
    titles = [message.title["en"] for message in queries.list_messages(me, by=SYSTEM)]
    assert titles == ["Remember your appointment", "Your appointment"]


def test_numbers_follow_and_begin_anew_each_day(phone: Actor, at: datetime) -> None:
    days = [at, at, at + timedelta(days=1)]
    numbers = [actions.take_ticket(queue="counter", door="screen", by=phone, at=day).number for day in days]
    assert numbers == ["A001", "A002", "A001"]
    with pytest.raises(NotFound):
        actions.take_ticket(queue="vip", door="screen", by=phone, at=at)


def test_first_come_first_called_and_an_appointment_at_its_time(me: UUID, phone: Actor, at: datetime) -> None:
    actions.book_appointment(customer=me, office="tax-house", starts_at=TEN, by=SYSTEM, at=at)
    early = TEN - timedelta(minutes=20)
    hers = actions.take_ticket(queue="tax", door="screen", customer=me, by=SYSTEM, at=early)
    assert actions.take_ticket(queue="tax", door="screen", customer=me, by=SYSTEM, at=early) == hers
    first = actions.take_ticket(queue="tax", door="screen", by=SYSTEM, at=TEN - timedelta(minutes=10))
    late = actions.take_ticket(queue="tax", door="screen", by=SYSTEM, at=TEN + timedelta(minutes=1))

    def call(moment: datetime) -> str | None:
        called = actions.call_next(queue="tax", desk="3", by=phone, at=moment)
        return called.number if called else None

    assert call(early) is None  # it is not yet her time
    assert [call(TEN + timedelta(minutes=2 + turn)) for turn in range(4)] == [
        first.number, hers.number, late.number, None,
    ]  # fmt: skip
    done = actions.end_ticket(ticket=hers.id, came=True, by=phone, at=TEN + timedelta(minutes=20))
    absent = actions.end_ticket(ticket=first.id, came=False, by=phone, at=TEN + timedelta(minutes=20))
    assert (done.state, absent.state) == ("done", "no_show")
    assert queries.list_appointments(me, by=phone)[0].state is AppointmentState.ATTENDED
    assert queries.list_called("tax", at=TEN)[0] == (late.number, "3")
    with pytest.raises(Conflict):
        actions.end_ticket(ticket=hers.id, came=True, by=phone, at=TEN)


def test_a_customer_calls_nobody_and_sees_only_her_own_number(
    me: UUID, citizen: Actor, stranger: Actor, at: datetime
) -> None:
    with scoped(citizen):
        mine = actions.take_ticket(queue="counter", door="portal", customer=me, by=citizen, at=at)
        with pytest.raises(NotAllowed):
            actions.call_next(queue="counter", desk="1", by=citizen, at=at)
    with scoped(stranger), pytest.raises(NotFound):
        queries.get_ticket(mine.id, by=stranger)
