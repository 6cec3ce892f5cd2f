"""What was taken back reaches each receiver over its own link, again until it is acknowledged."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

import pytest

from onedoor.cases import queries as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.services.actions import carrying_news
from onedoor.services.links.base import AgencyLink, LinkDown, Message, Receipt
from onedoor.services.links.in_house import InHouse

HELP = "AG-2025-22"
Links = dict[str, AgencyLink]


class Answering:
    """A system of an agency that answers as it is told, one answer after the other."""

    in_house = False

    def __init__(self, *answers: Receipt | LinkDown) -> None:
        self.answers, self.sent = list(answers), []  # type: ignore[var-annotated]

    def send(self, message: Message) -> Receipt:
        self.sent.append(message)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, LinkDown):
            raise answer
        return answer

    ask = send


@pytest.fixture
def links(monkeypatch: pytest.MonkeyPatch) -> Links:
    found: Links = {}
    monkeypatch.setattr(carrying_news, "choose_link", lambda agency: found.get(agency, InHouse()))
    return found


@pytest.fixture
def take_back(mei: UUID, citizen: Actor, at: datetime) -> Callable[[str], None]:
    exchange.give_consent(customer=mei, agreement=HELP, by=citizen, at=at)

    def take(receiver: str) -> None:
        exchange.withdraw_consent(customer=mei, agreement=HELP, receivers=[receiver], by=citizen, at=at)

    return take


def states(mei: UUID, citizen: Actor, at: datetime) -> dict[str, tuple[str, str]]:
    [consent] = registers.list_consents(mei, by=citizen, at=at)
    return {one.receiver: (str(one.state), one.answer) for one in consent.notices}


def test_an_agency_at_our_own_desk_knows_at_once(
    links: Links, take_back: Callable[[str], None], mei: UUID, citizen: Actor, at: datetime
) -> None:
    take_back("SOC")
    carrying_news.carry_due_news(by=SYSTEM, at=at)

    assert states(mei, citizen, at) == {"SOC": ("acknowledged", "")}


def test_a_system_that_is_down_is_asked_again(
    links: Links, take_back: Callable[[str], None], mei: UUID, citizen: Actor, at: datetime
) -> None:
    links["EDU"] = system = Answering(
        LinkDown("timeout"), Receipt(outcome="accepted"), Receipt(outcome="done")
    )
    take_back("EDU")

    seen = []
    for minutes in (0, 1, 2, 17):
        carrying_news.carry_due_news(by=SYSTEM, at=at + timedelta(minutes=minutes))
        seen.append(states(mei, citizen, at)["EDU"][0])
    assert seen == ["waiting", "waiting", "sent", "acknowledged"]
    assert len({message.task for message in system.sent}) == 1


def test_a_refusal_is_shown_with_its_reason(
    links: Links, take_back: Callable[[str], None], mei: UUID, citizen: Actor, at: datetime
) -> None:
    reason = {"en": "A court has asked us to keep it", "zh-hans": "法院要求保存"}
    links["EDU"] = Answering(Receipt(outcome="refused", reasons=(reason,)))
    take_back("EDU")
    carrying_news.carry_due_news(by=SYSTEM, at=at)

    assert states(mei, citizen, at) == {"EDU": ("refused", "A court has asked us to keep it")}


def test_what_cannot_be_delivered_becomes_an_officers_case(
    links: Links, take_back: Callable[[str], None], mei: UUID, citizen: Actor, at: datetime
) -> None:
    links["EDU"] = Answering(LinkDown("unreachable"))
    take_back("EDU")
    for hour in range(48):
        carrying_news.carry_due_news(by=SYSTEM, at=at + timedelta(hours=hour))

    assert states(mei, citizen, at)["EDU"][0] == "stuck"
    [case] = cases.list_cases(mei, by=SYSTEM)
    assert case.agency == "LAB"


def test_the_message_names_nobody(
    links: Links, take_back: Callable[[str], None], mei: UUID, at: datetime
) -> None:
    links["EDU"] = system = Answering(Receipt(outcome="done"))
    take_back("EDU")
    carrying_news.carry_due_news(by=SYSTEM, at=at)

    [message] = system.sent
    assert (message.kind, message.number, message.told["withdrawn"]) == ("tell", "", "all")
    assert str(mei) not in str(message)
