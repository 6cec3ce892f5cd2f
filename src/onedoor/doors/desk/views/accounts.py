"""The accounts of an agency's officers: who holds which post, since when; given, ended, closed."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel import clock
from onedoor.kernel.errors import Conflict, Invalid, NotFound
from onedoor.kernel.text import pick
from onedoor.look.doors import actor_of, door
from onedoor.trust import actions
from onedoor.trust import queries as trust

MAY = "posts.manage"


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PostForm(forms.Form):
    """A post for an officer of the list, or for one of another agency by her e-mail."""

    email = forms.EmailField(label=_("Her e-mail at work"))
    role = forms.ChoiceField(label=_("Role"))
    active_from = forms.DateField(label=_("Held from"), widget=_day())
    active_to = forms.DateField(
        label=_("Until (not including)"), required=False, widget=_day(),
        help_text=_("Empty: until it is ended."),
    )  # fmt: skip

    def __init__(self, data: object = None, *, agency: str) -> None:
        super().__init__(data, initial={"active_from": clock.today()})  # type: ignore[arg-type]
        roles = [
            (role.code, pick(role.title))
            for role in trust.list_roles()
            if role.kind == "officer" and (not role.agencies or agency in role.agencies)
        ]
        self.fields["role"].choices = roles  # type: ignore[attr-defined]  # it is a choice


@door(audience="officer", level=3, may=MAY)
def list_accounts(request: HttpRequest) -> HttpResponse:
    """Everybody of her agency; the forms of the page come back here."""
    by = actor_of(request)
    form = PostForm(request.POST if "give" in request.POST else None, agency=by.agency)
    if form.is_valid() and _give(form, request):
        return redirect("desk:accounts")
    if request.method == "POST" and "give" not in request.POST:
        _change(request)
        return redirect("desk:accounts")
    staff = trust.list_staff(by.agency, by=by, at=clock.now())
    context = {"form": form, "staff": staff, "may_close": by.may("accounts.manage")}
    return show(request, "desk/accounts.html", context, status=422 if form.errors else 200)


def _give(form: PostForm, request: HttpRequest) -> bool:
    given, by = form.cleaned_data, actor_of(request)
    account = trust.find_account(given["email"])
    try:
        if account is None:
            raise Invalid("staff.unknown", _("Nobody has this e-mail."), field="email")
        actions.give_post(
            account=account.id, agency=by.agency, role=given["role"], active_from=given["active_from"],
            active_to=given["active_to"], by=by, at=clock.now(),
        )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.message))
        return False
    messages.success(request, _("The role was given."))
    return True


def _change(request: HttpRequest) -> None:
    by, at = actor_of(request), clock.now()
    acts: dict[str, tuple[Callable[[UUID], None], object]] = {
        "end": (lambda post: actions.end_post(post=post, by=by, at=at), _("The role was ended.")),
        "close": (
            lambda account: actions.close_officer(account=account, agency=by.agency, by=by, at=at),
            _("The account is closed. Open work went back to its queue."),
        ),
    }
    name = next((name for name in acts if name in request.POST), "")
    try:
        act, told = acts[name]
        act(UUID(request.POST[name]))
    except (KeyError, ValueError):
        raise NotFound("staff.unknown", _("There is no such account at your agency.")) from None
    except Conflict as refusal:
        messages.warning(request, str(refusal.message))
    else:
        messages.success(request, str(told))
