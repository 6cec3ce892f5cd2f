"""Every field says what it holds of a person; every address says whom it is for."""

import re
from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver

from onedoor.kernel.care import undeclared
from onedoor.people.retention.declaring import list_rules, period_of

RUNNING = {"people", "contact", "exchange", "trust", "cases", "services", "knowledge", "post_door"}
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


def test_every_keeping_period_of_these_rooms_runs() -> None:
    """A table has a rule, or goes with the rows on which it hangs."""
    rules = {rule.model: rule for rule in list_rules()}
    taken = {model for rule in rules.values() for model in rule.takes}
    waiting = [
        model._meta.label
        for model in our_models()
        if model._meta.app_label in RUNNING
        and (getattr(model.Care, "personal", ()) or getattr(model.Care, "sensitive", ()))
        and not model.Care.keep.startswith(("with ", "as long as ", "while "))
        and model._meta.label not in {*rules, *taken}
    ]

    assert not waiting
    assert all(period_of(rule.table) for rule in rules.values())


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
