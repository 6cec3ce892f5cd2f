"""What earlier keys sealed is sealed with the newest, part by part."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, SYSTEM_ID, Actor
from onedoor.kernel.errors import NotAllowed
from onedoor.kernel.scope import scoped
from onedoor.people.rights.resealing import reseal_batch
from onedoor.people.types import RESEALED, Resealed

_KEYS: UUID = SYSTEM_ID


@action()
def reseal_some(*, model: str, field: str, after: Any = None, by: Actor, at: datetime) -> Resealed:
    """The next part of a field's rows, after the row ``after``; safe while others read and write them, and to
    repeat. What cannot be opened, because it is damaged, stays as it is and is counted."""
    if by.kind != "system":
        raise NotAllowed("keys.system_only", _("Keys are handled on the command line only."))
    with scoped(SYSTEM):
        count, broken, last = reseal_batch(model, field, after)
    if count:
        journal.record(
            RESEALED, subject_kind="key", subject=_KEYS, by=by, at=at,
            data={"model": model, "field": field, "rows": count},
        )  # fmt: skip
    return Resealed(count, broken, last)
