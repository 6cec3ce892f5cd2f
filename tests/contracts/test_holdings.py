"""Whoever keeps something of a customer has said so, or a merge would leave it behind."""

from django.apps import apps
from django.db.models import Field, ForeignKey, UUIDField

from onedoor.people.holdings import list_holdings
from onedoor.people.models import Customer

NAMED = {"customer", "holder", "giver", "other", "on_behalf_of", "representative"}
# The journal is never rewritten, and the merges themselves say which ids were whose.
OWN = {"journal.JournalEntry.customer", "journal.JournalEntry.on_behalf_of"}


def is_hers(field: Field) -> bool:  # type: ignore[type-arg]
    if isinstance(field, ForeignKey):
        return field.related_model is Customer
    return isinstance(field, UUIDField) and field.name in NAMED


def test_every_table_that_holds_a_customers_id_is_declared() -> None:
    declared = {f"{holding.model}.{holding.field}" for holding in list_holdings()}
    held = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model.__module__.startswith("onedoor.")
        for field in model._meta.concrete_fields
        if is_hers(field)
    }
    assert held - declared - OWN == set()
    assert declared - held == set()
