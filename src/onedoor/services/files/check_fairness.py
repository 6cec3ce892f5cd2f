"""Whom government chooses by itself, for an offer or a pilot: never by what is protected."""

import re
from collections.abc import Collection, Iterator

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.expressions import read_names
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.check_conditions import check_condition
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded

SHARE = "share"
"""In a cohort: a number from 0 to 99 that belongs to each customer."""


def check_fairness(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of the proactive match and of the pilot's cohort."""
    service = loaded.service
    if service.proactive is not None:
        keys: Keys = ("proactive", "match")
        yield from _over_known(loaded, service.proactive.match, keys)
        yield from _protected(loaded, house, service.proactive.match, keys, service.proactive.by_law)
        yield from _named_laws(loaded, house)
    if service.pilot is not None:
        keys = ("pilot", "cohort")
        yield from _over_known(loaded, service.pilot.cohort, keys, SHARE)
        yield from _protected(loaded, house, service.pilot.cohort, keys, ())


def _over_known(loaded: Loaded, condition: str, keys: Keys, *more: str) -> Iterator[Fault]:
    """Nobody has been asked anything yet: only what registers know is there."""
    known = [*loaded.service.know, *BUILT_IN, *more]
    asked = set(loaded.service.fields) - set(loaded.service.know)
    for fault in check_condition(loaded, condition, keys, known):
        names = [name for name in asked if f"'{name}'" in fault.message]
        if names:
            message = f"'{names[0]}' is asked, so it is not known before anybody applies."
            yield loaded.document.fault(
                keys, message, "Read it from a register under 'know:', or leave it out."
            )
        else:
            yield fault


def _protected(
    loaded: Loaded, house: House, condition: str, keys: Keys, allowed: Collection[str]
) -> Iterator[Fault]:
    what = "offer" if keys[0] == "proactive" else "pilot"
    for name in read_names(condition):
        fact = loaded.service.know.get(name)
        marked = house.protected(fact.held_by, fact.attribute) if fact else False
        if name in allowed or not marked or (isinstance(marked, tuple) and not _reads(condition, marked)):
            continue
        message = f"'{name}' is protected: nobody is chosen for this {what} by it."
        yield loaded.document.fault(keys, message, _remedy(what, name))


def _reads(condition: str, parts: Collection[str]) -> bool:
    """Whether a part of a list's entries is read, as in ``some(children, #.citizen)``."""
    return any(re.search(rf"\.{part}\b", condition) for part in parts)


def _remedy(what: str, name: str) -> str:
    if what == "pilot":
        return "Choose by 'share', age, place or the benefits people have."
    return (
        f"Leave it out; or, where the law makes it a condition, name that law under 'by_law: {{{name}: …}}'."
    )


def _named_laws(loaded: Loaded, house: House) -> Iterator[Fault]:
    """A law that excuses nothing would only look like one."""
    assert loaded.service.proactive is not None
    read = read_names(loaded.service.proactive.match)
    for name in loaded.service.proactive.by_law:
        if name not in read:
            message = f"The match does not read '{name}', for which a law is named."
            yield loaded.document.fault(("proactive", "by_law", name), message, nearest(name, read))
