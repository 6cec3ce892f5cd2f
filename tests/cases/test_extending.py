"""More time only on a legal ground and within its limit, decided by a second officer where it says so."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override

from onedoor.cases import actions, queries
from onedoor.cases.grounds import load_limits
from onedoor.cases.types import ExtensionView
from onedoor.contact import queries as contact
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.documents import Faulty
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.people import actions as people
from tests.cases.conftest import Hire, Open

CITY = ZoneInfo("Asia/Singapore")
AFTER_THE_FEAST = datetime(2025, 4, 1, 9, tzinfo=CITY)  # 31 March 2025 is a holiday
WHY = "The valuer needs another week."


def on(day: int, hour: int = 9) -> datetime:
    return datetime(2025, 3, day, hour, tzinfo=CITY)


@pytest.fixture
def citizen(db: None, at: datetime) -> Actor:
    """Somebody who can be written to."""
    me = people.register_customer(name="Lin Wei", by=SYSTEM, at=at).id
    return Actor(kind="citizen", account=uuid4(), name="Lin Wei", door="portal", assurance=2, customer=me)


def more(
    case: Any, by: Actor, ground: str = "expert", term: str = "P5D", at: datetime | None = None
) -> ExtensionView:
    return actions.extend_case(case=case.id, ground=ground, term=term, reason=WHY, by=by, at=at or on(11))


def test_a_short_one_an_officer_gives_herself(opened: Open, officer: Actor) -> None:
    case = opened(legal_term="P10D")
    given = more(case, officer)
    now = queries.get_case(case.id, by=officer)
    assert (given.state, case.promised_at, now.promised_at) == ("granted", on(17), on(24))
    assert now.legal_due_at == AFTER_THE_FEAST


def test_the_customer_reads_the_reason_the_new_date_and_how_to_object(
    opened: Open, officer: Actor, citizen: Actor
) -> None:
    more(opened(), officer)
    assert citizen.customer
    message = contact.list_messages(citizen.customer, by=SYSTEM)[0]
    for said in (WHY, "2025-03-24 09:00", "Administrative Procedure Act", "do not agree", "supervisor"):
        assert said in message.body["en"]
    assert "如不同意" in message.body["zh-hans"]


def test_a_longer_one_waits_for_a_supervisor(opened: Open, officer: Actor, supervisor: Actor) -> None:
    case = opened(service="job-seeker")
    proposed = more(case, officer, term="P10D")
    assert (proposed.state, queries.get_case(case.id, by=officer).promised_at) == (
        "proposed",
        case.promised_at,
    )
    assert [one.number for one in queries.list_proposed_extensions(by=supervisor)] == [case.number]
    actions.decide_extension(extension=proposed.id, granted=True, by=supervisor, at=on(12))
    assert queries.get_case(case.id, by=officer).promised_at == AFTER_THE_FEAST
    with pytest.raises(Conflict):
        actions.decide_extension(extension=proposed.id, granted=False, by=supervisor, at=on(12))


def test_a_refused_one_changes_nothing_and_the_customer_hears_nothing(
    opened: Open, officer: Actor, supervisor: Actor, citizen: Actor
) -> None:
    case = opened()
    proposed = more(case, officer, "complex", "P10D")
    actions.decide_extension(extension=proposed.id, granted=False, by=supervisor, at=on(12))
    assert queries.get_case(case.id, by=officer).promised_at == case.promised_at
    assert queries.list_extensions(case.number, by=citizen) == []


def test_nobody_decides_what_she_proposed(opened: Open, supervisor: Actor) -> None:
    proposed = more(opened(), supervisor, "complex", "P10D")
    with pytest.raises(NotAllowed):
        actions.decide_extension(extension=proposed.id, granted=True, by=supervisor, at=on(12))


def test_beyond_the_limit_is_refused_and_the_limit_is_said(opened: Open, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        more(opened(), officer, "complex", "P11D")
    assert "at most 10 days in all" in str(refused.value.message)
    with override("zh-hans"):
        assert "10日" in str(refused.value.message)


def test_a_service_may_have_a_limit_of_its_own(opened: Open, officer: Actor) -> None:
    with pytest.raises(Invalid) as refused:
        more(opened(service="income-tax"), officer, term="P16D")
    assert "15 days" in str(refused.value.message)
    assert more(opened(service="job-seeker"), officer, term="P16D").state == "proposed"


def test_the_limit_holds_for_all_extensions_together(opened: Open, officer: Actor) -> None:
    case = opened(service="job-seeker")
    more(case, officer)
    assert more(case, officer).state == "proposed"  # ten days in all are more than an officer gives alone
    once = opened(service="income-tax")
    more(once, officer)
    with pytest.raises(Invalid) as refused:
        more(once, officer)
    assert "at most 1 times" in str(refused.value.message)


@pytest.mark.parametrize(
    ("ground", "service"), [("holiday", "income-tax"), ("complex", "departure-clearance")]
)
def test_only_a_ground_of_the_law(opened: Open, officer: Actor, ground: str, service: str) -> None:
    with pytest.raises(Invalid):
        more(opened(service=service), officer, ground)


@pytest.mark.parametrize("term", ["", "soon", "P1M", "P0D"])
def test_only_a_term(opened: Open, officer: Actor, term: str) -> None:
    with pytest.raises(Invalid):
        more(opened(), officer, term=term)


def test_more_time_mends_no_broken_promise(opened: Open, officer: Actor) -> None:
    with pytest.raises(Conflict):
        more(opened(promise="P1D"), officer, at=on(20))


def test_others_give_no_time(opened: Open, citizen: Actor, elsewhere: Actor, hire: Hire) -> None:
    case = opened()
    for by, refusal in (
        (citizen, NotAllowed),
        (elsewhere, NotFound),
        (hire("Omar", "REV", "contact-centre"), NotAllowed),
    ):
        with pytest.raises(refusal):
            more(case, by)
    with pytest.raises(NotFound):
        actions.decide_extension(extension=case.id, granted=True, by=SYSTEM, at=on(12))


def test_a_stop_ends_by_itself_when_it_lasted_long_enough(opened: Open, officer: Actor) -> None:
    case = opened()
    stopped = actions.stop_clock(case=case.id, reason="reporter", by=officer, at=on(11))
    assert stopped.stop
    assert stopped.stop.ends_at == on(25)  # ten working days
    assert actions.resume_due(by=SYSTEM, at=on(25, 8)) == []
    assert actions.resume_due(by=SYSTEM, at=on(27)) == [case.id]
    after = queries.get_case(case.id, by=officer)
    assert (after.stop, after.promised_at) == (None, AFTER_THE_FEAST)  # from the 25th on, not from the 27th
    assert actions.resume_due(by=SYSTEM, at=on(27)) == []


def test_resumed_late_by_hand_it_counts_no_longer_than_it_may(opened: Open, officer: Actor) -> None:
    case = opened()
    actions.stop_clock(case=case.id, reason="reporter", by=officer, at=on(11))
    assert actions.resume_clock(case=case.id, by=officer, at=on(28)).promised_at == AFTER_THE_FEAST


def test_a_file_with_mistakes_is_refused_with_its_lines(tmp_path: Path) -> None:
    (file := tmp_path / "clocks.yaml").write_text(
        "stops: {customer: P2D}\nextensions:\n  odd: {most: soon}\n"
    )
    with pytest.raises(Faulty) as faulty:
        load_limits(file)
    assert "clocks.yaml:1" in str(faulty.value)
    assert "'soon' is no term" in str(faulty.value)


def test_a_stop_that_is_over_saves_no_more_in_the_figures(opened: Open, officer: Actor) -> None:
    actions.stop_clock(case=opened(promise="P2D").id, reason="reporter", by=officer, at=on(11))
    assert queries.count_on_time(at=on(11) + timedelta(days=40))[0].overdue_open == 1
