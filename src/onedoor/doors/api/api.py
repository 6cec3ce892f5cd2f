"""Every service that names the door ``api``, as REST: the portal's queries and actions, for systems."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI, Router, Status

from onedoor.doors.api import contact_centre, packets, service_shapes, shapes, usage, written
from onedoor.doors.api.keys import Session, SystemKey
from onedoor.doors.api.problems import PROBLEMS, Problem, answers_problem, tell_problems
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotFound
from onedoor.kernel.scope import scoped
from onedoor.look.operations import operation
from onedoor.look.rendering import Renderer
from onedoor.payments import queries as payments
from onedoor.services import actions
from onedoor.services import queries as services

api = NinjaAPI(
    title="Onedoor for systems",
    version="1",
    description="The city's services. Refusals are problem details (RFC 9457) in your Accept-Language.",
    urls_namespace="systems_api",
    auth=[SystemKey(), Session()],
    renderer=Renderer(),
    docs_url=None,
)
tell_problems(api)
elsewhere = Router()


@api.get("/services", response=list[service_shapes.ServiceOut], auth=None)
@operation(audience="public", level=0)
def list_services(request: HttpRequest) -> Any:
    """The services that systems may use."""
    found = services.list_services(at=clock.now())
    return [service_shapes.ServiceOut(**written.service_out(one)) for one in found if "api" in one.doors]


@api.get("/services/{code}", response={200: service_shapes.ServiceDetailOut, 404: Problem}, auth=None)
@operation(audience="public", level=0)
def get_service(request: HttpRequest, code: str) -> Any:
    """A service: its promise, its steps, and its pages as FHIR Questionnaire and as JSON Schema."""
    return written.detail_out(_service(code, "status"))


@api.post("/applications", response={201: shapes.ApplicationOut, **PROBLEMS})
@operation(audience="customer", level=2)
def start_application(request: HttpRequest, given: shapes.StartIn) -> Any:
    """Start a service for whom you act. A draft that is there already is given back."""
    by = _by(request)
    _service(given.service, "ask")
    with scoped(by):
        view = actions.start_application(
            customer=_customer(by),
            service=given.service,
            season=given.season,
            door=by.door,
            by=by,
            at=clock.now(),
        )
    return Status(201, written.application_out(view))


@api.get("/applications", response={200: list[shapes.CardOut], **PROBLEMS})
@operation(audience="customer", level=2)
def list_applications(request: HttpRequest) -> Any:
    """The applications of whom you act for, newest first."""
    with scoped(by := _by(request)):
        return [written.card_out(card) for card in services.list_applications(_customer(by), by=by)]


@api.get("/applications/{number}", response={200: shapes.ApplicationOut, **PROBLEMS})
@operation(audience="customer", level=2)
def get_application(request: HttpRequest, number: str) -> Any:
    """Where it stands: state, steps, promise, what is missing, what is to pay."""
    return written.application_out(_application(request, number, "status"))


@api.get("/applications/{number}/pages/{page}", response={200: shapes.PageOut, **PROBLEMS})
@operation(audience="customer", level=2)
def get_page(request: HttpRequest, number: str, page: str) -> Any:
    """The answers of a page so far, and what must be mended."""
    by = _by(request)
    _application(request, number, "ask")
    with scoped(by):
        return written.page_out(services.get_page(number, page, by=by))


@api.put("/applications/{number}/pages/{page}", response={200: shapes.SavedOut, **PROBLEMS})
@operation(audience="customer", level=2)
def save_page(request: HttpRequest, number: str, page: str, given: shapes.PageIn) -> Any:
    """Save the answers of a page. What cannot be read is kept as well, and named with its path."""
    by, view = _by(request), _application(request, number, "ask")
    with scoped(by):
        saved = actions.save_page(
            application=view.id,
            page=page,
            answers=given.answers,
            revision=given.revision,
            by=by,
            at=clock.now(),
        )
    if not saved.ok:
        return answers_problem(dict(saved.page.errors))
    after = saved.application
    return shapes.SavedOut(revision=after.revision, next_page=saved.next_page, can_sign=after.can_sign)


@api.get("/applications/{number}/values", response={200: shapes.ValuesOut, **PROBLEMS})
@operation(audience="customer", level=2)
def get_values(request: HttpRequest, number: str) -> Any:
    """Every value with its source, and the explanation of the result."""
    return written.values_out(_application(request, number, "status"))


@api.post("/applications/{number}/sign", response={200: shapes.SignedOut, **PROBLEMS})
@operation(audience="customer", level=2)
def sign(request: HttpRequest, number: str, given: shapes.SignIn) -> Any:
    """Sign what revision and fingerprint say was seen. 403 where the session or key is not proved well
    enough (``level`` says how well it must be): then the person signs at the portal."""
    by, view = _by(request), _application(request, number, "sign")
    with scoped(by):
        signed = actions.sign_application(
            application=view.id,
            revision=given.revision,
            fingerprint=given.fingerprint,
            by=by,
            at=clock.now(),
        )
    return shapes.SignedOut(
        number=signed.number, state=str(signed.state), sha256=signed.sha256, signed_at=signed.signed_at
    )


@api.post("/applications/{number}/withdraw", response={200: shapes.ApplicationOut, **PROBLEMS})
@operation(audience="customer", level=2)
def withdraw(request: HttpRequest, number: str, given: shapes.WithdrawIn) -> Any:
    """Take an unsigned application back."""
    by, view = _by(request), _application(request, number, "ask")
    with scoped(by):
        after = actions.withdraw_application(application=view.id, reason=given.reason, by=by, at=clock.now())
    return written.application_out(after)


@api.get("/applications/{number}/payments", response={200: list[shapes.PaymentOut], **PROBLEMS})
@operation(audience="customer", level=2)
def list_payments(request: HttpRequest, number: str) -> Any:
    """The bills of the application."""
    by, view = _by(request), _application(request, number, "pay")
    with scoped(by):
        charges = payments.list_charges(view.customer, by=by)
    return [written.payment_out(one) for one in charges if one.application == view.id]


@elsewhere.api_operation(
    ["GET", "POST", "PUT", "PATCH", "DELETE"], "/{path:rest}", include_in_schema=False, auth=None
)
@operation(audience="public", level=0)
def refuse_everything_else(request: HttpRequest, rest: str) -> HttpResponse:
    """404 as a problem for every other address."""
    raise NotFound("address.unknown", _("There is nothing at this address."))


api.add_router("", usage.router)
api.add_router("/desk", contact_centre.router)
api.add_router("/desk", packets.router)
api.add_router("", elsewhere)  # the last: it takes every address


def _by(request: HttpRequest) -> Actor:
    actor = request.auth  # type: ignore[attr-defined]  # ninja puts the caller there
    assert isinstance(actor, Actor)
    return actor


def _customer(by: Actor) -> Any:
    if by.customer is None:
        raise NotFound("api.no_customer", _("This account has no customer record yet. Visit a counter."))
    return by.customer


def _service(code: str, act: str) -> Any:
    """The service, if its file lets systems do this."""
    service = services.get_service(code, at=clock.now())
    if service.doors.get("api") != "full" and act not in (service.doors.get("api") or ()):
        raise NotFound("service.not_here", _("This service is not offered to systems."))
    return service


def _application(request: HttpRequest, number: str, act: str) -> Any:
    with scoped(by := _by(request)):
        view = services.get_application(number, by=by)
    _service(view.service, act)
    return view
