"""Everybody sees how data was used: the journal's own counts, with the small ones hidden."""

import csv
import io
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client

from onedoor.cases import actions as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import DisclosureRefused, Wanted
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.ids import new_id
from onedoor.look.transparency import MEASURES, QUESTIONS, read_report
from onedoor.services.applications.types import ApplicationView


def ask(customers: list[UUID], at: datetime, purpose: str = "no-such-purpose") -> None:
    with pytest.raises(DisclosureRefused):
        exchange.request_values_for_many(
            customers=customers, wanted=[Wanted("income-reports", "employment-income", "2024")],
            service="income-tax", purpose=purpose, agency="REV", subject=new_id(), by=SYSTEM, at=at,
        )  # fmt: skip


def count(event: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from journal_entry where event = %s", [event])
        return int(cursor.fetchone()[0])


def question(at: datetime) -> None:
    cases.open_case(
        kind=QUESTIONS[0], customer=new_id(), agency="REV", service="income-tax", subject={"en": "Why?"},
        promise="P5D", calendar="working-days", by=SYSTEM, at=at,
    )  # fmt: skip


def test_totals_are_those_of_the_journal(draft: ApplicationView, at: datetime) -> None:
    refused, opened = count("exchange.values.refused"), count("cases.case.opened")
    ask([new_id() for _ in range(7)], at)
    for _ in range(6):
        question(at)
    totals = dict(zip(MEASURES, read_report(at=at + timedelta(minutes=1)).totals, strict=True))

    assert totals["refused"] == count("exchange.values.refused") == refused + 7
    assert totals["asked"] == 6 == count("cases.case.opened") - opened
    assert (totals["disclosed"] or 0) in (0, count("exchange.values.disclosed"))


def test_a_small_count_is_not_shown(client: Client, draft: ApplicationView, at: datetime) -> None:
    ask([new_id() for _ in range(3)], at)
    text = client.get("/transparency/").content.decode()

    assert text.count("<h1") == 1
    assert "&lt;5" in text


def test_the_csv_beside_it_says_the_same(client: Client, db: None, at: datetime) -> None:
    ask([new_id() for _ in range(8)], at)
    answer = client.get("/transparency/figures.csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))

    assert [(row["month"], row["refused"]) for row in rows] == [("2025-03", "8"), ("total", "8")]
    assert int(rows[0]["agreements"]) > 0
