"""What a service file may refer to: agencies, registers, calendars of the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from onedoor.kernel.documents import Faulty, read_yaml


@dataclass(frozen=True, slots=True)
class House:
    """Names that exist. None where the catalogue has no such list, so that nothing is checked."""

    agencies: frozenset[str] | None = None
    registers: Mapping[str, frozenset[str]] | None = None
    calendars: frozenset[str] | None = None
    agreements: tuple[Mapping[str, Any], ...] | None = None
    attributes: Mapping[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    logins: Mapping[str, str] = field(default_factory=dict)
    """The personas of the demo: login, and the service that shows her."""
    services: frozenset[str] | None = None
    life_events: frozenset[str] | None = None

    def protected(self, register: str, attribute: str) -> bool | tuple[str, ...]:
        """Whether nobody may be chosen by the attribute; or by which of its fields."""
        marked = self.attributes.get((register, attribute), {}).get("protected", False)
        return tuple(map(str, marked)) if isinstance(marked, list) else bool(marked)

    def lacking(
        self, *, agency: str, service: str, purpose: str, register: str, attribute: str
    ) -> tuple[str, ...] | None:
        """What is wrong with the agreement that comes nearest to letting the agency read the attribute.

        Empty where one lets it; None where there is no agreement at all.
        """
        if self.agreements is None:
            return ()
        asked = (agency, service, purpose, register, attribute)
        lacks = [tuple(why for holds, why in _terms(one, *asked) if not holds) for one in self.agreements]
        return min(lacks, key=len, default=None)

    def questions(
        self, *, agency: str, service: str, purpose: str, register: str, attribute: str
    ) -> frozenset[str] | None:
        """What an agreement lets the agency ask about the attribute, by yes or no alone; None where the
        catalogue has no agreements."""
        if self.agreements is None:
            return None
        return frozenset(
            str(code)
            for one in self.agreements
            if agency in (one.get("receiver"), *(one.get("also") or ()))
            and service in (one.get("services") or ())
            and one.get("purpose") == purpose
            for code, asked in ((one.get("asks") or {}).get(register) or {}).items()
            if asked.get("attribute") == attribute
        )


def read_house(root: Path) -> House:
    """The lists that lie beside the services under ``root``."""
    registers = _data(root / "registers.yaml", "registers")
    calendars = frozenset(path.stem for path in (root / "calendars").glob("*.yaml"))
    agreements = _data(root / "agreements.yaml", "agreements")
    return House(
        agencies=_codes(_data(root / "agencies.yaml", "agencies")),
        registers={code: _attributes(register) for code, register in registers.items()}
        if registers
        else None,
        calendars=calendars or None,
        agreements=_mappings(agreements) if agreements else None,
        services=frozenset(path.parent.name for path in root.glob("*/service.yaml")) or None,
        life_events=_codes(_data(root / "life-events.yaml", "life_events")),
        attributes=dict(_shapes(registers)),
        logins=dict(_logins(root)),
    )


def _terms(
    one: Mapping[str, Any], agency: str, service: str, purpose: str, register: str, attribute: str
) -> Iterator[tuple[bool, str]]:
    """The terms of an agreement: whether each holds, and what is wrong where it does not."""
    title = (one.get("title") or {}).get("en") or one.get("id") or "The nearest agreement"
    shares = one.get("shares") or {}
    yield one.get("receiver") == agency, f"'{title}' is made with {one.get('receiver')}, not with {agency}"
    yield service in (one.get("services") or ()), f"'{title}' does not name the service '{service}'"
    yield one.get("purpose") == purpose, f"'{title}' is for another purpose than '{purpose}'"
    yield register in shares, f"'{title}' does not share the register '{register}'"
    yield (
        attribute in (shares.get(register) or ()),
        f"'{title}' does not share '{attribute}' of '{register}'",
    )


def _data(path: Path, part: str) -> Any:
    try:
        data = read_yaml(path).data
    except Faulty:
        return None
    return data.get(part, data) if isinstance(data, dict) else data


def _codes(agencies: Any) -> frozenset[str] | None:
    if isinstance(agencies, dict):
        return frozenset(map(str, agencies))
    if isinstance(agencies, list):
        return frozenset(
            str(agency.get("code")) if isinstance(agency, dict) else str(agency) for agency in agencies
        )
    return None


def _mappings(named: Any) -> tuple[Mapping[str, Any], ...]:
    return tuple(one for one in named.values() if isinstance(one, dict)) if isinstance(named, dict) else ()


def _attributes(register: Any) -> frozenset[str]:
    attributes = register.get("attributes") if isinstance(register, dict) else None
    return frozenset(map(str, attributes or ()))


def _shapes(registers: Any) -> Iterator[tuple[tuple[str, str], Mapping[str, Any]]]:
    for code, register in registers.items() if isinstance(registers, dict) else ():
        attributes = register.get("attributes") if isinstance(register, dict) else None
        for name, attribute in attributes.items() if isinstance(attributes, dict) else ():
            if isinstance(attribute, dict):
                yield (str(code), str(name)), attribute


def _logins(root: Path) -> Iterator[tuple[str, str]]:
    """The first service, by name, to which a login belongs."""
    for path in sorted(root.glob("*/personas.yaml"), reverse=True):
        people = _data(path, "personas")
        for persona in people if isinstance(people, list) else ():
            if isinstance(persona, dict) and "login" in persona:
                yield str(persona["login"]), path.parent.name
