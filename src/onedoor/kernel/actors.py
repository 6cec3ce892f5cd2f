"""Who acts, through which door, proved how well, and for whom."""

from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

ActorKind = Literal["citizen", "officer", "partner", "system"]
SYSTEM_ID = UUID(int=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """``account`` acts. ``customer`` is whose business a citizen's session is about: her own, or
    (``mandate`` set) the person or firm she represents. An officer has ``agency``
    and ``permissions``; a partner has ``partner`` (its organisation code)."""

    kind: ActorKind
    account: UUID = SYSTEM_ID
    name: str = ""
    door: str = "system"
    assurance: int = 0
    customer: UUID | None = None
    self_customer: UUID | None = None
    mandate: UUID | None = None
    agency: str = ""
    partner: str = ""
    permissions: frozenset[str] = field(default_factory=frozenset)
    assisted: UUID | None = None  # the assisted session, when an officer types for a customer who is present

    def may(self, permission: str) -> bool:
        """Whether a role of this actor grants ``permission``; the system may do everything."""
        return self.kind == "system" or permission in self.permissions


SYSTEM = Actor(kind="system", assurance=4)
ANONYMOUS = Actor(kind="citizen", door="portal")
