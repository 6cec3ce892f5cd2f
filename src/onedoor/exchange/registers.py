"""registers.yaml and agreements.yaml: read, checked, and kept for the life of the process."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from onedoor.exchange.types import (
    Agreement,
    Attribute,
    Grade,
    PartnerKind,
    Predicate,
    Pulled,
    Register,
    Repeats,
    SecrecyLaw,
    Sensitivity,
)
from onedoor.kernel.documents import Document, Fault, Faulty, read_yaml
from onedoor.kernel.text import LANGUAGES, Text

CLOSE = frozenset({Sensitivity.TAX, Sensitivity.MEDICAL})
USUAL = frozenset({Sensitivity.PLAIN, Sensitivity.PERSONAL})
MOST_LIMITS = 2  # about one attribute, for one receiver: more of them would give the value away
BASES = ("statute", "consent", "public-task", "contract", "vital-interest", "legitimate-interest")
ValueType = Literal["text", "date", "integer", "money", "boolean", "choice", "record", "list"]
Simple = Literal["text", "date", "integer", "money", "boolean"]
_SERVICE_ID = re.compile(r"[^/\s]+(/[^/\s]+){3,4}")


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Attribute(_Shape):
    title: dict[str, str]
    type: ValueType
    sensitivity: Sensitivity
    period: Literal["standing", "year"] = "standing"
    repeats: Repeats = Repeats.NO
    precedence: list[str] = Field(min_length=1)
    choices: dict[str, dict[str, str]] = {}
    fields: dict[str, Simple] = {}
    protected: bool | list[str] = False


class _Pulled(_Shape):
    service: str
    attributes: list[str] = Field(min_length=1)
    known_by: Literal["pseudonym", "identifier"] = "pseudonym"
    answer_within: float = Field(default=2.0, gt=0, le=10)
    fresh_for: timedelta = timedelta(days=1)
    usable_for: timedelta = timedelta(days=30)
    opens_after: int = Field(default=5, ge=1, le=100)
    tries_again_after: timedelta = timedelta(minutes=1)
    request_hash: Literal["checked", "left-to-server"] = "checked"


class _Register(_Shape):
    title: dict[str, str]
    agency: str
    reporters: list[str] = Field(min_length=1)
    grade: Grade
    attributes: dict[str, _Attribute] = Field(min_length=1)
    pulled: _Pulled | None = None


class _Registers(_Shape):
    registers: dict[str, _Register]


class _Assessment(_Shape):
    id: str
    approved: bool


class _Predicate(_Shape):
    attribute: str
    text: dict[str, str]
    at_most: Decimal | None = None
    at_least: Decimal | None = None
    years: int | None = Field(default=None, ge=1, le=120)
    among: list[str] = []

    def tests(self) -> list[str]:
        """Which tests are set."""
        return [name for name in TESTED_BY if getattr(self, name) not in (None, [])]


TESTED_BY: dict[str, tuple[str, ...]] = {
    "at_most": ("money", "integer"),
    "at_least": ("money", "integer"),
    "years": ("date",),
    "among": ("choice", "text"),
}


class _Policy(_Shape):
    classes: list[Sensitivity] = Field(min_length=1)


class _Agreement(_Shape):
    title: dict[str, str]
    receiver: str
    services: list[str] = Field(min_length=1)
    purpose: str
    basis: str
    privacy_assessment: _Assessment
    active_from: date
    active_to: date | None = None
    shares: dict[str, list[str]] = Field(min_length=1)
    also: list[str] = []
    asks: dict[str, dict[str, _Predicate]] = {}
    lasts: int = Field(default=0, ge=0, le=3660)
    otherwise: dict[str, str] = {}


class _Secrecy(_Shape):
    title: dict[str, str]
    agencies: list[str] = Field(min_length=1)
    longest_days: int = Field(gt=0)
    longest_in_all_days: int = Field(gt=0)


class _Agreements(_Shape):
    secrecy: dict[str, _Secrecy] = {}
    purposes: dict[str, dict[str, str]]
    policies: dict[str, _Policy] = {}
    agreements: dict[str, _Agreement]


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
    registers = _registers(registers_file, _shape(registers_file, _Registers))
    shape = _shape(agreements_file, _Agreements)
    faults = list(_register_faults(registers_file, registers, agencies))
    faults += _agreement_faults(agreements_file, shape, registers, agencies)
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


def _registers(document: Document, shape: _Registers) -> dict[str, Register]:
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


def _pulled(shape: _Pulled) -> Pulled:
    return Pulled(**shape.model_dump() | {"attributes": tuple(shape.attributes)})


def _attribute(code: str, shape: _Attribute) -> Attribute:
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


def _agreements(shape: _Agreements) -> dict[str, Agreement]:
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
            lasts=found.lasts,
            otherwise=found.otherwise,
        )
        for code, found in shape.agreements.items()
    }


def _secrecy(shape: _Agreements) -> dict[str, SecrecyLaw]:
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


def _predicates(shape: _Agreement) -> Iterator[tuple[str, Predicate]]:
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


def _register_faults(
    document: Document, registers: Mapping[str, Register], agencies: frozenset[str] | None
) -> Iterator[Fault]:
    for code, register in registers.items():
        here = ("registers", code)
        yield from _title_faults(document, (*here, "title"), register.title)
        yield from _body_faults(document, (*here, "agency"), [register.agency], agencies, kinds=False)
        yield from _body_faults(document, (*here, "reporters"), register.reporters, agencies, kinds=True)
        yield from _pull_faults(document, (*here, "pulled"), register)
        for name, attribute in register.attributes.items():
            place = (*here, "attributes", name)
            yield from _title_faults(document, (*place, "title"), attribute.title)
            strangers = sorted(set(attribute.precedence) - set(register.reporters))
            if strangers:
                yield document.fault(
                    (*place, "precedence"),
                    f"{strangers[0]} does not report to {code}.",
                    "Add it to the register's reporters, or take it out here.",
                )
            if (attribute.type in ("record", "list")) != bool(attribute.fields):
                yield document.fault(
                    place,
                    f"'{name}': record and list have fields; {attribute.type} has not, or they are missing.",
                    "Add or remove 'fields:'.",
                )
            for name in attribute.protected if isinstance(attribute.protected, tuple) else ():
                if name not in attribute.fields:
                    yield document.fault(
                        (*place, "protected"),
                        f"'{name}' is no field of this attribute.",
                        "Name its fields, or write 'protected: true' for the whole.",
                    )
            if (attribute.type == "choice") != bool(attribute.choices):
                yield document.fault(
                    place,
                    f"'{name}': choices belong to the type choice, and to no other.",
                    "Add or remove 'choices:'.",
                )


def _pull_faults(document: Document, here: tuple[str, ...], register: Register) -> Iterator[Fault]:
    if (pulled := register.pulled) is None:
        return
    if not _SERVICE_ID.fullmatch(pulled.service):
        yield document.fault(
            (*here, "service"),
            f"'{pulled.service}' is no X-Road service id.",
            "Write INSTANCE/CLASS/MEMBER/SUBSYSTEM/SERVICE.",
        )
    if register.agency not in register.reporters:
        yield document.fault(
            here, f"{register.agency} is asked, but does not report.", "Add it to the reporters."
        )
    for name in pulled.attributes:
        if name not in register.attributes:
            yield document.fault(
                (*here, "attributes"), f"'{name}' is no attribute.", "Describe it under 'attributes:'."
            )
    if pulled.usable_for < pulled.fresh_for:
        yield document.fault(
            (*here, "usable_for"),
            "An answer would be too old before it is asked again.",
            "Make it at least as long as fresh_for.",
        )


def _agreement_faults(
    document: Document, shape: _Agreements, registers: Mapping[str, Register], agencies: frozenset[str] | None
) -> Iterator[Fault]:
    for purpose, title in shape.purposes.items():
        yield from _title_faults(document, ("purposes", purpose), title)
    for law, secrecy in shape.secrecy.items():
        yield from _title_faults(document, ("secrecy", law, "title"), secrecy.title)
        yield from _body_faults(
            document, ("secrecy", law, "agencies"), secrecy.agencies, agencies, kinds=False
        )
    for code, agreement in shape.agreements.items():
        here = ("agreements", code)
        yield from _title_faults(document, (*here, "title"), agreement.title)
        told = [agreement.receiver, *agreement.also]
        yield from _body_faults(document, (*here, "receiver"), told, agencies, kinds=False)
        if agreement.purpose not in shape.purposes:
            yield document.fault(
                (*here, "purpose"),
                f"No purpose '{agreement.purpose}'.",
                "Explain it under 'purposes:' first.",
            )
        if agreement.basis.partition(":")[0] not in BASES:
            yield document.fault(
                (*here, "basis"), f"'{agreement.basis}' is no basis.", f"Use one of {', '.join(BASES)}."
            )
        if agreement.active_to is not None and agreement.active_to <= agreement.active_from:
            yield document.fault(
                (*here, "active_to"), "It ends before it begins.", "Correct one of the two dates."
            )
        if agreement.basis == "consent":
            yield from _title_faults(document, (*here, "otherwise"), agreement.otherwise)
        yield from _share_faults(document, (*here, "shares"), agreement, registers)
        yield from _policy_faults(document, here, agreement, shape, registers)
        yield from _predicate_faults(document, (*here, "asks"), agreement, registers)
    yield from _limit_faults(document, shape)


def _policy_faults(
    document: Document,
    here: tuple[str, ...],
    agreement: _Agreement,
    shape: _Agreements,
    registers: Mapping[str, Register],
) -> Iterator[Fault]:
    """An agreement that shares more than a receiver's policy lets it be told would only be refused later."""
    named = [(code, name) for code, names in agreement.shares.items() for name in names]
    asked = [(code, one.attribute) for code, ones in agreement.asks.items() for one in ones.values()]
    for receiver in (agreement.receiver, *agreement.also):
        policy = shape.policies.get(receiver)
        may = frozenset(policy.classes) if policy else USUAL
        for code, name in (*named, *asked):
            attribute = registers[code].attributes.get(name) if code in registers else None
            if attribute is not None and attribute.sensitivity not in may:
                yield document.fault(
                    here,
                    f"The policy of {receiver} does not let it be told '{name}' ({attribute.sensitivity}).",
                    "Take it out, or let 'policies:' say that this receiver may be told this class.",
                )


