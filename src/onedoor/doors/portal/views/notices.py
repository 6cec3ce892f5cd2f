"""What payment providers tell us, and where payers come back to from them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, RawPostDataException
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid, NotFound, Refused
from onedoor.look.doors import actor_of, door, signed_in
from onedoor.payments import actions
from onedoor.payments import queries as payments

LARGEST = 64 * 1024


@csrf_exempt  # no browser: the signature over the body is the permission, and a replay changes nothing
@require_POST
@door(audience="public", level=0)
def take_notice(request: HttpRequest, provider: str) -> HttpResponse:
    """A provider's signed notice. It hears 204 when we have it, and 4xx when it is none of its."""
    try:
        body = request.body
    except RawPostDataException:  # sent as a form, and read as one: no provider does
        return HttpResponse(status=400)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    try:
        signature = request.headers.get(payments.signature_header(provider), "")
        actions.receive_notice(
            body=body, signature=signature, provider=provider, by=actor_of(request), at=clock.now()
        )
    except Refused as refusal:
        return HttpResponse(status=refusal.status)
    return HttpResponse(status=204)


@door(audience="public", level=0)
def come_back(request: HttpRequest, reference: str) -> HttpResponse:
    """The payer comes back: ask the provider, since its notice may be slower than she is."""
    found = payments.find_checkout(reference)
    if found is None:
        raise NotFound("payment.unknown", gettext_lazy("There is no such payment."))
    try:
        payment = actions.ask_provider(reference=reference, by=actor_of(request), at=clock.now())
    except Refused as refusal:
        payment = None
        if isinstance(refusal, Invalid | NotFound):
            raise
    found = payments.find_checkout(reference) or found
    if payment is not None or found.state == "paid":
        messages.success(request, _("The bank told us that you paid. Your receipt is below."))
    elif found.state == "failed":
        messages.warning(request, _("The bank declined the payment. Nothing was paid."))
    else:
        messages.warning(
            request, _("The bank has not told us yet. Look again in a few minutes; do not pay twice.")
        )
    if not signed_in(request):
        return HttpResponseRedirect(reverse("portal:home"))
    return HttpResponseRedirect(reverse("portal:charge", args=[found.charge]))
