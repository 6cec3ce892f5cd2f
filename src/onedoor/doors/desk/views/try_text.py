"""A telephone to try the text door with: messages on one side, USSD on the other."""

from django.http import HttpRequest, HttpResponse

from onedoor.doors.desk.frame import show
from onedoor.look.doors import door


@door(audience="officer", level=3)
def try_text(request: HttpRequest) -> HttpResponse:
    """The two telephones."""
    return show(request, "desk/try_text.html")
