"""Signing in, stepping up, signing out. It never says whether an account exists."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, load_backend, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.portal.proof import prove
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import Refused
from onedoor.kernel.scope import scoped
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.look.passkeys import give
from onedoor.look.proof import code_question, demo_code
from onedoor.look.questions import Question
from onedoor.look.refusals import HOMES
from onedoor.look.sessions import enter, leave, note_proof
from onedoor.look.views import keep_language, safe_next
from onedoor.trust import actions
from onedoor.trust import queries as trust

BACKEND = "django.contrib.auth.backends.ModelBackend"


@door(audience="public", level=0)
def sign_in(request: HttpRequest) -> HttpResponse:
    """E-mail and password. What was typed before the session ended is kept through it."""
    if request.method != "POST":
        if signed_in(request):
            return HttpResponseRedirect(safe_next(request))
        return _show_sign_in(request, "", "")
    email, password = request.POST.get("email", "").strip(), request.POST.get("password", "")
    account: Any = authenticate(request, email=email, password=password) if email and password else None
    with scoped(SYSTEM):
        known = account or trust.find_account(email)
        if known:
            try:
                actions.record_sign_in(account=known.id, succeeded=bool(account), by=SYSTEM, at=clock.now())
            except Refused as locked:
                return _show_sign_in(request, email, str(locked.message))
        if account is None:
            return _show_sign_in(request, email, _("The e-mail or the password is wrong. Try again."))
        level = trust.session_assurance(account.id, ["password"])
    return let_in(request, account.id, level)


@require_POST
@door(audience="public", level=0)
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """No name and no password: the device says who she is, and made sure of her."""
    try:
        proved = give(request, account=None)
    except Refused as refusal:
        messages.warning(request, str(refusal.message))
        return HttpResponseRedirect(f"{reverse('portal:sign-in')}?{urlencode({'next': safe_next(request)})}")
    with scoped(SYSTEM):
        actions.record_sign_in(account=proved.account, by_passkey=True, by=SYSTEM, at=clock.now())
    return let_in(request, proved.account, proved.level)


def let_in(request: HttpRequest, account_id: UUID, level: int, leads_to: str = "") -> HttpResponse:
    """Whoever proved who she is goes where she wanted to, in her language."""
    with scoped(SYSTEM):
        account: Any = load_backend(BACKEND).get_user(account_id)
        login(request, account, backend=BACKEND)
        request.session["assurance"] = level
        note_proof(request)
        enter(request, account_id, "portal")
    response = HttpResponseRedirect(leads_to or safe_next(request, HOMES.get(account.kind, "/")))
    # English is what an account has when nobody chose: then the browser's own language stays.
    chosen = settings.LANGUAGE_COOKIE_NAME in request.COOKIES or account.language == "en"
    return response if chosen else keep_language(response, account.language)


@require_POST
@door(audience="public", level=0)
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session here."""
    leave(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(reverse("portal:home"))


@door(audience="public", level=0)
def step_up(request: HttpRequest) -> HttpResponse:
    """The code from the phone, asked at the moment it is needed, for whoever is signed in."""
    actor = actor_of(request)
    if not signed_in(request):
        return HttpResponseRedirect(reverse("portal:sign-in"))
    error: Any = ""
    if request.method == "POST":
        try:
            prove(request, actor)
            return HttpResponseRedirect(safe_next(request))
        except Refused as refusal:
            error = refusal.message
    question = code_question(error)
    context = {
        "heading_words": _("Confirm that it is you"),
        "lead": _("This needs a stronger proof. Open the authenticator app on your phone."),
        "questions": [question],
        "faults": [question] if error else [],
        "send_words": _("Continue"),
        "next": safe_next(request),
        "demo_code": demo_code(),
        "has_passkey": trust.has_passkey(actor.account),
        "along": {"next": safe_next(request)},
    }
    return render(request, "portal/step_up.html", context, status=422 if error else 200)


def _show_sign_in(request: HttpRequest, email: str, error: str) -> HttpResponse:
    questions = [
        Question(
            name="email", kind="text", label=_("E-mail"), value=email, error=error, autocomplete="username"
        ),
        Question(name="password", kind="secret", label=_("Password"), autocomplete="current-password"),
    ]
    context = {
        "heading_words": _("Sign in"),
        "questions": questions,
        "faults": questions[:1] if error else [],
        "send_words": _("Sign in"),
        "next": safe_next(request),
        "along": {"next": safe_next(request)},
        "providers": trust.list_identity_providers(),
        "expired": request.GET.get("expired"),
        "demo_people": getattr(settings, "DEMO_LOGINS", ()) if settings.DEMO else (),
        "demo_password": getattr(settings, "DEMO_PASSWORD", ""),
    }
    return render(request, "portal/sign_in.html", context, status=422 if error else 200)
