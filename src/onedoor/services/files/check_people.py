"""Doors, people who take part, early ends and bills: each names what there is."""

from collections.abc import Iterator

from onedoor.kernel.documents import Fault, Keys
from onedoor.services.decide.inputs import BUILT_IN
from onedoor.services.files.check_conditions import check_condition, facts_of
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.steps import Party


def check_people(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of doors, anonymous use, parties, exits, fees and duplicates."""
    yield from _doors(loaded, house)
    yield from _anonymous(loaded)
    for name, party in loaded.service.parties.items():
        yield from _party(loaded, party, ("parties", name))
        if not any(step.does == "confirm" and step.by == name for step in loaded.service.steps):
            message, remedy = f"No step waits for '{name}'.", f"Add a step '{{does: confirm, by: {name}}}'."
            yield loaded.document.fault(("parties", name), message, remedy)
    yield from _exits(loaded, house)
    yield from _fees(loaded)
    yield from _duplicates(loaded)


def _doors(loaded: Loaded, house: House) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if not service.doors:
        message = "The service does not name its doors."
        yield document.fault((), message, "Add 'doors:' such as {portal: full, counter: full}.")
    event = service.life_event
    if event and house.life_events is not None and event not in house.life_events:
        message = f"There is no life event '{event}'."
        yield document.fault(("life_event",), message, nearest(event, house.life_events))


def _anonymous(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if not service.anonymous:
        return
    if service.assurance.look or service.assurance.sign:
        message = "A service without a name cannot be sure of anybody."
        yield document.fault(("anonymous",), message, "Write 'assurance: {look: 0, sign: 0}'.")
    if service.know:
        message = "Nothing is known of somebody without a name."
        yield document.fault(("know",), message, "Ask for it, or take 'anonymous:' out.")


def _party(loaded: Loaded, party: Party, keys: Keys) -> Iterator[Fault]:
    fields, document = loaded.service.fields, loaded.document
    asked = {id: field for id, field in fields.items() if field.origin == "ask"}
    if party.of:
        group = asked.get(party.of)
        if group is None or not (group.many and group.parts):
            message = f"'{party.of}' is no group of questions that repeats."
            lists = [id for id, field in asked.items() if field.many and field.parts]
            yield document.fault((*keys, "of"), message, nearest(party.of, lists))
            return
        asked = {part.id: part for part in group.parts}
    named = {**({} if party.of else fields), **asked}  # a register may know who she is, not how to reach her
    for name, key, among in ((party.name, "name", named), (party.contact, "contact", asked)):
        if name not in among:
            message = f"'{name}' is no question{f' of {party.of}' if party.of else ''}."
            yield document.fault((*keys, key), message, nearest(name, among))
    for name in party.sees:
        if name not in facts_of(loaded):
            message = f"'{name}' does not exist in this service, so nobody can be shown it."
            yield document.fault((*keys, "sees"), message, nearest(name, facts_of(loaded)))
    yield from check_condition(loaded, party.when, (*keys, "when"), facts_of(loaded))


def _exits(loaded: Loaded, house: House) -> Iterator[Fault]:
    known = [*loaded.service.fields, *BUILT_IN]
    for number, exit in enumerate(loaded.service.exits):
        keys: Keys = ("exits", number)
        yield from check_condition(loaded, exit.when, (*keys, "when"), known)
        if exit.instead and house.services is not None and exit.instead not in house.services:
            message = f"There is no service '{exit.instead}'."
            yield loaded.document.fault((*keys, "instead"), message, nearest(exit.instead, house.services))


def _fees(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    agencies = [service.agency, *service.together_with]
    for number, fee in enumerate(service.fees):
        keys: Keys = ("fees", number)
        if fee.agency not in agencies:
            message = f"The fee '{fee.id}' is for {fee.agency}, which takes no part in this service."
            remedy = f"Use one of {', '.join(agencies)}, or add it to 'with:'."
            yield document.fault((*keys, "agency"), message, remedy)
        for text, key in ((fee.amount, "amount"), (fee.when, "when"), (fee.waive, "waive")):
            yield from check_condition(loaded, text, (*keys, key), facts_of(loaded), key)
        if fee.waive and not fee.waived_text:
            message = f"The fee '{fee.id}' can be waived, but nobody is told why."
            yield document.fault((*keys, "waive"), message, "Add 'waived_text:' in both languages.")


def _duplicates(loaded: Loaded) -> Iterator[Fault]:
    found, document = loaded.service.duplicates, loaded.document
    if found is None:
        return
    asked = {id: field for id, field in loaded.service.fields.items() if field.origin == "ask"}
    places = [id for id, field in asked.items() if field.type == "location"]
    if found.place not in places:
        message = f"'{found.place}' is no question for a location."
        yield document.fault(("duplicates", "place"), message, nearest(found.place, places))
    for name in found.same:
        if name not in asked:
            message = f"'{name}' is no question."
            yield document.fault(("duplicates", "same"), message, nearest(name, asked))
