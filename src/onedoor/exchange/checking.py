"""What is wrong with registers.yaml and agreements.yaml: each fault with its line and its remedy."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from onedoor.exchange.types import PartnerKind, Register, Sensitivity
from onedoor.exchange.written import TESTED_BY, WrittenAgreement, WrittenAgreements, WrittenPredicate
from onedoor.kernel.documents import Document, Fault
from onedoor.kernel.text import LANGUAGES, Text

CLOSE = frozenset({Sensitivity.TAX, Sensitivity.MEDICAL})
USUAL = frozenset({Sensitivity.PLAIN, Sensitivity.PERSONAL})
MOST_LIMITS = 2  # about one attribute, for one receiver: more of them would give the value away
BASES = ("statute", "consent", "public-task", "contract", "vital-interest", "legitimate-interest")
_SERVICE_ID = re.compile(r"[^/\s]+(/[^/\s]+){3,4}")


def check_registers(
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


def check_agreements(
    document: Document,
    shape: WrittenAgreements,
    registers: Mapping[str, Register],
    agencies: frozenset[str] | None,
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
    agreement: WrittenAgreement,
    shape: WrittenAgreements,
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
    document: Document, here: tuple[str, ...], agreement: WrittenAgreement, registers: Mapping[str, Register]
) -> Iterator[Fault]:
    if agreement.asks and agreement.basis == "consent":
        yield document.fault(
            here, "A person who is asked for consent is shown values, not questions.", "Take 'asks:' out."
        )
    for code, asked in agreement.asks.items():
        yield from _most_asked_faults(document, (*here, code), agreement, asked)
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


def _most_asked_faults(
    document: Document,
    here: tuple[str, ...],
    agreement: WrittenAgreement,
    asked: Mapping[str, WrittenPredicate],
) -> Iterator[Fault]:
    """An agreement that asks more than it may would be refused the second time."""
    most = agreement.most_asked.questions
    for attribute, count in Counter(one.attribute for one in asked.values()).items():
        if count > most:
            yield document.fault(
                here,
                f"{count} questions about '{attribute}' are more than most_asked lets be asked ({most}).",
                "Take a question out, or raise most_asked.",
            )


def _limit_faults(document: Document, shape: WrittenAgreements) -> Iterator[Fault]:
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
    document: Document, here: tuple[str, ...], agreement: WrittenAgreement, registers: Mapping[str, Register]
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
            yield document.fault(keys, f"The {keys[-1]} has no {language}.", f"Add '{language}:'.")
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
