"""What the house says of itself to a directory (RFC 7644, 4); for everybody, as it names nobody."""

import functools
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from scim2_models import Context, ListResponse, NotFoundException, ResourceType, Schema

from onedoor.doors.api.scim.calls import answer, tell
from onedoor.doors.api.scim.shapes import PROVIDER
from onedoor.look.doors import door


def _told(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @csrf_exempt
    @door(audience="public", level=0)
    @functools.wraps(view)
    def called(request: HttpRequest, /, **named: Any) -> HttpResponse:
        if request.method != "GET":
            return HttpResponse(status=405, headers={"Allow": "GET"})
        if request.GET.get("filter"):  # RFC 7644, 4: a filter here is forbidden
            return HttpResponse(status=403)
        try:
            with PROVIDER:
                return answer(view(request, **named), Context.RESOURCE_QUERY_RESPONSE)
        except NotFoundException as refusal:
            return tell(refusal.to_error())

    return called


@_told
def configuration(request: HttpRequest) -> Any:
    """``/ServiceProviderConfig``."""
    return PROVIDER.config


@_told
def resource_types(request: HttpRequest) -> Any:
    """``/ResourceTypes``."""
    return _list(ResourceType, PROVIDER.resource_types)


@_told
def resource_type(request: HttpRequest, which: str) -> Any:
    """One of them."""
    return _one(PROVIDER.resource_types, which)


@_told
def schemas(request: HttpRequest) -> Any:
    """``/Schemas``."""
    return _list(Schema, PROVIDER.schemas)


@_told
def schema(request: HttpRequest, which: str) -> Any:
    """One of them."""
    return _one(PROVIDER.schemas, which)


@csrf_exempt
@door(audience="public", level=0)
def nothing(request: HttpRequest, rest: str) -> HttpResponse:
    """404 in SCIM's shape for every other address."""
    return tell(NotFoundException(detail="There is nothing at this address.").to_error())


def _list(model: Any, found: Any) -> Any:
    return ListResponse[model](
        total_results=len(found), start_index=1, items_per_page=len(found), resources=list(found)
    )


def _one(found: Any, which: str) -> Any:
    for one in found:
        if one.id == which:
            return one
    raise NotFoundException(detail="There is nothing at this address.")
