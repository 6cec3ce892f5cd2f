"""A scanner and a fax to try the post door with, and the print house's shelf of what it posted.

It puts files into the folders that the scanner, the fax and the print house use: nothing else.
"""

import json
from pathlib import Path

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show
from onedoor.kernel.ids import find_number, new_number
from onedoor.look.doors import door
from onedoor.look.files import guarded

KINDS = (".pdf", ".tif", ".tiff", ".png", ".jpg", ".jpeg")
LARGEST = 60_000_000
SHOWN = 12


class SheetForm(forms.Form):
    """A file, and the machine through which it goes."""

    sheet = forms.FileField(
        label=_("A scan or a photograph"),
        help_text=_("PDF, TIFF, PNG or JPEG. Write on a printed form first, or take any letter."),
        error_messages={"required": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ",".join(KINDS)}),
    )
    source = forms.ChoiceField(
        label=_("Through which machine?"),
        choices=[("scanner", _("Scanner of the letter room")), ("fax", _("Fax"))],
        initial="scanner",
        widget=forms.RadioSelect,
    )

    def clean_sheet(self) -> object:
        sheet = self.cleaned_data["sheet"]
        if Path(sheet.name).suffix.lower() not in KINDS:
            raise forms.ValidationError(_("Choose a PDF, TIFF, PNG or JPEG."))
        if sheet.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 60 MB. Choose a smaller one."))
        return sheet


@door(audience="officer", level=3, may="contact.log")
def try_post(request: HttpRequest) -> HttpResponse:
    """Put a sheet into the scanner or the fax; see what the print house posted."""
    form = SheetForm(request.POST or None, request.FILES or None)
    ready = bool(settings.POST_IN)
    if request.method == "POST" and ready and form.is_valid():
        _put(form.cleaned_data["sheet"], form.cleaned_data["source"])
        messages.success(
            request, gettext("The sheet is in the machine. In a few seconds it stands under “Letters”.")
        )
        return redirect("desk:try-post")
    context = {"form": form, "ready": ready, "batches": _list_batches()}
    return show(request, "desk/try_post.html", context, status=422 if form.is_bound and form.errors else 200)


def _put(sheet: object, source: str) -> None:
    """As a scanner does it: under a hidden name until it is whole. The name that it had is not kept."""
    folder = Path(settings.POST_IN) / source
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{new_number('SC')}{Path(sheet.name).suffix.lower()}"  # type: ignore[attr-defined]
    staged = folder / f".{name}"
    with staged.open("wb") as file:
        for chunk in sheet.chunks():  # type: ignore[attr-defined]
            file.write(chunk)
    staged.replace(folder / name)


def _list_batches() -> list[dict[str, object]]:
    """What lies on the print house's shelf, newest first."""
    folder = Path(settings.POST_OUT) if settings.POST_OUT else None
    if folder is None or not folder.is_dir():
        return []
    places = [place for place in folder.iterdir() if (place / "manifest.json").is_file()]
    newest = sorted(places, key=lambda place: place.stat().st_mtime, reverse=True)[:SHOWN]
    return [_describe(place) for place in newest]


def _describe(place: Path) -> dict[str, object]:
    said = json.loads((place / "manifest.json").read_text())
    state = next(
        (one for one in ("refused", "posted", "printed") if (place / f"{one}.json").exists()), "made"
    )
    states = {
        "made": _("Waits at the print house"), "printed": _("Printed"), "posted": _("Posted"),
        "refused": _("Refused by the print house"),
    }  # fmt: skip
    return {
        "number": place.name,
        "envelopes": said["envelopes"],
        "pages": said["pages"],
        "state": states[state],
        "is_secret": bool(said.get("secret")),
    }


def _is_secret(place: Path) -> bool:
    return bool(json.loads((place / "manifest.json").read_text()).get("secret"))


@door(audience="officer", level=3, may="post.send")
def open_batch(request: HttpRequest, number: str) -> HttpResponse:
    """The PDF that the print house got; none that has PINs in it."""
    known = find_number(number)
    path = Path(settings.POST_OUT) / str(known) / "letters.pdf" if known and settings.POST_OUT else None
    if path is None or not path.is_file() or _is_secret(path.parent):
        raise Http404
    return guarded(HttpResponse(path.read_bytes(), content_type="application/pdf"))
