"""Her passkeys: added, named, removed."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.look.doors import door
from onedoor.look.passkeys import change_list, describe_list


@door(audience="customer", level=1)
def list_passkeys(request: HttpRequest) -> HttpResponse:
    """The list; its forms come back here."""
    if request.method == "POST":
        return change_list(request)
    return render(request, "portal/passkeys.html", describe_list(request))
