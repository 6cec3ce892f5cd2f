"""``@operation``: for whom an operation of an interface for systems is, said where it is written.

    @api.get("/applications")
    @operation(audience="customer", level=2)
    def list_applications(request): ...

``@door`` guards a page, and this an operation: the interface finds who calls (401 for nobody), and what
is said here turns away whose role or proof is not enough. It stands in the permission matrix.
"""

import functools
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Concatenate, Literal, ParamSpec, TypeVar

from django.http import HttpRequest
from django.urls import URLPattern
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI

from onedoor.kernel import clock
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, StepUpNeeded

Audience = Literal["public", "customer", "officer", "partner", "nobody"]
Said = tuple[tuple[str, int, str] | None, list[str]]
P = ParamSpec("P")
R = TypeVar("R")
View = Callable[Concatenate[HttpRequest, P], R]
SAYS = "says_for_whom"
DESCRIBES = ("openapi-json", "api-root")  # ninja's own addresses
DESCRIPTION: Said = (("public", 0, ""), ["GET"])


class Unstated(TypeError):
    """An operation that says nothing of who may call it: the house does not start."""


def operation(*, audience: Audience, level: int, may: str = "") -> Callable[[View[P, R]], View[P, R]]:
    """Say for whom it is, how well she is proved, and which permission her role needs. ``nobody``: it is
    there to refuse."""

    def guard(view: View[P, R]) -> View[P, R]:
        @functools.wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> R:
            if audience not in ("public", "nobody"):
                _turn_away(request.auth, level, may)  # type: ignore[attr-defined]  # ninja puts the caller there
            return view(request, *args, **kwargs)

        setattr(guarded, SAYS, (audience, level, may))
        return guarded

    return guard


def _turn_away(by: Actor, level: int, may: str) -> None:
    if (may and not by.may(may)) or by.assurance < level:
        refuse_caller(level=level, may=may, by=by, at=clock.now())


@action()
def refuse_caller(*, level: int, may: str, by: Actor, at: datetime) -> None:
    """Say why not; an attempt without the permission is on record."""
    if may and not by.may(may):
        raise NotAllowed(f"{may}.refused", _("Your role does not allow this."), needs=may)
    raise StepUpNeeded(level, _("Sign in to use this service."))


def list_operations(api: NinjaAPI) -> list[tuple[Callable[..., object], list[str]]]:
    """Every operation's view and its methods, those that no description shows too."""
    return [
        (one.view_func, one.methods)
        for _prefix, router in api._routers  # ninja has no public name for them
        for path in router.path_operations.values()
        for one in path.operations
    ]


def state(
    patterns: Iterable[URLPattern], operations: Iterable[tuple[Callable[..., object], list[str]]]
) -> None:
    """Write on each address what its operation says, as ``@door`` does. Raises Unstated."""
    known: dict[str, Said] = {
        view.__name__: (getattr(view, SAYS, None), methods) for view, methods in operations
    }
    for pattern in patterns:
        said, methods = DESCRIPTION if pattern.name in DESCRIBES else known.get(str(pattern.name), (None, []))
        if said is None:
            raise Unstated(
                f"{pattern.name} does not say who may call it: write"
                " @operation(audience=…, level=…, may=…) under its address."
            )
        pattern.callback.audience, pattern.callback.level, pattern.callback.may = said  # type: ignore[attr-defined]
        pattern.callback.methods = tuple(methods)  # type: ignore[attr-defined]
