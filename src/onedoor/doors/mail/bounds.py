"""What a mail may cost: the standard library's parsers take hours over a head of quotation marks, and its
page reader over comments that never end, so both are cut to what people write."""

import re
from collections.abc import Sequence
from email.policy import EmailPolicy

LONGEST_HEADER, MOST_QUOTES = 2_000, 60
LONGEST_PAGE = 100_000
TAG = re.compile(r"<(?:(/?[a-z][a-z0-9]{0,30})[^<>]{0,2000}>|[!?][^<>]{0,2000}>)?", re.I)
COSTLY = frozenset({"punycode", "idna"})
"""Charsets that nobody writes mail in, and that take the square of the time."""


class Bounded(EmailPolicy):
    """The policy by which a mail is read. A header is as long as a header may be; what a mail answers
    stands at the end of References, so that end is kept."""

    def header_source_parse(self, sourcelines: Sequence[str]) -> tuple[str, str]:
        name, value = super().header_source_parse(list(sourcelines))
        if len(value) > LONGEST_HEADER:
            is_tail = name.lower() == "references"
            value = value[-LONGEST_HEADER:] if is_tail else value[:LONGEST_HEADER]
        if value.count('"') + value.count("\\") > MOST_QUOTES:
            value = value.replace('"', "").replace("\\", "")
        return name, value


def cut_page(page: str) -> str:
    """The page with nothing in its tags but their names, and without its comments, as far as a person would
    write one."""
    kept: list[str] = []
    rest = page[:LONGEST_PAGE]
    while True:
        before, opened, rest = rest.partition("<!--")
        kept.append(before)
        if not opened:
            return TAG.sub(_bare, "".join(kept))
        _comment, _closed, rest = rest.partition("-->")


def _bare(tag: re.Match[str]) -> str:
    if tag.group() == "<":
        return "&lt;"  # no tag: somebody wrote that sign, or wants it read as one without end
    return f"<{tag.group(1)}>" if tag.group(1) else ""
