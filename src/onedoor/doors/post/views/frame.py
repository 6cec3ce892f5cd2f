"""A page of the letter room in the desk's frame; its bar is drawn by the desk's own template tag."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from onedoor.doors.post.house import SEND
from onedoor.look.doors import actor_of


def show(
    request: HttpRequest, template: str, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """Render it."""
    frame = {"may_send": actor_of(request).may(SEND)}
    return render(request, template, frame | (context or {}), status=status)
