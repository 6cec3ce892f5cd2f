"""The words that every door uses for how a request stands, and for an answer; here on paper."""

from datetime import datetime

from django.utils.translation import gettext, override

from onedoor.cases import queries as cases
from onedoor.kernel.clock import local


def say_standing(reference: str, *, language: str, at: datetime) -> str:
    """How the case or application of this number stands, in one language."""
    found = cases.find_tracking(reference, at=at)
    if found is None:
        return ""
    with override(language):
        day = local(found.closed_at or found.promised_at).strftime("%Y-%m-%d")
        if found.closed_at:
            return gettext("Your request %(number)s was finished on %(day)s.") % {
                "number": reference,
                "day": day,
            }
        return gettext("Your request %(number)s is at work. You will have an answer by %(day)s.") % {
            "number": reference, "day": day,
        }  # fmt: skip


def find_answer(words: str, *, language: str, at: datetime) -> tuple[str, str] | None:
    """Title and text of the one answer that clearly fits; None leaves it to a person."""
    return None