def _predicate_faults(
    document: Document, here: tuple[str, ...], agreement: _Agreement, registers: Mapping[str, Register]
) -> Iterator[Fault]:
    if agreement.asks and agreement.basis == "consent":
        yield document.fault(
            here, "A person who is asked for consent is shown values, not questions.", "Take 'asks:' out."
        )
    for code, asked in agreement.asks.items():
        for name, one in asked.items():
            place = (*here, code, name)
            yield from _title_faults(document, (*place, "text"), one.text)
            attribute = registers[code].attributes.get(one.attribute) if code in registers else None
            if attribute is None:
                yield document.fault(
                    place,
                    f"{code} has no attribute '{one.attribute}'.",
                    "Describe it in registers.yaml first.",
                )
                continue
            tests = one.tests()
            if len(tests) != 1 or attribute.type not in TESTED_BY[tests[0]]:
                yield document.fault(
                    place,
                    f"'{name}' needs exactly one test that fits a {attribute.type}.",
                    "Use at_most or at_least for amounts, years for dates, among for choices and text.",
                )


def _limit_faults(document: Document, shape: _Agreements) -> Iterator[Fault]:
    """Many yes-or-no questions about one attribute add up to the value; so they are few by rule."""
    asked: dict[tuple[str, str, str], set[object]] = {}
    for code, agreement in shape.agreements.items():
        for register, ones in agreement.asks.items():
            for name, one in ones.items():
                for receiver in (agreement.receiver, *agreement.also):
                    limits = asked.setdefault((receiver, register, one.attribute), set())
                    limits.add((one.at_most, one.at_least, one.years, tuple(sorted(one.among))))
                    if len(limits) > MOST_LIMITS:
                        yield document.fault(
                            ("agreements", code, "asks", register, name),
                            f"{receiver} could work out '{one.attribute}' from so many questions about it.",
                            f"Ask at most {MOST_LIMITS} questions about one attribute, or share the value.",
                        )


