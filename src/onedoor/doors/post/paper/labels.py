"""The words of a question, by the name of its answer."""

from collections.abc import Iterator, Sequence

from django.utils.translation import override

from onedoor.doors.post.paper.replies import label_reply
from onedoor.kernel.text import pick
from onedoor.services.types import FormItem, FormPage


def label_of(pages: Sequence[FormPage], name: str, language: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The question of an answer's name, and the answers that it offers, in the paper's language; without
    ``pages`` those of a reply sheet."""
    if not pages:
        with override(language):
            return label_reply(name)
    for page in pages:
        for item in _leaves(page.items):
            if item.name == name:
                offered = tuple((one.code, pick(one.label, language)) for one in item.choices)
                return pick(item.label, language), offered
    return name, ()


def _leaves(items: Sequence[FormItem]) -> Iterator[FormItem]:
    for item in items:
        if item.items or item.rows:
            yield from _leaves(item.items)
            for row in item.rows:
                yield from _leaves(row.items)
        else:
            yield item
