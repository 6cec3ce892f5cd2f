"""The code from the phone: asked where it is needed, remembered for the session."""

from django.http import HttpRequest

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.trust import actions


def prove(request: HttpRequest, actor: Actor, code: str) -> int:
    """The session's level from now on. Raises Refused for a wrong or used code."""
    level = actions.verify_totp(account=actor.account, code=code, by=actor, at=clock.now())
    request.session.cycle_key()  # a stronger session is a new session
    request.session["assurance"] = level
    return level


def proved(request: HttpRequest, actor: Actor) -> int | Refused:
    """The level after the code that was posted with the form; nought without one."""
    code = request.POST.get("code", "")
    if not code:
        return 0
    try:
        return prove(request, actor, code)
    except Refused as refusal:
        return refusal
