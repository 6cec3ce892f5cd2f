"""What customers wrote to us by the first morning: new, written again, answered, handed over, joined to a
case and closed; in English and in Chinese."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.contact import actions as contact
from onedoor.contact.types import MessageView
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.text import Text
from onedoor.trust import queries as trust

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What somebody of the cast wrote, so many ``hours`` ago, about which service if she named one."""

    who: str
    language: str
    title: str
    text: str
    hours: float
    service: str = ""


NEW = Written(
    who="jun", language="en", title="My pay is wrong on the draft", hours=1.5, service="income-tax",
    text="The draft says 96,000. My contract was cut in June, so it should be less. Where do I say that,"
    " and do I still have to sign by April?",
)  # fmt: skip
NEW_OF_NO_SERVICE = Written(
    who="lin", language="zh-hans", title="想找人帮忙填表", hours=2.2,
    text="我眼睛不好，不会用电脑。可以到窗口请工作人员帮我填吗？需要带什么证件？",
)  # fmt: skip
WRITTEN_AGAIN = Written(
    who="priya", language="en", title="Clearance before my flight", hours=20, service="departure-clearance",
    text="I fly tomorrow evening. Is my clearance ready by then, and do I have to come in person?",
)  # fmt: skip
ANSWERED = Written(
    who="wei", language="zh-hans", title="咖啡馆许可证的先后顺序", hours=45, service="cafe",
    text="我们想开第二家店，应该先办食品许可还是先办营业登记？两个可以同时办吗？",
)  # fmt: skip
HANDED_OVER = Written(
    who="arjun", language="en", title="Is my work pass still good?", hours=5,
    text="My last day at work was Friday. Is my pass good until I leave, or must I hand it in first?",
)  # fmt: skip
JOINED = Written(
    who="mei", language="en", title="I found the receipt", hours=4, service="income-tax",
    text="I have found the receipt of my second donation, to Open Kitchen, for 400. Where do I send it?",
)  # fmt: skip
CLOSED = Written(
    who="nora", language="en", title="Thank you", hours=70, service="income-tax",
    text="Just to say that my question was answered within the hour. Thank you.",
)  # fmt: skip
ANSWERS: Mapping[str, Text] = {
    "wei": {
        "zh-hans": "您好！请先办营业登记，取得登记号后即可申请食品许可。"
        "两项可在“开办餐饮娱乐场所一件事”中一次填写，由各部门同时办理。",
        "en": "Good morning. Register the business first; its number opens the food licence. You fill in both"
        " at once under “Open a café or a place to go out”, and the agencies work side by side.",
    },
    "priya": {
        "en": "Your clearance is with us and has an urgent clock. You need not come in person: the letter is"
        " in your inbox as soon as it is signed.",
    },
}
RECEIPT: Text = {"en": "A donation is missing", "zh-hans": "缺少一笔捐赠"}


class Correspondence:
    """``people`` are the cast's citizens by login; ``officers`` by agency and role."""

    def __init__(
        self, people: Mapping[str, UUID], officers: Mapping[tuple[str, str], UUID], at: datetime
    ) -> None:
        self._people, self._officers, self._at = people, officers, at

    def happen(self) -> None:
        """All of it."""
        for written in (NEW, NEW_OF_NO_SERVICE):
            self._write(written)
        self._write_again()
        self._answer(ANSWERED, "BIZ")
        self._hand_over()
        self._join()
        thanks = self._write(CLOSED)
        contact.close_thread(thread=thanks.id, by=self._officer("REV"), at=thanks.created_at + HOUR)

    def _write_again(self) -> None:
        answer = self._answer(WRITTEN_AGAIN, "REV")
        contact.receive_message(
            customer=self._people["priya"], thread=answer.thread, language="en", by=SYSTEM,
            at=self._at - timedelta(hours=3),
            text="Thank you. My flight was moved to the morning. Can it still be ready?",
        )  # fmt: skip

    def _hand_over(self) -> None:
        """The contact centre found out who answers."""
        pass_ = self._write(HANDED_OVER)
        contact.hand_over_thread(
            thread=pass_.id,
            agency="LAB",
            by=self._officer("CTC", "counter-officer"),
            at=pass_.created_at + HOUR,
        )

    def _join(self) -> None:
        receipt = self._write(JOINED)
        case = cases.open_case(
            kind="question", customer=self._people["mei"], agency="REV", service="income-tax",
            subject=RECEIPT, promise="P5D", calendar="working-days", by=SYSTEM,
            at=receipt.created_at - timedelta(hours=30),
        )  # fmt: skip
        contact.join_thread(
            thread=receipt.id, case=case.id, by=self._officer("REV"), at=receipt.created_at + HOUR
        )

    def _answer(self, written: Written, agency: str) -> MessageView:
        hers = self._write(written)
        return contact.answer_thread(
            thread=hers.id, body=ANSWERS[written.who], seen=hers.id, by=self._officer(agency),
            at=hers.created_at + HOUR,
        )  # fmt: skip

    def _write(self, written: Written) -> MessageView:
        return contact.receive_message(
            customer=self._people[written.who], title=written.title, text=written.text,
            service=written.service, language=written.language, by=SYSTEM,
            at=self._at - timedelta(hours=written.hours),
        )  # fmt: skip

    def _officer(self, agency: str, role: str = "case-officer") -> Actor:
        return trust.actor_for(self._officers[agency, role], door="desk", assurance=3, at=self._at)
