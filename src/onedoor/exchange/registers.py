"""registers.yaml and agreements.yaml: read, checked, and kept for the life of the process."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from pydantic import ValidationError

from onedoor.exchange.checking import USUAL, check_agreements, check_registers
from onedoor.exchange.types import (
    Agreement,
    Attribute,
    MostAsked,
    Predicate,
    Pulled,
    Register,
    SecrecyLaw,
    Sensitivity,
)
from onedoor.exchange.written import (
    WrittenAgreement,
    WrittenAgreements,
    WrittenAttribute,
    WrittenPulled,
    WrittenRegisters,
)
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Rulebook:
    """Everything that the two files say."""

    registers: Mapping[str, Register]
    agreements: Mapping[str, Agreement]
    purposes: Mapping[str, Text]
    secrecy: Mapping[str, SecrecyLaw] = field(default_factory=dict)
    policies: Mapping[str, frozenset[Sensitivity]] = field(default_factory=dict)

    def may_be_told(self, receiver: str, sensitivity: Sensitivity) -> bool:
        """Whether the receiver's policy lets it be told data of this class; without one only the usual."""
        return sensitivity in self.policies.get(receiver, USUAL)

    def attribute(self, register: str, attribute: str) -> Attribute | None:
        """The attribute, or None when no register has it."""
        found = self.registers.get(register)
        return found.attributes.get(attribute) if found else None


def get_rulebook() -> Rulebook:
    """The rules of this installation; read once. Raises Faulty when a file cannot be taken."""
    return _load(Path(settings.CATALOGUE))


def load_rulebook(folder: Path, *, agencies: frozenset[str] | None = None) -> Rulebook:
    """Read and check both files of ``folder``. Raises Faulty with every fault, each with a remedy."""
    registers_file, agreements_file = (
        read_yaml(folder / "registers.yaml"),
        read_yaml(folder / "agreements.yaml"),
    )
    registers = _registers(registers_file, _shape(registers_file, WrittenRegisters))
    shape = _shape(agreements_file, WrittenAgreements)
    faults = list(check_registers(registers_file, registers, agencies))
    faults += check_agreements(agreements_file, shape, registers, agencies)
    if faults:
        raise Faulty(faults)
    policies = {code: frozenset(policy.classes) for code, policy in shape.policies.items()}
    return Rulebook(registers, _agreements(shape), shape.purposes, _secrecy(shape), policies)


@lru_cache(maxsize=4)
def _load(folder: Path) -> Rulebook:
    return load_rulebook(folder)


def _shape(document: Document, shape: type[Any]) -> Any:
    try:
        return shape.model_validate(document.data)
    except ValidationError as error:
        raise Faulty([_shape_fault(document, dict(problem)) for problem in error.errors()]) from error


def _shape_fault(document: Document, problem: dict[str, Any]) -> Fault:
    keys = tuple(problem["loc"])
    name = ".".join(map(str, keys)) or "the file"
    if problem["type"] == "extra_forbidden":
        return document.fault(keys, f"'{keys[-1]}' is not known here.", "Remove it or correct its spelling.")
    if problem["type"] == "missing":
        return document.fault(keys, f"'{keys[-1]}' is missing.", f"Add '{keys[-1]}:' here.")
    return document.fault(keys, f"{name}: {problem['msg']}.", "Write it as the other entries do.")


def _registers(document: Document, shape: WrittenRegisters) -> dict[str, Register]:
    return {
        code: Register(
            code=code,
            title=found.title,
            agency=found.agency,
            reporters=tuple(found.reporters),
            grade=found.grade,
            attributes={name: _attribute(name, attribute) for name, attribute in found.attributes.items()},
            pulled=_pulled(found.pulled) if found.pulled else None,
        )
        for code, found in shape.registers.items()
    }


def _pulled(shape: WrittenPulled) -> Pulled:
    return Pulled(**shape.model_dump() | {"attributes": tuple(shape.attributes)})


def _attribute(code: str, shape: WrittenAttribute) -> Attribute:
    return Attribute(
        code=code,
        title=shape.title,
        type=shape.type,
        sensitivity=shape.sensitivity,
        period=shape.period,
        repeats=shape.repeats,
        precedence=tuple(shape.precedence),
        choices=shape.choices,
        fields=shape.fields,
        protected=tuple(shape.protected) if isinstance(shape.protected, list) else shape.protected,
    )


def _agreements(shape: WrittenAgreements) -> dict[str, Agreement]:
    return {
        code: Agreement(
            id=code,
            title=found.title,
            receiver=found.receiver,
            services=tuple(found.services),
            purpose=found.purpose,
            basis=found.basis,
            privacy_assessment=found.privacy_assessment.id,
            approved=found.privacy_assessment.approved,
            active_from=found.active_from,
            active_to=found.active_to,
            shares={register: frozenset(names) for register, names in found.shares.items()},
            also=tuple(found.also),
            asks=dict(_predicates(found)),
            most_asked=MostAsked(found.most_asked.questions, found.most_asked.days),
            lasts=found.lasts,
            otherwise=found.otherwise,
        )
        for code, found in shape.agreements.items()
    }


def _secrecy(shape: WrittenAgreements) -> dict[str, SecrecyLaw]:
    return {
        code: SecrecyLaw(
            code=code,
            title=found.title,
            agencies=tuple(found.agencies),
            longest=timedelta(days=found.longest_days),
            longest_in_all=timedelta(days=found.longest_in_all_days),
        )
        for code, found in shape.secrecy.items()
    }


def _predicates(shape: WrittenAgreement) -> Iterator[tuple[str, Predicate]]:
    for register, asked in shape.asks.items():
        for code, one in asked.items():
            yield (
                code,
                Predicate(
                    code=code,
                    text=one.text,
                    register=register,
                    attribute=one.attribute,
                    at_most=one.at_most,
                    at_least=one.at_least,
                    years=one.years,
                    among=tuple(one.among),
                ),
            )
