"""Without sign-in: whether a letter is genuine, by its printed code or by its file. Nothing personal."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from onedoor.contact import queries as contact
from onedoor.contact.types import CheckedFile
from onedoor.kernel import clock
from onedoor.kernel.errors import Refused
from onedoor.look.doors import actor_of, door
from onedoor.look.questions import Question
from onedoor.trust import actions
from onedoor.trust import queries as trust

LARGEST = 5 * 1024 * 1024
MOST, WINDOW = 20, timedelta(minutes=10)  # files from one place


@door(audience="public", level=0)
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Whether the letter with this code, or in this file, is ours, unchanged, and still stands. The QR code
    on a letter leads here."""
    typed = (request.GET.get("code") or code).strip()
    checked, fault = _check_file(request) if request.method == "POST" else (None, "")
    letter, error = _find_letter(typed) if typed else (None, "")
    letter = letter or (checked.letter if checked else None)
    by_code = Question(
        name="code", kind="text", label=_("Verify code"), value=typed, error=error, width="20",
        hint=_("It stands beside the square pattern on the letter."),
    )  # fmt: skip
    by_file = Question(
        name="file", kind="file", label=_("The letter's PDF"), error=fault, accept="application/pdf",
        hint=_("As you got it, at most 5 MB. We look at it and do not keep it."),
    )  # fmt: skip
    context = {
        "by_code": by_code,
        "by_file": by_file,
        "faults": [one for one in (by_code, by_file) if one.error],
        "letter": letter,
        "checked": checked,
        "agency_name": trust.get_agency(letter.agency).name if letter else "",
    }
    status = 404 if error else 400 if fault else 200
    return render(request, "portal/verify.html", context, status=status)


@door(audience="public", level=0)
def give_certificates(request: HttpRequest) -> HttpResponse:
    """The certificates with which letters are and were sealed, for programs that read PDFs."""
    return HttpResponse(trust.list_certificates(), content_type="application/x-pem-file")


def _find_letter(typed: str) -> tuple[Any, Any]:
    letter = contact.find_letter_by_code(typed)
    return letter, "" if letter else _("There is no letter with this code. Do not rely on it, and tell us.")


def _check_file(request: HttpRequest) -> tuple[CheckedFile | None, Any]:
    sent = request.FILES.get("file")
    content = sent.read(LARGEST + 1) if sent else b""
    if not content.startswith(b"%PDF-"):
        return None, _("Choose the PDF of the letter.")
    if len(content) > LARGEST:
        return None, _("This file is larger than 5 MB; our letters are smaller. Choose the letter's own PDF.")
    sender = request.META.get("REMOTE_ADDR", "")
    try:
        actions.count_use(
            what=f"verify/{sender}", most=MOST, window=WINDOW, by=actor_of(request), at=clock.now()
        )
    except Refused as refusal:
        return None, refusal.message
    return contact.check_file(content), ""
