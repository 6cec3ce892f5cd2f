"""How a kit writes a text: in every language, of which the reader's is shown."""

from typing import Any

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from onedoor.kernel.text import Text

register = template.Library()


@register.filter
def both(text: Text | None) -> SafeString:
    """``<span lang=en>…</span><span lang=zh-Hans>…</span>``; empty for nothing."""
    said = [
        (tag, text[code]) for code, tag in (("en", "en"), ("zh-hans", "zh-Hans")) if text and text.get(code)
    ]
    return format_html_join("", "<span lang={}>{}</span>", said)


@register.filter
def of(table: dict[str, Any], key: str) -> Any:
    """The entry of a table; None where there is none."""
    return table.get(key)
