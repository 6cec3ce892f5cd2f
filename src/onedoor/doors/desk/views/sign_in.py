"""Officers sign in with a password, then a one-time code: there is no half-signed officer.

The page answers the same whether the account is unknown, the password wrong or the account a
customer's; only locking out is said, because it is the same for every name that was tried.
"""

import time
from uuid import UUID

from axes.handlers.proxy import AxesProxyHandler
from django import forms
from django.contrib import messages
from django.contrib.auth import authenticate, load_backend, login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import typed
from onedoor.kernel import clock
from onedoor.kernel.errors import NotAllowed, Refused
from onedoor.kernel.text import pick
from onedoor.look.doors import door
from onedoor.look.proof import demo_code
from onedoor.look.refusals import show_refusal
from onedoor.look.sessions import enter, leave
from onedoor.look.views import safe_next
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust

WAITING = "desk_waiting_for_code"
WAITING_SECONDS = 300
BACKEND = "django.contrib.auth.backends.ModelBackend"


class PasswordForm(forms.Form):
    """What the officer knows."""

    email = forms.EmailField(
        label=_("E-mail address"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "inputmode": "email"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class CodeForm(forms.Form):
    """What the officer has."""

    code = forms.CharField(
        label=_("Code from your authenticator app"),
        help_text=_("Six digits. A new code appears every 30 seconds."),
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "width": "10"}
        ),
    )


@sensitive_post_parameters("password")
@never_cache
@door(audience="public", level=0)
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first step."""
    form = PasswordForm(typed(request))
    if form.is_valid():
        email, password = form.cleaned_data["email"].strip().lower(), form.cleaned_data["password"]
        user = authenticate(request, email=email, password=password)
        if getattr(request, "axes_locked_out", False) or not AxesProxyHandler.is_allowed(
            request, {"email": email}
        ):
            return show_refusal(request, 429)
        if user is not None and trust.get_account(user.pk).kind == "officer" and trust.has_totp(user.pk):
            return ask_for_code(request, user.pk, user.backend, desk_next(request))
        form.add_error(None, _("The e-mail address or the password is not right. Try again."))
    context = {"form": form, "next": desk_next(request), "expired": "expired" in request.GET}
    context["along"] = {"next": context["next"]}
    context["providers"] = trust.list_staff_providers()
    return render(request, "desk/sign_in.html", context, status=422 if form.errors else 200)


@sensitive_post_parameters("code")
@never_cache
@door(audience="public", level=0)
def give_code(request: HttpRequest) -> HttpResponse:
    """The second step; only then is anybody signed in, at level 3."""
    waiting = request.session.get(WAITING)
    if not waiting or time.time() - waiting["at"] > WAITING_SECONDS:
        request.session.pop(WAITING, None)
        return redirect("desk:sign-in")
    form = CodeForm(typed(request))
    if form.is_valid():
        account, at = UUID(waiting["account"]), clock.now()
        try:
            by = trust.actor_for(account, door="desk", assurance=2)
            level = trust_actions.verify_totp(account=account, code=form.cleaned_data["code"], by=by, at=at)
        except NotAllowed as refusal:
            return show_refusal(request, 429 if refusal.status == 429 else 403, refusal)
        except Refused as refusal:
            form.add_error("code", str(refusal.message))
        else:
            leads_to, backend = waiting["next"], waiting["backend"]
            return let_in(request, account, level, leads_to, backend, by_provider=waiting["by_provider"])
    context = {"form": form, "demo_code": demo_code()}
    return render(request, "desk/code.html", context, status=422 if form.errors else 200)


def ask_for_code(
    request: HttpRequest, account: UUID, backend: str, leads_to: str, *, by_provider: bool = False
) -> HttpResponse:
    """On to the second step: she is not signed in yet."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": str(account), "backend": backend, "at": time.time(), "next": leads_to,
        "by_provider": by_provider,
    }  # fmt: skip
    return redirect("desk:code")


def let_in(
    request: HttpRequest, account: UUID, level: int, leads_to: str, backend: str = BACKEND, *,
    by_provider: bool = False,
) -> HttpResponse:  # fmt: skip
    """The officer is signed in, at ``level``; where her agency says so, only if its provider sent her."""
    request.session.pop(WAITING, None)
    required = None if by_provider else trust.find_required_provider(account, at=clock.now())
    if required is not None:
        words = _("Your agency's officers sign in with %(provider)s.")
        messages.warning(request, words % {"provider": pick(required.name)})
        return redirect("desk:sign-in")
    login(request, load_backend(backend).get_user(account), backend=backend)
    request.session["assurance"] = level
    enter(request, account, "desk")
    by = trust.actor_for(account, door="desk", assurance=level)
    trust_actions.record_sign_in(account=account, by=by, at=clock.now())
    return HttpResponseRedirect(leads_to)


@require_POST
@door(audience="public", level=0)
def sign_out(request: HttpRequest) -> HttpResponse:
    """Leave the desk; what was looked at is forgotten by this browser."""
    leave(request)
    return redirect("desk:sign-in")


def desk_next(request: HttpRequest) -> str:
    """The way back, when it leads to the desk."""
    wanted = safe_next(request)
    return wanted if wanted.startswith("/desk/") else reverse("desk:home")
