"""What every page frame needs: the actor, the demo's banner, the languages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from onedoor.kernel import clock
from onedoor.kernel.text import LANGUAGES, as_language
from onedoor.look.doors import actor_of, signed_in

NAMES = {"en": "English", "zh-hans": "简体中文"}

MARGIN = 35  # a sign of life is written down every 30 seconds only, so a session may end that much earlier


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor of ``look/page.html``."""
    language = as_language(get_language())
    return {
        "actor": actor_of(request),
        "signed_in": signed_in(request),
        "idle_seconds": settings.SESSION_IDLE_SECONDS - MARGIN,
        "demo": getattr(settings, "DEMO", False),
        "today": clock.today(),
        "language": language,
        "html_lang": "zh-Hans" if language == "zh-hans" else "en",
        "other_languages": [(code, NAMES[code]) for code in LANGUAGES if code != language],
    }
