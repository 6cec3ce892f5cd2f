"""The code from the phone, or a passkey: asked where it is needed, remembered for the session."""

from django.http import HttpRequest

from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Refused
from onedoor.look.passkeys import give
from onedoor.look.sessions import note_proof
from onedoor.trust import actions


def prove(request: HttpRequest, actor: Actor) -> int:
    """The session's level from now on, by the passkey or the code that was posted. Raises Refused."""
    if request.POST.get("credential"):
        level = give(request, account=actor.account).level
    else:
        code = request.POST.get("code", "")
        level = actions.verify_totp(account=actor.account, code=code, by=actor, at=clock.now())
    request.session.cycle_key()  # a stronger session is a new session
    request.session["assurance"] = level
    note_proof(request)
    return level


def proved(request: HttpRequest, actor: Actor) -> int | Refused:
    """The level after the proof that was posted with the form; nought without one."""
    if not (request.POST.get("credential") or request.POST.get("code")):
        return 0
    try:
        return prove(request, actor)
    except Refused as refusal:
        return refusal
