"""Reading a value that a person puts in place of a reported one."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.errors import Invalid
from onedoor.kernel.text import pick
from onedoor.services.forms.answers import read_answer
from onedoor.services.forms.pages import field_question
from onedoor.services.forms.unusable import Unusable
from onedoor.services.types import Field

_pick = lazy(pick, str)
_AMOUNTS = frozenset({"money", "integer", "decimal"})


def check_value(field: Field, value: Any) -> Any:
    """``value``, as posted or typed, in the field's type. Raises Invalid with what to mend."""
    if field.parts:
        return _check_parts(field, value)
    try:
        read = read_answer(field_question(field).model_copy(update={"repeats": False}), value, None)
    except Unusable as refused:
        raise Invalid("value.unusable", _pick(refused.text), field=field.id) from None
    if read is None:
        raise Invalid("value.empty", _("Write a value."), field=field.id)
    if field.type in _AMOUNTS and read < 0:
        raise Invalid("value.negative", _("The figure cannot be below zero."), field=field.id)
    return read


def _check_parts(field: Field, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Invalid("value.parts", _("Fill in each part of this entry."), field=field.id)
    parts = {part.id: part for part in field.parts}
    unknown = sorted(set(value) - set(parts))
    if unknown:
        raise Invalid("value.unknown_part", _("This entry has no such part."), field=unknown[0])
    read = {id: check_value(part, value[id]) for id, part in parts.items() if value.get(id) not in (None, "")}
    if not read:
        raise Invalid("value.empty", _("Write a value."), field=field.id)
    return read
