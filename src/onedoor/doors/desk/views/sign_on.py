"""The agency's own services that people sign in to through the house: registered, renewed, ended."""

import json
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from onedoor.doors.desk.frame import show, typed
from onedoor.exchange import actions as exchange_actions
from onedoor.exchange import queries as exchange
from onedoor.kernel import clock
from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust
from onedoor.trust.types import IssuedClient

MAY = "sign_on.manage"
LEVELS = [
    ("1", _("1: it does not matter much who it is")),
    ("2", _("2: signed in with a password")),
    ("3", _("3: signed in with a code or a passkey")),
]


class ClientForm(forms.Form):
    """One service, and what it may be told."""

    name_en = forms.CharField(label=_("Its name in English"), max_length=80)
    name_zh = forms.CharField(label=_("Its name in Chinese"), max_length=80)
    redirect_uris = forms.CharField(
        label=_("Addresses to which people come back"),
        help_text=_("One a line, in full. They are compared letter by letter."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    after_uris = forms.CharField(
        label=_("Addresses after signing out"), required=False, help_text=_("One a line."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    logout_uri = forms.CharField(
        label=_("Address that is told when somebody signs out"), required=False, max_length=500,
        help_text=_("On your server, at a host to which people come back (Back-Channel Logout)."),
    )  # fmt: skip
    pushed_only = forms.BooleanField(
        label=_("Take only requests that the service hands in itself"), required=False,
        help_text=_("Pushed authorization requests (RFC 9126). What comes by the browser alone is refused."),
    )  # fmt: skip
    level = forms.ChoiceField(label=_("How well must people be proved?"), choices=LEVELS, initial="2")
    agreement = forms.ChoiceField(label=_("Agreement under which it is told anything"), required=False)
    scopes = forms.MultipleChoiceField(
        label=_("What it is told, if the person agrees"), required=False, widget=forms.CheckboxSelectMultiple
    )
    public_keys = forms.CharField(
        label=_("Its public keys"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A JSON Web Key Set. Leave it empty, and the service gets a secret instead."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, allowed: dict[str, list[Any]]) -> None:
        super().__init__(data)
        agreements: list[tuple[str, Any]] = [("", _("None: it only knows people again"))]
        agreements += [(code, f"{code} · {exchange_title(code)}") for code in allowed]
        scopes = {claim.scope: pick(claim.title) for claims in allowed.values() for claim in claims}
        self.fields["agreement"].choices = agreements  # type: ignore[attr-defined]  # both are choices
        self.fields["scopes"].choices = list(scopes.items())  # type: ignore[attr-defined]

    def clean_public_keys(self) -> Any:
        """The keys as they are read from JSON; None where the field was left empty."""
        written = self.cleaned_data["public_keys"].strip()
        if not written:
            return None
        try:
            read = json.loads(written)
        except ValueError:
            read = None
        if not isinstance(read, dict):
            raise forms.ValidationError(_("This is no JSON Web Key Set."))
        return read


def exchange_title(code: str) -> str:
    """An agreement in words."""
    return next((pick(one.title) for one in exchange.list_agreements() if one.id == code), code)


@door(audience="officer", level=3, may=MAY)
def list_clients(request: HttpRequest) -> HttpResponse:
    """Those of her agency, and the form for another; its secret is shown this once."""
    by = actor_of(request)
    allowed = exchange.list_claims_allowed(by.agency, day=clock.today())
    form, issued = ClientForm(typed(request), allowed=allowed), None
    if form.is_valid():
        issued = _register(form, request)
        form = form if issued is None else ClientForm(allowed=allowed)
    return _page(request, form, issued)


@require_POST
@door(audience="officer", level=3, may=MAY)
def renew(request: HttpRequest, client: UUID) -> HttpResponse:
    """A new secret, shown this once."""
    by = actor_of(request)
    issued = actions.renew_client_secret(client=client, by=by, at=clock.now())
    allowed = exchange.list_claims_allowed(by.agency, day=clock.today())
    return _page(request, ClientForm(allowed=allowed), issued)


@require_POST
@door(audience="officer", level=3, may=MAY)
def retry(request: HttpRequest, client: UUID) -> HttpResponse:
    """What it could not be told of signing out is told anew."""
    again = actions.retry_logouts(client=client, by=actor_of(request), at=clock.now())
    told = ngettext("%(count)s sign-out is told anew.", "%(count)s sign-outs are told anew.", again)
    messages.success(request, told % {"count": again})
    return redirect("desk:sign-on")


@require_POST
@door(audience="officer", level=3, may=MAY)
def revoke(request: HttpRequest, client: UUID) -> HttpResponse:
    """Nobody signs in there any more."""
    actions.revoke_client(client=client, by=actor_of(request), at=clock.now())
    messages.success(request, _("Nobody signs in there any more."))
    return redirect("desk:sign-on")


def _page(request: HttpRequest, form: ClientForm, issued: IssuedClient | None) -> HttpResponse:
    agency = actor_of(request).agency
    told = trust.list_logouts_told(agency)
    clients = [(client, told.get(client.id)) for client in trust.list_clients(agency)]
    context = {"form": form, "issued": issued, "clients": clients}
    response = show(request, "desk/sign_on.html", context, status=422 if form.errors else 200)
    response["Cache-Control"] = "no-store"
    return response


def _register(form: ClientForm, request: HttpRequest) -> IssuedClient | None:
    given, by = form.cleaned_data, actor_of(request)
    try:
        return exchange_actions.register_sign_on_client(
            agency=by.agency,
            name={"en": given["name_en"], "zh-hans": given["name_zh"]},
            redirect_uris=given["redirect_uris"].split(),
            after_uris=given["after_uris"].split(),
            scopes=given["scopes"],
            agreement=given["agreement"],
            level=int(given["level"]),
            public_keys=given["public_keys"],
            logout_uri=given["logout_uri"].strip(),
            pushed_only=given["pushed_only"],
            by=by,
            at=clock.now(),
        )
    except Invalid as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return None
