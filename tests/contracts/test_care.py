"""Every field says what it holds of a person; every address says whom it is for."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from onedoor.kernel.care import undeclared
from onedoor.people.retention.declaring import list_rules, period_of

KEPT_OTHERWISE = {
    "journal.JournalEntry": "append-only: its entries hold ids and no names, and outlive what they tell",
}
AUDIENCES = {"public", "customer", "officer", "partner", "nobody"}


def our_models() -> list[Any]:
    return [model for model in apps.get_models() if model.__module__.startswith("onedoor.")]


def addresses(resolver: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    for found in resolver.url_patterns:
        address = before + str(found.pattern)
        if isinstance(found, URLResolver):
            yield from addresses(found, address)
        elif isinstance(found, URLPattern):
            yield address, found.callback


def test_every_field_of_every_model_declares_its_care() -> None:
    faults = {model._meta.label: undeclared(model) for model in our_models()}

    assert not {label: names for label, names in faults.items() if names}


def holds_somebody(model: Any) -> bool:
    return bool(getattr(model.Care, "personal", ()) or getattr(model.Care, "sensitive", ()))


def test_every_table_that_holds_something_of_a_person_has_a_keeping_period_that_runs() -> None:
    """A table has a rule, goes with the rows on which it hangs, or stands above with the reason. Who adds a
    table says when its rows go, or this fails."""
    rules = {rule.model: rule for rule in list_rules()}
    taken = {model for rule in rules.values() for model in rule.takes}
    waiting = [
        model._meta.label
        for model in our_models()
        if holds_somebody(model)
        and not model.Care.keep.startswith(("with ", "as long as ", "while "))
        and model._meta.label not in {*rules, *taken, *KEPT_OTHERWISE}
    ]

    assert not waiting
    assert all(period_of(rule.table) for rule in rules.values())


def test_no_exception_outlives_its_table_or_hides_a_rule() -> None:
    labels = {model._meta.label for model in our_models() if holds_somebody(model)}

    assert set(KEPT_OTHERWISE) <= labels - {rule.model for rule in list_rules()}


def test_what_stays_without_a_person_loses_every_word_of_her() -> None:
    """Each personal field of a table that is emptied is among those that are emptied."""
    left = {
        rule.model: set(rule.table.Care.personal) - set(rule.empties)  # type: ignore[attr-defined]
        for rule in list_rules()
        if rule.empties
    }

    assert not {model: fields for model, fields in left.items() if fields}


def test_every_address_declares_its_audience_and_level() -> None:
    silent = [
        address
        for address, view in addresses(get_resolver())
        if getattr(view, "audience", None) not in AUDIENCES
        or not isinstance(getattr(view, "level", None), int)
    ]

    assert not silent


def test_no_address_can_hold_an_identifier() -> None:
    """Only uuids, our random numbers and words of the catalogue stand in addresses."""
    suspects = ("identifier", "nric", "national", "email", "phone", "name>", "birth")

    varies = [part for address, _ in addresses(get_resolver()) for part in re.findall(r"<[^>]*>", address)]

    assert varies
    assert not [part for part in varies if any(word in part for word in suspects)]
