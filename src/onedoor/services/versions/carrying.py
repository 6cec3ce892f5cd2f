"""An unsigned form under another version of its service: which answers fit, and what is different. Pure."""

from collections.abc import Sequence

from onedoor.kernel.text import Text
from onedoor.services.applications.document import is_declared
from onedoor.services.applications.types import Stored
from onedoor.services.files.schema import Field, ServiceFile


def fits(old: Field | None, new: Field | None, value: object) -> bool:
    """Whether what was given for ``old`` can stand for ``new``: the same name, type, parts and, of a
    closed question, a choice that there still is."""
    if old is None or new is None or (old.type, old.many) != (new.type, new.many):
        return False
    if {(p.id, p.type) for p in old.parts} != {(p.id, p.type) for p in new.parts}:
        return False
    codes = {choice.code for choice in new.choices}
    return not codes or value in codes or bool(new.parts)


def carry_over(
    old: ServiceFile, new: ServiceFile, stored: Sequence[Stored]
) -> tuple[list[Stored], list[Stored]]:
    """(kept, dropped) of what the person herself gave."""
    kept: list[Stored] = []
    dropped: list[Stored] = []
    for item in (one for one in stored if is_declared(one)):
        name = item.value.field
        right = fits(old.fields.get(name), new.fields.get(name), item.value.value)
        (kept if right else dropped).append(item)
    return kept, dropped


def list_new_questions(old: ServiceFile, new: ServiceFile) -> list[Text]:
    """Questions of ``new`` that ``old`` did not ask in the same way."""
    asked = [field for field in new.fields.values() if field.origin == "ask"]
    return [field.text for field in asked if not _is_same(old.fields.get(field.id), field)]


def _is_same(old: Field | None, new: Field) -> bool:
    return old is not None and (old.type, old.many, old.choices) == (new.type, new.many, new.choices)
