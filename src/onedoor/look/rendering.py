"""How an answer becomes JSON: by the library that checked its shape, in one pass."""

from typing import Any

from django.http import HttpRequest
from ninja.renderers import BaseRenderer
from pydantic_core import to_json


class Renderer(BaseRenderer):
    """Moments stand as RFC 3339 has them, to the microsecond; words that wait for a language are said in the
    caller's."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:
        return to_json(data, fallback=str)
