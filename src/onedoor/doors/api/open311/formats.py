"""Answers in the two formats of the standard, and its errors."""

import functools
import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from xml.etree import ElementTree as ET

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from onedoor.kernel.errors import Refused
from onedoor.kernel.text import pick

FORMATS = ("json", "xml")
_TYPES = {"json": "application/json; charset=utf-8", "xml": "text/xml; charset=utf-8"}
_UNPRINTABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# Names of the elements of each list: what is in <attributes> is an <attribute>.
_SINGULAR = {
    "attributes": "attribute",
    "values": "value",
    "endpoints": "endpoint",
    "formats": "format",
}

View = Callable[..., Any]


class Wrong(Exception):
    """What the standard answers with an error: ``status``, and why in words."""

    def __init__(self, status: int, description: Any) -> None:
        super().__init__(str(description))
        self.status, self.description = status, description


def georeport(root: str, item: str) -> Callable[[View], View]:
    """A view that gives plain data, written as JSON, or as XML with ``root`` around each ``item``; what it
    refuses is written as the standard's errors."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def answer(request: HttpRequest, *args: Any, format: str = "xml", **kwargs: Any) -> HttpResponse:
            try:
                return write(view(request, *args, **kwargs), format, root, item)
            except Wrong as wrong:
                return write_error(wrong.status, str(wrong.description), format)
            except Refused as refused:
                return write_error(refused.status, tell(refused), format)

        return answer

    return decorate


def tell(refused: Refused) -> str:
    """Why not, with every answer that must be mended."""
    errors: Mapping[str, Any] = refused.facts.get("errors", {})
    said = [f"{name}: {pick(text)}" for name, text in errors.items()]
    return " ".join([str(refused.message), *said])


def write(data: Any, format: str, root: str, item: str) -> HttpResponse:
    """``data`` in the format asked for."""
    if format == "json":
        return HttpResponse(json.dumps(data, ensure_ascii=False), content_type=_TYPES["json"])
    top = ET.Element(root)
    if isinstance(data, list):
        for entry in data:
            _fill(ET.SubElement(top, item), entry)
    else:
        _fill(top, data)
    return _xml(top)


def write_error(status: int, description: str, format: str = "xml") -> HttpResponse:
    """The standard's list of errors, with one. Statuses that it does not know become 400."""
    status = status if status in (400, 401, 403, 404, 405, 429) else 400
    response = write([{"code": status, "description": description}], format, "errors", "error")
    response.status_code = status
    return response


def refuse_address(request: HttpRequest, rest: str = "") -> HttpResponse:
    """404 for every other address under the standard's."""
    format = rest.rpartition(".")[2]
    words = _("There is no such resource. See the discovery document.")
    return write_error(404, words, format if format in FORMATS else "xml")


def _fill(element: ET.Element, data: Any) -> None:
    if isinstance(data, Mapping):
        for name, value in data.items():
            _fill(ET.SubElement(element, name), value)
    elif isinstance(data, Sequence) and not isinstance(data, str):
        for value in data:
            _fill(ET.SubElement(element, _SINGULAR.get(element.tag, "item")), value)
    elif data is not None:
        text = str(data).lower() if isinstance(data, bool) else str(data)
        element.text = _UNPRINTABLE.sub("\ufffd", text)  # what XML 1.0 cannot hold, however it is escaped


def _xml(top: ET.Element) -> HttpResponse:
    body = ET.tostring(top, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n'
    return HttpResponse(head + body, content_type=_TYPES["xml"])
