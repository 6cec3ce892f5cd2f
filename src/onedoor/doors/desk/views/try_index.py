"""Doors that can be tried at a desk: each speaks the real protocol to the real adapter."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.look.doors import door


@dataclass(frozen=True, slots=True)
class Try:
    """A page under ``/desk/try/<name>/``, whose address is named ``desk:try-<name>``."""

    name: str
    title: str | Promise
    about: str | Promise

    @property
    def address(self) -> str:
        return reverse(f"desk:try-{self.name}")


TRIES: tuple[Try, ...] = (
    Try(
        "post",
        _("Letters and fax"),
        _("Put a sheet through the scanner or the fax, and open what was posted."),
    ),
    Try("phone", _("Telephone"), _("Call the city, press keys, and answer as an officer would.")),
    Try("mail", _("Letters by e-mail"), _("Write to the city from any address, and read what comes back.")),
    Try("register", _("A register"), _("Let a register answer rubbish, slowly, twice or never.")),
    Try("text", _("Text messages and USSD"), _("Write to the city and dial its menu, as from a telephone.")),
)


@door(audience="officer", level=3)
def list_tries(request: HttpRequest) -> HttpResponse:
    """Every door that can be tried here."""
    context = {"tries": TRIES, "reading_room": settings.READING_ROOM_TRY}
    return show(request, "desk/try_index.html", context)
