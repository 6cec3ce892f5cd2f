"""The permission matrix: every address and operation, and what it answers each kind of caller.

Worked out from what is declared and from nothing else: ``@door`` of a page, ``@operation`` of an interface,
the permissions of each role in ``catalogue/roles.yaml``, and below, how far an officer sees where an address
names one thing. The tests knock at every cell.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from onedoor.trust import queries as trust

OPENS, SIGN_IN, PROOF = "opens", "asks for sign-in", "asks for stronger proof"
REFUSED, OWN = "refused", "own only"
CELLS = (OPENS, SIGN_IN, PROOF, REFUSED, OWN)
OFFICER_LEVEL = 3
INTERFACES = ("/api/partner/", "/api/v1/desk/", "/api/v1/")

# How far an officer sees at an address that names one thing. 'agency': what her own agency leads, helps
# with or issued; 'herself': what is hers; 'city': whatever it names, as often as her role opens it (and
# each look at a customer under a purpose that stands in the customer's own history).
REACH = {
    "/api/v1/desk/cases/": "agency",
    "/api/v1/desk/customers/": "city",
    "/api/v1/desk/packets/": "herself",
    "/desk/agency-requests/": "agency",
    "/desk/answers/": "city",
    "/desk/appointments/": "city",
    "/desk/arrivals/": "city",
    "/desk/assist/": "agency",
    "/desk/assist/start/": "city",
    "/desk/bills/": "agency",
    "/desk/breaches/": "city",
    "/desk/cases/": "agency",
    "/desk/contacts/": "city",
    "/desk/contacts/calls/": "agency",
    "/desk/contractors/": "agency",
    "/desk/counters/": "city",
    "/desk/customers/": "city",
    "/desk/design/": "city",
    "/desk/dispatch/": "city",
    "/desk/emergencies/": "agency",
    "/desk/keys/": "herself",
    "/desk/payouts/": "agency",
    "/desk/payouts/orders/": "city",
    "/desk/post/": "agency",
    "/desk/reconciliation/": "city",
    "/desk/records/": "city",
    "/desk/sign-on/": "agency",
    "/desk/secrecy/": "agency",
    "/desk/studio/": "city",
    "/desk/threads/": "agency",
    "/desk/time/": "agency",
    "/desk/try/": "city",
    "/desk/village/": "herself",
}


class Unstated(Exception):
    """Something is declared nowhere, so its cells would be a guess."""


@dataclass(frozen=True, slots=True)
class Caller:
    """A column: who knocks. ``credential``: what she shows, ``account`` to pages and customers'
    operations, or one of three keys to interfaces."""

    name: str
    kind: str = ""
    level: int = 0
    credential: str = "account"
    role: str = ""
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Address:
    """A row: where she knocks, and what is declared there."""

    path: str
    methods: str
    audience: str
    level: int
    may: str
    visitors: bool
    nameless: bool

    @property
    def interface(self) -> str:
        """The interface for systems to which it belongs; empty for a page."""
        return next((one for one in INTERFACES if self.path.startswith(one)), "")

    @property
    def names_one(self) -> bool:
        """Whether it names one thing that is somebody's: a number or an id, not the code of a service."""
        return any(kind in ("uuid", "str", "") for kind, name in self.parameters if name not in PUBLIC)

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """(converter, name) of each part that changes."""
        return re.findall(r"<(?:(\w+):)?(\w+)>", self.path)

    @property
    def reach(self) -> str:
        """How far the audience sees here. Raises Unstated for a desk's address that nobody thought of."""
        if not self.names_one or self.audience in ("public", "nobody"):
            return ""
        if self.audience != "officer":
            return "herself"
        fitting = [start for start in REACH if self.path.startswith(start)]
        if not fitting:
            raise Unstated(
                f"{self.path} names one thing: say in config/permissions.py, REACH, whether an officer"
                " opens her agency's, her own or the whole city's."
            )
        return REACH[max(fitting, key=len)]


PUBLIC = ("code", "page", "language", "rest", "office", "kind")  # parts that name nothing of anybody


