"""Pages that say no, and what to do instead, in the reader's language."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.kernel.actors import ANONYMOUS, Actor
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import pick
from onedoor.trust import queries as trust

HOMES = {"officer": "/desk/", "partner": "/partner/"}  # everybody else starts at the portal
PAGES = {400: "400", 403: "403", 404: "404", 409: "409", 422: "422", 429: "429", 500: "500"}


def show_refusal(
    request: HttpRequest, status: int, refusal: Refused | None = None, template: str = ""
) -> HttpResponse:
    """The error page of ``status`` with the refusal's own words when it has some."""
    page = template or f"look/errors/{PAGES.get(status, '400')}.html"
    context = {
        "message": refusal.message if refusal else "",
        "code": refusal.code if refusal else "",
        "who_may": say_who(refusal) if refusal else "",
        "way_back": home_of(request),
    }
    if status == 404:
        context["here"] = "/"  # what stood in the address is not repeated; it may be an identifier
    return render(request, page, context, status=status)


def say_who(refusal: Refused) -> str:
    """Whose roles allow what was refused, for an officer who has to ask one of them; mostly nothing."""
    needs = refusal.facts.get("needs", "")
    return pick(trust.say_who_may(needs)) if needs else ""


def home_of(request: HttpRequest) -> str:
    """Where this reader starts: officers at the desk, partners at their door. Who is not signed in is
    taken for whoever uses the door she stands at."""
    actor: Actor = getattr(request, "actor", ANONYMOUS)
    if actor.assurance:
        return HOMES.get(actor.kind, "/")
    return next((home for home in HOMES.values() if request.path.startswith(home)), "/")


class RefusalMiddleware:
    """Turns a Refused that no view caught into its page; placed inside the actor middleware."""

    def __init__(self, get_response):  # type: ignore[no-untyped-def]  # Django's middleware protocol
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)  # type: ignore[no-any-return]

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """StepUpNeeded goes to the door's own step-up page; other refusals show theirs."""
        from onedoor.kernel.errors import StepUpNeeded
        from onedoor.look.doors import ask_for_proof

        if isinstance(exception, StepUpNeeded):
            return ask_for_proof(request, exception.level)
        if isinstance(exception, Refused):
            return show_refusal(request, exception.status, exception)
        return None
