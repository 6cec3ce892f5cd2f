"""A conversation while a reply is dealt with: where it is, who speaks, and what is to be said first."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from onedoor.dialogue.models import Session
from onedoor.dialogue.types import Expects, Then
from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import Language, as_language
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct

DEEPEST = 12
WAYS_OF = {"mail": "email"}
"""What a service file calls a door that has another name here."""


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice of a menu: ``value`` is what its step is told when it is chosen."""

    value: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a step says; the machine puts keys to the picks and pages to the menu."""

    says: Sequence[str]
    picks: Sequence[Pick] = ()
    expects: Expects = Expects.CHOICE
    then: Then = Then.LISTEN
    digits: int = 0
    secret: bool = False
    kind: str = ""
    reference: str = ""
    sources: tuple[str, ...] = ()


@dataclass(slots=True)
class Talk:
    """``caller`` is who the door says it is: anonymous but where she signed in at the door itself."""

    row: Session
    caller: Actor
    at: datetime
    notices: list[str] = field(default_factory=list)
    _known: Actor | None = None

    @property
    def who(self) -> Actor:
        """Whom this conversation is with, as well as she has proved it."""
        if self.caller.assurance and self.caller.customer:
            return self.caller
        if not self.row.assurance or self.row.account is None:
            return replace(ANONYMOUS, door=self.row.door)
        if self._known is None:
            self._known = self._look_up(self.row.account)
        return self._known or replace(ANONYMOUS, door=self.row.door)

    def _look_up(self, account: UUID) -> Actor | None:
        try:
            found = trust.actor_for(account, door=self.row.door, assurance=self.row.assurance, at=self.at)
            trust.check_free(found.self_customer, HeldAct.SIGN_IN, at=self.at)
        except Refused:  # her account or her identity was locked since
            self.end_knowing()
            return None
        return found

    @property
    def language(self) -> Language:
        return as_language(self.row.language)

    @property
    def step(self) -> str:
        return str(self.row.state["step"])

    @property
    def facts(self) -> dict[str, Any]:
        """What the step works on; kept with the session."""
        facts: dict[str, Any] = self.row.state["facts"]
        return facts

    @property
    def way(self) -> str:
        """The door by the name that service files give it."""
        return WAYS_OF.get(self.row.door, self.row.door)

    def go(self, step: str, **facts: Any) -> None:
        """On to ``step``; # leads back here."""
        state = self.row.state
        if state["step"]:
            state["stack"] = [*state["stack"], [state["step"], state["facts"]]][-DEEPEST:]
        self.turn_to(step, **facts)

    def turn_to(self, step: str, **facts: Any) -> None:
        """On to ``step``, in the place of this one."""
        self.row.state |= {"step": step, "facts": facts, "offset": 0}

    def back(self, home: str) -> None:
        """To the step before, or ``home``."""
        stack = self.row.state["stack"]
        step, facts = stack.pop() if stack else (home, {})
        self.turn_to(step, **facts)

    def home(self, step: str) -> None:
        """To the beginning; there is nothing to go back to."""
        self.row.state["stack"] = []
        self.turn_to(step)

    def say(self, words: Any) -> None:
        """Say this before the next turn, once."""
        self.notices.append(str(words))

    def know(self, actor: Actor) -> None:
        """She has proved who she is."""
        self.row.customer, self.row.account = actor.customer, actor.account
        self.row.assurance, self._known = actor.assurance, actor

    def forget(self) -> None:
        """She must prove it again; who she said she was is kept, so that a PIN is enough."""
        self.row.assurance, self._known = 0, None

    def end_knowing(self) -> None:
        """Nobody stands behind this conversation any more, and nothing says who did."""
        self.forget()
        self.row.customer = self.row.account = None
