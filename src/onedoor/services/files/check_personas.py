"""Personas: each login once in the whole demo, and nothing held of them that no register could hold."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from onedoor.kernel.documents import Document, Fault, Faulty, Keys
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded
from onedoor.services.files.personas import Holding, Persona, read_personas

_IS: Mapping[str, Callable[[Any], bool]] = {
    "text": lambda value: isinstance(value, str),
    "date": lambda value: isinstance(value, date),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "money": lambda value: isinstance(value, int | float | Decimal) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
}
_AS: Mapping[str, str] = {
    "text": 'Write a text, in "quotes" if it is a figure.',
    "date": "Write a day such as 2024-11-02.",
    "integer": "Write a whole number.",
    "money": "Write an amount such as 2600.00.",
    "boolean": "Write true or false.",
    "list": "Begin each entry with '- '.",
}


def check_personas(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of the personas beside the service."""
    try:
        found = read_personas(loaded.document.path.parent)
    except Faulty as error:
        yield from error.faults
        return
    if found is None:
        return
    file, document = found
    seen: set[str] = set()
    for number, persona in enumerate(file.personas):
        keys: Keys = ("personas", number)
        other = house.logins.get(persona.login, loaded.service.service)
        if persona.login in seen or other != loaded.service.service:
            message = f"The login '{persona.login}' is taken already (in {other})."
            yield document.fault((*keys, "login"), message, "Give each persona a login of her own.")
        seen.add(persona.login)
        yield from _acting(persona, document, keys, house)
        for place, holding in enumerate(persona.holds):
            yield from _holding(holding, document, (*keys, "holds", place), house)


def _acting(persona: Persona, document: Document, keys: Keys, house: House) -> Iterator[Fault]:
    for login in persona.acts:
        if login not in house.logins:
            message = f"Nobody of the demo signs in as '{login}'."
            yield document.fault((*keys, "acts"), message, nearest(login, house.logins))


def _holding(holding: Holding, document: Document, keys: Keys, house: House) -> Iterator[Fault]:
    if house.registers is None:
        return
    register, attribute = holding.register_, holding.attribute
    if register not in house.registers:
        message = f"There is no register '{register}'."
        yield document.fault((*keys, "register"), message, nearest(register, house.registers))
    elif attribute not in house.registers[register]:
        message = f"Register '{register}' has no attribute '{attribute}'."
        yield document.fault((*keys, "attribute"), message, nearest(attribute, house.registers[register]))
    else:
        yield from _value(holding, house.attributes[register, attribute], document, keys)


def _value(holding: Holding, attribute: Mapping[str, Any], document: Document, keys: Keys) -> Iterator[Fault]:
    yearly = attribute.get("period") == "year"
    if yearly != bool(holding.period):
        message = f"'{holding.attribute}' is kept {'by the year' if yearly else 'without a year'}."
        yield document.fault(keys, message, 'Add period: "2024".' if yearly else "Leave out 'period:'.")
    several = attribute.get("repeats") == "record" or attribute.get("type") == "list"
    if several and not isinstance(holding.value, list):
        yield document.fault((*keys, "value"), f"'{holding.attribute}' has several entries.", _AS["list"])
        return
    for place, entry in enumerate(holding.value if several else [holding.value]):
        here = (*keys, "value", place) if several else (*keys, "value")
        yield from _entry(holding.attribute, entry, attribute, document, here)


def _entry(
    name: str, entry: Any, attribute: Mapping[str, Any], document: Document, keys: Keys
) -> Iterator[Fault]:
    kind = str(attribute.get("type"))
    if kind == "choice":
        if entry not in attribute.get("choices", {}):
            message = f"'{entry}' is no choice of '{name}'."
            yield document.fault(keys, message, nearest(str(entry), attribute.get("choices", {})))
    elif kind in ("record", "list"):
        yield from _parts(name, entry, attribute.get("fields", {}), document, keys)
    elif not _IS[kind](entry):
        yield document.fault(keys, f"'{entry}' is no {kind}, as '{name}' is.", _AS[kind])


def _parts(
    name: str, entry: Any, fields: Mapping[str, str], document: Document, keys: Keys
) -> Iterator[Fault]:
    if not isinstance(entry, dict):
        yield document.fault(keys, f"An entry of '{name}' has parts.", f"Write {', '.join(fields)}.")
        return
    for part, value in entry.items():
        if part not in fields:
            message = f"An entry of '{name}' has no part '{part}'."
            yield document.fault((*keys, part), message, nearest(part, fields))
        elif not _IS[fields[part]](value):
            message = f"'{value}' is no {fields[part]}, as '{part}' is."
            yield document.fault((*keys, part), message, _AS[fields[part]])
