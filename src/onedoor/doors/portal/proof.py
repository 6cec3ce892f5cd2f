"""The code from the phone: asked where it is needed, remembered for the session."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.look.questions import Question
from onedoor.trust import actions


def prove(request: HttpRequest, actor: Actor, code: str) -> int:
    """The session's level from now on. Raises Refused for a wrong or used code."""
    level = actions.verify_totp(account=actor.account, code=code, by=actor, at=clock.now())
    request.session.cycle_key()  # a stronger session is a new session
    request.session["assurance"] = level
    return level


def code_question(error: Any = "") -> Question:
    """The six digits."""
    return Question(
        name="code",
        kind="text",
        label=_("Code"),
        hint=_("Six digits; a new one every 30 seconds."),
        error=error,
        autocomplete="one-time-code",
        inputmode="numeric",
        width="5",
    )


def demo_code(account: UUID) -> str:
    """In the demo city only: what the invented person's phone would show."""
    return ""
