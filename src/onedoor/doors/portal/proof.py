"""The code from the phone: asked where it is needed, remembered for the session."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.look.questions import Question
from onedoor.trust import actions
from onedoor.trust import queries as trust


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
        label=_("Code from your phone"),
        hint=_("Six digits; a new one every 30 seconds."),
        error=error,
        autocomplete="one-time-code",
        inputmode="numeric",
        width="5",
    )


def demo_code() -> str:
    """In the demo city only: what an invented person's phone shows now (in real time)."""
    secret = getattr(settings, "DEMO_TOTP_SECRET", "") if settings.DEMO else ""
    return trust.demo_totp_code(secret, datetime.now(UTC)) if secret else ""
