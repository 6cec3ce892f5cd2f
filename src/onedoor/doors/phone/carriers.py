"""What a webhook carrier must show before it is believed: its signature, and that the call is its own."""

from uuid import UUID

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden

from onedoor.doors.phone.calls import find_call
from onedoor.doors.phone.signatures import HEADER, is_signed

CARRIER = "webhook"
log = structlog.get_logger()


def refuse_stranger(request: HttpRequest, call: UUID | None = None) -> HttpResponse | None:
    """The answer to whoever is not our carrier, or speaks of another's call; None where all is well."""
    address = settings.PUBLIC_URL + request.get_full_path()
    fields = {name: [str(value) for value in values] for name, values in request.POST.lists()}
    signature = request.headers.get(HEADER, "")
    if not is_signed(settings.PHONE_WEBHOOK_TOKEN, address, fields, signature):
        log.warning("phone.webhook_unsigned")
        return HttpResponseForbidden("The signature does not fit.", content_type="text/plain")
    if call is not None and call not in (found_call(request), _parent(request)):
        return HttpResponseForbidden("This call is another one.", content_type="text/plain")
    return None


def found_call(request: HttpRequest) -> UUID | None:
    """Our call for the carrier's ``CallSid``."""
    return find_call(carrier=CARRIER, carried_as=request.POST.get("CallSid", ""))


def _parent(request: HttpRequest) -> UUID | None:
    """The leg to an officer speaks for the call it belongs to."""
    parent = request.POST.get("ParentCallSid", "")
    return find_call(carrier=CARRIER, carried_as=parent) if parent else None
