"""The language switch and the pages that say no."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from onedoor.kernel.errors import Refused
from onedoor.kernel.text import as_language
from onedoor.look.doors import door, signed_in
from onedoor.look.refusals import show_refusal

LANGUAGE_COOKIE_AGE = 365 * 24 * 3600


@require_POST
@door(audience="public", level=0)
def choose_language(request: HttpRequest) -> HttpResponse:
    """Keep the reader on her page, in the language she picked."""
    return keep_language(HttpResponseRedirect(safe_next(request)), as_language(request.POST.get("language")))


@require_POST
@door(audience="public", level=0)
def stay(request: HttpRequest) -> HttpResponse:
    """A sign of life from an open page: the session goes on, unless it has ended already."""
    return HttpResponse(status=204 if signed_in(request) else 401)


def keep_language(response: HttpResponse, language: str) -> HttpResponse:
    """Speak ``language`` in this browser from the next page on."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        max_age=LANGUAGE_COOKIE_AGE,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
    )
    return response


def safe_next(request: HttpRequest, fallback: str = "/") -> str:
    """The address to return to, when it is ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else fallback


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler400."""
    return show_refusal(request, 400)


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler403; a Refused that reached it keeps its own words."""
    return show_refusal(request, 403, exception if isinstance(exception, Refused) else None)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Django's handler404."""
    return show_refusal(request, 404)


def expired_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """CSRF_FAILURE_VIEW: nearly always a page left open over night."""
    return show_refusal(request, 403, template="look/errors/expired.html")


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500: touches neither database nor session."""
    return show_refusal(request, 500)


def locked_out(request: HttpRequest, *_args: object) -> HttpResponse:
    """AXES_LOCKOUT_CALLABLE: says the same whether the account exists or not."""
    return show_refusal(request, 429)
