"""The post door as one who acts, the check of its marks, and what it seals."""

import base64
import json
from contextlib import AbstractContextManager
from typing import Any

from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.trust import queries as trust

POST = Actor(kind="system", door="post", assurance=4)
READ, SEND = "post.read", "post.send"
CONTENT = "post-content"
Sealed = bytes | memoryview


def sign(body: str) -> str:
    """The check at the end of a mark: nobody without the house's key can write it."""
    return base64.b32encode(trust.blind_index(body, "post-mark")[:5]).decode()


def acting_for(officer: Actor) -> Actor:
    """The door at work on paper that an officer has before her, under her name: the customer is not
    there, so this is not an assisted session; what she wrote and signed lies there in her place."""
    return Actor(
        kind="system",
        door="post",
        assurance=4,
        account=officer.account,
        name=officer.name,
        agency=officer.agency,
    )


def as_door(by: Actor) -> AbstractContextManager[None]:
    """The door's scope towards the database for what an officer does with paper: a letter for another
    agency's case is filed in the letter room, though its clerk could not open that case."""
    return scoped(acting_for(by) if by.kind == "officer" else by)


def require(by: Actor, permission: str) -> None:
    """Refuse, recorded, whose role does not read or send letters."""
    if not by.may(permission):
        raise NotAllowed("post.refused", _("Your role does not work with letters."), needs=permission)


def seal(content: Any) -> bytes:
    """Plain data, sealed."""
    return trust.seal(json.dumps(content, ensure_ascii=False), purpose=CONTENT)


def unseal(sealed: Sealed | None) -> Any:
    """What ``seal`` kept; None for nothing."""
    return None if sealed is None else json.loads(trust.unseal(bytes(sealed), purpose=CONTENT))


def seal_bytes(content: bytes) -> bytes:
    return trust.seal_bytes(content, purpose=CONTENT)


def unseal_bytes(sealed: Sealed | None) -> bytes:
    """The picture or PDF; empty where there is none."""
    return b"" if sealed is None else trust.unseal_bytes(bytes(sealed), purpose=CONTENT)