def list_addresses(resolver: URLResolver | None = None, start: str = "/") -> list[Address]:
    """Every address of the house. Raises Unstated where one does not say for whom it is."""
    return [read_address(path, pattern) for path, pattern in _walk(resolver or get_resolver(), start)]


def list_callers() -> list[Caller]:
    """Every kind of caller: nobody, customers, partners, systems, and each role of officers."""
    officers = [one.code for one in trust.list_roles() if one.kind == "officer"]
    return [
        Caller("anonymous"),
        Caller("visitor (began without a name)", "visitor"),
        *(Caller(f"customer, level {level}", "customer", level) for level in (1, 2, 3)),
        Caller("representative", "customer", 2),
        Caller("partner's clerk", "partner", 2),
        Caller("partner's key", "partner", 2, credential="partner key"),
        Caller("system's key", "customer", 2, credential="system key"),
        Caller("officer, password alone", "officer", 2, role="case-officer"),
        *(Caller(code, "officer", OFFICER_LEVEL, credential="desk key", role=code) for code in officers),
        Caller(
            "case-officer, other agency's thing", "officer", OFFICER_LEVEL, "desk key", "case-officer", True
        ),
    ]


def cell(address: Address, caller: Caller) -> str:
    """What the address answers the caller."""
    if address.audience == "public" or (address.nameless and _is_nameless(caller)):
        return OPENS
    if refusal := _not_known(address, caller) or _not_for(address, caller):
        return refusal
    if caller.level < address.level and caller.kind != "visitor":
        return PROOF
    if caller.elsewhere and address.reach in ("agency", "herself"):
        return REFUSED
    return OWN if address.reach in ("agency", "herself") else OPENS


def _not_known(address: Address, caller: Caller) -> str:
    """The answer to whoever shows nothing that this door can read."""
    if not address.interface:
        if caller.kind == "visitor" and address.visitors:
            return ""
        return SIGN_IN if _is_nameless(caller) else ""
    if caller.kind in ("", "visitor"):
        return SIGN_IN
    reads = {"/api/partner/": ("partner key",), "/api/v1/desk/": ("desk key",)}
    keys = reads.get(address.interface, ("account", "system key"))
    return "" if caller.credential in keys else REFUSED


def _is_nameless(caller: Caller) -> bool:
    """Whether pages know nobody behind the caller: keys open interfaces only."""
    return caller.kind in ("", "visitor") or caller.credential in ("partner key", "system key")


def _not_for(address: Address, caller: Caller) -> str:
    if address.audience == "nobody":
        return REFUSED
    if caller.kind != address.audience and caller.kind != "visitor":
        return REFUSED
    return "" if not address.may or _allows(caller, address.may) else REFUSED


def _allows(caller: Caller, permission: str) -> bool:
    role = caller.role or {"partner": "partner-clerk"}.get(caller.kind, "citizen")
    return permission in trust.get_role(role).permissions


def _walk(resolver: URLResolver, start: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        here = start + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _walk(pattern, here)
        else:
            yield here, pattern


def read_address(path: str, pattern: URLPattern) -> Address:
    """What the view at ``path`` declares. Raises Unstated."""
    view: Any = pattern.callback
    if not hasattr(view, "audience"):
        raise Unstated(f"{path} does not say for whom it is: put @door(audience=…, level=…) on its view.")
    methods = getattr(view, "methods", ("GET", "POST"))
    return Address(
        path, ", ".join(methods), view.audience, view.level, getattr(view, "may", ""),
        getattr(view, "visitors", False), getattr(view, "nameless", False),
    )  # fmt: skip


def read_table() -> tuple[list[str], list[list[str]]]:
    """The whole matrix: its head, and a row for each address."""
    callers = list_callers()
    head = ["address", "method", "audience", "level", "permission", "reach", *(one.name for one in callers)]
    rows = [
        [
            one.path, one.methods, one.audience, str(one.level), one.may, one.reach,
            *(cell(one, caller) for caller in callers),
        ]
        for one in list_addresses()
    ]  # fmt: skip
    return head, rows