def _share_faults(
    document: Document, here: tuple[str, ...], agreement: _Agreement, registers: Mapping[str, Register]
) -> Iterator[Fault]:
    strong = agreement.basis.partition(":")[0] in ("statute", "consent")
    for code, names in agreement.shares.items():
        register = registers.get(code)
        if register is None:
            yield document.fault(
                (*here, code), f"There is no register '{code}'.", "Describe it in registers.yaml first."
            )
            continue
        for index, name in enumerate(names):
            attribute = register.attributes.get(name)
            if attribute is None:
                yield document.fault(
                    (*here, code, index),
                    f"{code} has no attribute '{name}'.",
                    "Describe it in registers.yaml first.",
                )
            elif attribute.sensitivity in CLOSE and not strong:
                yield document.fault(
                    (*here, code, index),
                    f"'{name}' is {attribute.sensitivity} data; '{agreement.basis}' is too weak.",
                    "Name the statute, or ask for consent.",
                )


def _title_faults(document: Document, keys: tuple[str, ...], title: Text) -> Iterator[Fault]:
    for language in LANGUAGES:
        if not title.get(language):
            yield document.fault(keys, f"The title has no {language}.", f"Add '{language}:'.")
    for stray in set(title) - set(LANGUAGES):
        yield document.fault(
            keys, f"'{stray}' is not a language of the house.", f"Use {' and '.join(LANGUAGES)}."
        )


def _body_faults(
    document: Document, keys: tuple[str, ...], codes: Any, agencies: frozenset[str] | None, *, kinds: bool
) -> Iterator[Fault]:
    if agencies is None:
        return
    known = agencies | (frozenset(PartnerKind.values) if kinds else frozenset())
    for code in codes:
        if code not in known:
            yield document.fault(
                keys, f"There is no body '{code}'.", "Add it to agencies.yaml or correct the code."
            )
