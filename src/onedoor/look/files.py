"""Giving out a file that somebody sent: never shown as a page of ours, never guessed at, never kept."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from onedoor.kernel import clock
from onedoor.look.doors import actor_of
from onedoor.services import actions


def give_file(request: HttpRequest, number: str, file: Any, *, preview: bool) -> HttpResponse:
    """A file of the application, to save; or its preview, which is a picture that we drew ourselves."""
    held = actions.open_attachment(
        number=number, attachment=file, by=actor_of(request), at=clock.now(), preview=preview
    )
    response = HttpResponse(held.content, content_type=held.media_type)
    if not preview:
        response["Content-Disposition"] = content_disposition_header(True, held.name) or "attachment"
    return guarded(response)


def give_pdf(content: bytes, name: str) -> HttpResponse:
    """A PDF that we made, to save."""
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return guarded(response)


def guarded(response: HttpResponse) -> HttpResponse:
    """No browser guesses what it is, runs what is in it, or keeps it for the next reader."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
