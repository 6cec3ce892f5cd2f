"""``@action``: permission, one transaction, and a journal entry for the attempts that are refused.

    @action(may="cases.close")
    def close_case(*, case: UUID, outcome: str, by: Actor, at: datetime) -> CaseView: ...

An action is keyword-only and always takes ``by`` and ``at``. It raises Refused (or a kind of
it) and then nothing is written but, for NotAllowed, the attempt.
"""

import functools
import inspect
from collections.abc import Callable
from contextvars import ContextVar
from datetime import datetime
from typing import ParamSpec, Protocol, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import NotAllowed, Refused

P = ParamSpec("P")
R = TypeVar("R")


class RefusalWriter(Protocol):
    """Writes a refused attempt to the journal, outside the transaction that failed."""

    def __call__(self, *, action: str, refusal: Refused, by: Actor, at: datetime) -> None: ...


_depth: ContextVar[int] = ContextVar("depth", default=0)
_write_refusal: RefusalWriter | None = None


def write_refusals_with(writer: RefusalWriter) -> None:
    """Called once by the journal."""
    global _write_refusal
    _write_refusal = writer


def action(*, may: str = "") -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Wrap a write. ``may`` is the permission an officer's or partner's role must grant; citizens
    act on their own customer and are checked by the action itself."""

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__.removeprefix('onedoor.').split('.')[0]}.{function.__name__}"
        _check_signature(function)

        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            by, at = kwargs["by"], kwargs["at"]
            assert isinstance(by, Actor)
            assert isinstance(at, datetime)
            assert at.tzinfo is not None
            depth = _depth.get()
            token = _depth.set(depth + 1)
            try:
                with transaction.atomic():
                    if may and by.kind in ("officer", "partner") and not by.may(may):
                        raise NotAllowed(f"{may}.refused", _("Your role does not allow this."), needs=may)
                    return function(*args, **kwargs)
            except Refused as refusal:
                # Only the outermost action writes: an inner one would be rolled back with it.
                if depth == 0 and refusal.record and _write_refusal is not None:
                    _write_refusal(action=name, refusal=refusal, by=by, at=at)
                raise
            finally:
                _depth.reset(token)

        perform.is_action = True  # type: ignore[attr-defined]  # read by the contract tests
        return perform

    return decorate


def _check_signature(function: Callable[..., object]) -> None:
    parameters = inspect.signature(function).parameters
    loose = [p.name for p in parameters.values() if p.kind is not inspect.Parameter.KEYWORD_ONLY]
    if loose or "by" not in parameters or "at" not in parameters:
        raise TypeError(f"action {function.__qualname__}: keyword-only, with by and at")
