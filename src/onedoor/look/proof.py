"""The code from the phone: one question for it, and what an invented phone shows."""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from onedoor.look.questions import Question
from onedoor.trust import queries as trust


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
