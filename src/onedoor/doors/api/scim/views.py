"""Users and groups: list and search, make, read, replace, patch, remove (RFC 7644, 3)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from scim2_models import (
    Context,
    ListResponse,
    NotImplementedException,
    PatchOp,
    ResponseParameters,
    SCIMException,
    SearchRequest,
)

from onedoor.doors.api.scim.calls import answer, check_version, directory_call, read_body
from onedoor.doors.api.scim.shapes import MOST, Group, StaffUser, to_group, to_members, to_person, to_user
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.trust import actions
from onedoor.trust import queries as trust


class NoSuchMethod(SCIMException):
    """This address does not answer that."""

    status = 405


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of resource: its model, and the room's queries and actions for it."""

    model: Any
    all: Callable[[Actor], Sequence[Any]]
    one: Callable[[UUID, Actor], Any]
    add: Callable[[Any, Actor], UUID]
    change: Callable[[UUID, Any, Actor], None]
    remove: Callable[[UUID, Actor], None]


USERS = Kind(
    StaffUser,
    all=lambda by: [to_user(one) for one in trust.list_directory_users(by=by, at=clock.now())],
    one=lambda found, by: to_user(trust.get_directory_user(found, by=by, at=clock.now())),
    add=lambda user, by: actions.add_directory_user(person=to_person(user), by=by, at=clock.now()),
    change=lambda found, user, by: actions.change_directory_user(
        account=found, person=to_person(user), by=by, at=clock.now()
    ),
    remove=lambda found, by: actions.remove_directory_user(account=found, by=by, at=clock.now()),
)
GROUPS = Kind(
    Group,
    all=lambda by: [to_group(one) for one in trust.list_directory_groups(by=by)],
    one=lambda found, by: to_group(trust.get_directory_group(found, by=by)),
    add=lambda group, by: actions.add_directory_group(**_group(group), by=by, at=clock.now()),
    change=lambda found, group, by: actions.change_directory_group(
        group=found, **_group(group), by=by, at=clock.now()
    ),
    remove=lambda found, by: actions.remove_directory_group(group=found, by=by, at=clock.now()),
)
KINDS = {"Users": USERS, "Groups": GROUPS}


@directory_call
def resources(request: HttpRequest, by: Actor, kind: str) -> HttpResponse:
    """``/Users`` and ``/Groups``: the list, or a new one."""
    what = KINDS[kind]
    if request.method == "GET":
        return _list(_bound(SearchRequest, what.model).model_validate(request.GET.dict()), [what], by)
    if request.method != "POST":
        raise NoSuchMethod(detail="GET or POST.")
    sent = what.model.model_validate(read_body(request), scim_ctx=Context.RESOURCE_CREATION_REQUEST)
    made = what.one(what.add(sent, by), by)
    return answer(made, Context.RESOURCE_CREATION_RESPONSE, status=201, parameters=_parameters(request, what))


@directory_call
def resource(request: HttpRequest, by: Actor, kind: str, found: UUID) -> HttpResponse:
    """``/Users/{id}`` and ``/Groups/{id}``."""
    what = KINDS[kind]
    before = what.one(found, by)
    if request.method == "GET":
        return _read(request, what, before)
    check_version(request, before.meta.version)
    if request.method == "DELETE":
        what.remove(found, by)
        return HttpResponse(status=204)
    if request.method == "PUT":
        after = what.model.model_validate(read_body(request), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST)
        after.replace(before)
        context = Context.RESOURCE_REPLACEMENT_RESPONSE
    elif request.method == "PATCH":
        after, context = before, Context.RESOURCE_PATCH_RESPONSE
        _bound(PatchOp, what.model).model_validate(
            read_body(request), scim_ctx=Context.RESOURCE_PATCH_REQUEST
        ).patch(after)
    else:
        raise NoSuchMethod(detail="GET, PUT, PATCH or DELETE.")
    what.change(found, after, by)
    return answer(what.one(found, by), context, parameters=_parameters(request, what))


@directory_call
def search(request: HttpRequest, by: Actor, kind: str = "") -> HttpResponse:
    """``/.search``, of one kind or of both (RFC 7644, 3.4.3)."""
    if request.method != "POST":
        raise NoSuchMethod(detail="POST.")
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    model = kinds[0].model if kind else StaffUser | Group
    asked = _bound(SearchRequest, model).model_validate(read_body(request), scim_ctx=Context.SEARCH_REQUEST)
    return _list(asked, kinds, by)


@directory_call
def bulk(request: HttpRequest, by: Actor) -> HttpResponse:
    """Said in the configuration, and said here."""
    raise NotImplementedException(detail="Bulk is not supported. Send one by one.")


def _list(asked: Any, kinds: Sequence[Kind], by: Actor) -> HttpResponse:
    every = [one for what in kinds for one in what.all(by)]
    if asked.filter:
        every = [one for one in every if asked.filter.match(one)]
    every = asked.sort(every)
    count = MOST if asked.count is None else min(asked.count, MOST)
    start = (asked.start_index or 1) - 1
    page = every[start : start + count]
    model = kinds[0].model if len(kinds) == 1 else StaffUser | Group
    shown = _bound(ListResponse, model)(
        total_results=len(every), start_index=start + 1, items_per_page=len(page), resources=page
    )
    return answer(shown, Context.RESOURCE_QUERY_RESPONSE, parameters=asked)


def _read(request: HttpRequest, what: Kind, shown: Any) -> HttpResponse:
    if shown.meta.version in [one.strip() for one in request.headers.get("If-None-Match", "").split(",")]:
        unchanged = HttpResponse(status=304)
        unchanged["ETag"] = shown.meta.version
        return unchanged
    return answer(shown, Context.RESOURCE_QUERY_RESPONSE, parameters=_parameters(request, what))


def _bound(message: Any, model: Any) -> Any:
    """The message for resources of this model: the library builds it, and no type checker can."""
    return message[model]


def _parameters(request: HttpRequest, what: Kind) -> Any:
    asked = {name: request.GET[name] for name in ("attributes", "excludedAttributes") if name in request.GET}
    return _bound(ResponseParameters, what.model).model_validate(asked) if asked else None


def _group(group: Group) -> dict[str, Any]:
    return {
        "name": group.display_name or "",
        "external_id": (group.external_id or "").strip()[:254],
        "members": to_members(group),
    }
