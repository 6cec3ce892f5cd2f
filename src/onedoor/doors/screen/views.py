"""A turn of the dialogue on a screen: shown, answered, and forgotten when nobody is there any more."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from onedoor.dialogue import actions
from onedoor.dialogue import queries as dialogue
from onedoor.dialogue.types import AGAIN, BACK, MORE, PERSON, Ending, Expects, Task, Then, Turn
from onedoor.doors.screen.kinds import KIOSK, WARNING_SECONDS, Screen, find_screen
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, as_language
from onedoor.look.doors import door

NUMBER_PAD = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "0")
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ-"
TICKET, MINE = _("Take a number for the counter"), _("My requests on this screen")
KEY_WORDS = {PERSON: _("A person"), AGAIN: _("Say it again"), MORE: _("More"), BACK: _("Back")}


@door(audience="public", level=0)
def show(request: HttpRequest, screen: str) -> HttpResponse:
    """The turn at which the session stands; a new session where there is none."""
    shown = find_screen(screen)
    turn = _find_turn(request, shown) or _begin(request, shown)
    return _render(request, shown, turn)


@require_POST
@door(audience="public", level=0)
def say(request: HttpRequest, screen: str) -> HttpResponse:
    """One answer; the next turn is then shown. A screen that was wiped meanwhile begins anew."""
    shown = find_screen(screen)
    turn = _find_turn(request, shown)
    if turn is None:
        return redirect("screen:show", screen=screen)
    text = request.POST.get("key") or request.POST.get("text", "")
    try:
        with scoped(shown.somebody):
            turn = actions.reply(session=turn.session, text=text[:4000], by=shown.somebody, at=clock.now())
    except Refused as refusal:
        return _render(request, shown, turn, error=refusal.message)
    if turn.then in (Then.PERSON, Then.CALL_BACK):
        _forget(request, shown, Ending.HANDED_OVER)
        return redirect("screen:ticket") if shown.code == "kiosk" else _render(request, shown, turn)
    if turn.then is Then.END:
        _forget(request, shown, Ending.DONE)
        return _render(request, shown, turn)
    return redirect("screen:show", screen=screen)


@door(audience="public", level=0)
def ask_still_there(request: HttpRequest, screen: str) -> HttpResponse:
    """Shown after a while without a touch; it ends by itself a little later."""
    shown = find_screen(screen)
    context = frame_of(shown) | {
        "refresh": WARNING_SECONDS,
        "refresh_to": reverse("screen:end", args=[screen]),
        "seconds": WARNING_SECONDS,
    }
    return no_store(render(request, "screen/still_there.html", context))


@door(audience="public", level=0)
def end(request: HttpRequest, screen: str) -> HttpResponse:
    """Everything of this sitting is forgotten here; what was saved stays saved. Only one's own sitting
    can be ended, so a plain visit may do it: the page that waits does so without JavaScript. A kiosk
    that stands in a hall forgets who signed in at it, too."""
    shown = find_screen(screen)
    _forget(request, shown, Ending.TIMED_OUT)
    if shown is KIOSK:
        request.session.flush()
    return redirect("screen:show", screen=screen)


def _find_turn(request: HttpRequest, shown: Screen) -> Turn | None:
    kept = request.session.get(_place(shown))
    if not kept:
        return None
    try:
        with scoped(shown.somebody):
            return dialogue.get_turn(UUID(kept), by=shown.somebody, at=clock.now())
    except Refused:
        return None


def _begin(request: HttpRequest, shown: Screen) -> Turn:
    language = as_language(request.LANGUAGE_CODE) if shown.code == "lite" else ""
    with scoped(shown.somebody):
        turn = actions.begin(profile=shown.profile, language=language, by=shown.somebody, at=clock.now())
    request.session[_place(shown)] = str(turn.session)
    return turn


def _forget(request: HttpRequest, shown: Screen, how: Ending) -> None:
    kept = request.session.pop(_place(shown), None)
    if kept:
        try:
            with scoped(shown.somebody):
                actions.end_session(session=UUID(kept), how=how, by=shown.somebody, at=clock.now())
        except Refused:
            return  # it had ended already


def _place(shown: Screen) -> str:
    return f"screen_{shown.code}"


def frame_of(shown: Screen) -> dict[str, Any]:
    return {"screen": shown, "body_class": f"screen screen--{shown.code}"}


def _render(request: HttpRequest, shown: Screen, turn: Turn, *, error: Any = "") -> HttpResponse:
    listens = turn.then is Then.LISTEN
    greets = turn.task is Task.LANGUAGE
    fixed = {option.key for option in turn.options} | ({BACK} if greets else set())
    label = _label_in_both if greets else str
    context = frame_of(shown) | {
        "turn": turn,
        "error": error,
        "listens": listens,
        "lead": turn.says[0] if turn.says else "",
        "rest": turn.says[1:],
        "asks_text": turn.expects in (Expects.TEXT, Expects.DIGITS, Expects.RECORDING),
        "is_number": turn.expects is Expects.DIGITS,
        "pad": NUMBER_PAD if turn.expects is Expects.DIGITS else (),
        "letters": LETTERS if turn.expects is Expects.TEXT and shown.code == "tv" else "",
        "keys": [(key, label(KEY_WORDS[key])) for key in (BACK, PERSON) if key not in fixed]
        if listens
        else [],
        "greets": greets,
        "ticket": label(TICKET),
        "mine": label(MINE),
        "refresh": shown.idle_seconds,
        "refresh_to": reverse("screen:still-there", args=[shown.code]),
    }
    response = render(request, "screen/turn.html", context, status=422 if error else 200)
    response.headers["Content-Language"] = turn.language
    return no_store(response)


def _label_in_both(words: Any) -> str:
    """As long as no language is chosen, a button speaks both."""
    said = []
    for language in LANGUAGES:
        with override(language):
            said.append(str(words))
    return " · ".join(said)


def no_store(response: HttpResponse) -> HttpResponse:
    """Nothing of it is found again by the back button of a screen that stands in a hall."""
    response["Cache-Control"] = "no-store"
    return response
