"""An agency with a system of its own, on paper: held to the same contract as the real link."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from onedoor.services.links.base import LinkDown, Message, Receipt


@dataclass
class PaperAgency:
    """``mood``: well, down, slow (accepts, and answers later), rubbish, no (refuses), or cross (does
    not take the message, now or ever)."""

    mood: str = "well"
    values: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[str, ...] = ("The cellar is wet.", "The roof leaks.")
    heard: list[Message] = field(default_factory=list)
    known: dict[UUID, Receipt] = field(default_factory=dict)
    in_house: bool = False

    def send(self, message: Message) -> Receipt:
        self.heard.append(message)
        if self.mood in ("down", "rubbish"):
            raise LinkDown("timeout" if self.mood == "down" else "unreadable")
        if self.mood == "cross":
            raise LinkDown("status-422", for_good=True)
        return self.known.setdefault(message.task, self._answer())

    def ask(self, message: Message) -> Receipt:
        if self.mood == "down":
            raise LinkDown("timeout")
        if self.mood != "slow":
            self.known[message.task] = self._answer()
        return self.known[message.task]

    def _answer(self) -> Receipt:
        if self.mood == "slow":
            return Receipt(outcome="accepted", reference="A-1")
        if self.mood == "no":
            texts = tuple({"en": reason, "zh-hans": reason} for reason in self.reasons)
            return Receipt(outcome="refused", reference="A-1", reasons=texts)
        return Receipt(outcome="done", reference="A-1", values=self.values)
