"""An officer's passkeys, and signing in with one in place of password and code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show
from onedoor.doors.desk.views.sign_in import desk_next, let_in
from onedoor.kernel.errors import Invalid
from onedoor.look.doors import door
from onedoor.look.passkeys import change_list, describe_list, give
from onedoor.trust import queries as trust


@door(audience="officer", level=3)
def list_passkeys(request: HttpRequest) -> HttpResponse:
    """The list; its forms come back here."""
    if request.method == "POST":
        return change_list(request)
    return show(request, "desk/passkeys.html", dict(describe_list(request)))


@require_POST
@door(audience="public", level=0)
def sign_in_with_passkey(request: HttpRequest) -> HttpResponse:
    """One step: the device made sure of its officer. Nobody else's passkey opens the desk."""
    try:
        proved = give(request, account=None)
    except Invalid as refusal:
        messages.warning(request, str(refusal.message))
        return redirect("desk:sign-in")
    if trust.get_account(proved.account).kind != "officer":
        messages.warning(request, _("This passkey does not open this account. Try again, or use a code."))
        return redirect("desk:sign-in")
    return let_in(request, proved.account, proved.level, desk_next(request))
