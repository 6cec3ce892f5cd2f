"""One version in the studio, seen as its files, form, flow, doors, sums, and at the gate."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from onedoor.doors.desk.frame import show as show_page
from onedoor.doors.desk.words import STEPS, WAYS
from onedoor.kernel import clock
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Invalid, NotFound
from onedoor.kernel.text import as_language
from onedoor.look.asking import ask_page
from onedoor.look.doors import actor_of, door
from onedoor.services import queries as services
from onedoor.services.types import FormPage

MAY = "services.design"
VIEWS = {
    "file": _("Files"),
    "form": _("Form"),
    "flow": _("Flow"),
    "doors": _("Doors"),
    "try": _("Try it"),
    "gate": _("Gate"),
}
DOORS = {
    "portal": _("Portal"),
    "counter": _("Counter"),
    "api": _("API"),
    "phone": _("Phone"),
    "text": _("Text message"),
    "email": _("E-mail"),
    "post": _("Post"),
    "kiosk": _("Kiosk"),
    "tv": _("Television"),
    "village": _("Village agent"),
}
STANDING = ("portal", "counter")  # doors that render the form in this house


@door(audience="officer", level=3, may=MAY)
def show(request: HttpRequest, version: UUID, view: str) -> HttpResponse:
    """The version in one of its views; what cannot be shown yet says why."""
    if view not in VIEWS:
        raise NotFound("studio.view", _("There is no such view."))
    by = actor_of(request)
    seen = services.get_version_view(version, by=by, at=clock.now())
    context: dict[str, Any] = {"seen": seen, "view": view, "views": VIEWS}
    read, template = _SHOWN[view]
    try:
        context |= read(request, seen, by)
    except Invalid as refusal:
        context["fault"] = refusal.message
    status = 422 if request.method == "POST" and "fault" in context else 200
    return show_page(request, template, context, status=status)


def _file(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    asked = request.GET.get("name", "")
    name = asked if asked in seen.files else next(iter(seen.files))
    faults = [fault for fault in seen.checked.faults if fault.file == name]
    lines = [
        (number, text, [fault for fault in faults if fault.line == number])
        for number, text in enumerate(seen.files[name].split("\n"), 1)
    ]
    counts = [(one, sum(fault.file == one for fault in seen.checked.faults)) for one in seen.files]
    return {"name": name, "lines": lines, "names": counts, "text": seen.files[name], "faults": faults}


def _form(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    previews = services.preview_form(seen.card.id, by=by)
    return {"pages": [(one.page, ask_page(one.page).parts, one.when) for one in previews]}


def _flow(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    language = as_language(get_language())
    flow, way, steps = services.draw_flow(seen.card.id, language=language, by=by)
    return {
        "flow": flow,
        "picture": way,
        "steps": [(step, STEPS.get(step.does, step.does)) for step in steps],
    }


def _doors(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    ways, api = services.describe_doors(seen.card.id, language=as_language(get_language()), by=by)
    first = next(iter(services.preview_form(seen.card.id, by=by)), None)
    return {
        "doors": [(words, _way(ways.get(code)), code in STANDING) for code, words in DOORS.items()],
        "first": first,
        "parts": ask_page(first.page).parts if first else (),
        "counter": ask_page(_renamed(first.page)).parts if first else (),
        "api": json.dumps(api, ensure_ascii=False, indent=2),
    }


def _way(way: Any) -> Any:
    """What can be done through a door, in words; 'full' for all of it."""
    return [WAYS.get(part, part) for part in way] if isinstance(way, tuple | list) else way


def _renamed(page: FormPage) -> FormPage:
    """The same page again beside itself: no two questions of a screen may have one name."""
    return replace(page, items=tuple(replace(item, name=f"counter-{item.name}") for item in page.items))


def _try(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    if request.method != "POST":
        return {"values": ""}
    values = request.POST.get("values", "")
    try:
        decision = services.try_values(seen.card.id, values, at=clock.local(clock.now()), by=by)
    except Invalid as refusal:
        return {"values": values, "fault": refusal.message}
    return {"values": values, "decision": decision}


def _gate(request: HttpRequest, seen: Any, by: Actor) -> dict[str, Any]:
    held = services.list_held_standards(seen.card.id, by=by, at=clock.now())
    return {"open": all(light.ok for light in seen.gate), "today": clock.today(), "held": held}


_SHOWN = {
    "file": (_file, "desk/studio/file.html"),
    "form": (_form, "desk/studio/form.html"),
    "flow": (_flow, "desk/studio/flow.html"),
    "doors": (_doors, "desk/studio/doors.html"),
    "try": (_try, "desk/studio/try.html"),
    "gate": (_gate, "desk/studio/gate.html"),
}
