"""The names of files that strangers send."""

import re

from onedoor.kernel.files.kinds import ENDINGS
from onedoor.kernel.files.limits import LONGEST_NAME

_UNSEEN = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069/\\:*?\"<>|]")


def shown_name(name: str, kind: str) -> str:
    """The name that its sender gave it, without folders or signs that deceive the eye, and with the
    ending that its content has."""
    bare = _UNSEEN.sub("", re.split(r"[/\\]", name)[-1]).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    if not dot or len(ending) > 5:
        stem = bare
    return f"{stem[:LONGEST_NAME].strip() or 'file'}.{ENDINGS[kind]}"


def name_apart(name: str, taken: set[str]) -> str:
    """``name``, numbered where another file of the application has it already."""
    stem, _, ending = name.rpartition(".")
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{stem} ({number}).{ending}"
    return free
