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

    def allows(self, *, agency: str, service: str, purpose: str, register: str, attribute: str) -> bool:
        """Whether an agreement lets the service's agency read the attribute for its purpose."""
        return self.agreements is None or any(
            one.get("receiver") == agency
            and service in (one.get("services") or ())
            and one.get("purpose") == purpose
            and attribute in ((one.get("shares") or {}).get(register) or ())
            for one in self.agreements
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
        attributes=dict(_shapes(registers)),
        logins=dict(_logins(root)),
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
