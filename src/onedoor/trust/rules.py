"""Assurance and access, as tables that policy people can read."""

import base64
import hashlib
import hmac
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

from onedoor.kernel.actors import Actor
from onedoor.trust.types import Degree, HeldAct, Impact, Sensitivity

# OMB M-04-04 (16 Dec 2003), table 1: the smallest level that covers each degree of each impact.
LEVEL_FOR: Mapping[Impact, Mapping[Degree, int]] = {
    Impact.DISTRESS: {Degree.LOW: 1, Degree.MODERATE: 2, Degree.HIGH: 4},
    Impact.MONEY: {Degree.LOW: 1, Degree.MODERATE: 2, Degree.HIGH: 4},
    Impact.PROGRAMMES: {Degree.LOW: 2, Degree.MODERATE: 3, Degree.HIGH: 4},
    Impact.RELEASE: {Degree.LOW: 2, Degree.MODERATE: 3, Degree.HIGH: 4},
    Impact.SAFETY: {Degree.LOW: 3, Degree.MODERATE: 4, Degree.HIGH: 4},
    Impact.VIOLATIONS: {Degree.LOW: 2, Degree.MODERATE: 3, Degree.HIGH: 4},
}

# NIST 800-63-3 split the level into proofing (IAL), authentication (AAL) and federation (FAL);
# the level of assurance is the highest row that all three reach.
NEEDED_FOR: Mapping[int, tuple[int, int, int]] = {
    1: (1, 1, 1),
    2: (2, 1, 1),
    3: (2, 2, 1),
    4: (3, 3, 2),
}

# A passkey whose device made sure of its owner is a multi-factor cryptographic authenticator: AAL2 alone
# (SP 800-63B, 5.1.8). Not AAL3: it may be shared between devices, and no maker's word about it is asked.
Method = Literal["password", "totp", "hardware", "pin", "passkey"]
AAL_OF: Mapping[frozenset[str], int] = {
    frozenset({"pin"}): 1,
    frozenset({"password"}): 1,
    frozenset({"password", "totp"}): 2,
    frozenset({"passkey"}): 2,
    frozenset({"password", "passkey"}): 2,
    frozenset({"hardware"}): 2,
    frozenset({"password", "hardware"}): 3,
    frozenset({"password", "totp", "hardware"}): 3,
}

# What a person needs to read a value that is somebody's: the permission (officers) and the level.
MAY_READ: Mapping[Sensitivity, tuple[str, int]] = {
    Sensitivity.PLAIN: ("", 0),
    Sensitivity.PERSONAL: ("customers.read", 2),
    Sensitivity.TAX: ("values.read_tax", 3),
    Sensitivity.MEDICAL: ("values.read_medical", 3),
}
# What waits for a day after a change of how somebody is reached, and what waits while she is locked.
HELD_BY_CHANGE = frozenset({HeldAct.PROOF, HeldAct.PIN, HeldAct.ACCOUNT, HeldAct.MANDATE})
HELD_BY_LOCK = frozenset(HeldAct)
HOLD_LASTS = timedelta(hours=24)
SENSITIVE_PERMISSIONS = frozenset({"values.read_tax", "values.read_medical", "emergencies.open"})
# What decides a customer's business, moves money or gives others power: never for contractors.
DECIDING_PERMISSIONS = frozenset(
    {
        "emergencies.open", "emergencies.review",
        "services.decide", "cases.close", "cases.assign", "cases.transfer", "cases.stop_clock",
        "cases.extend", "cases.grant_time", "cases.dispute", "cases.dispatch",
        "exchange.correct", "exchange.agree", "payments.raise",
        "payments.refund", "payments.cancel", "payments.waive", "payments.stop", "payments.pay_out",
        "customers.merge", "customers.decide", "mandates.grant", "knowledge.approve",
        "contractors.check", "accounts.manage", "posts.manage", "partner_keys.manage", "sign_on.manage",
    }
)  # fmt: skip
OWN_LEVEL: Mapping[Sensitivity, int] = {
    Sensitivity.PLAIN: 0,
    Sensitivity.PERSONAL: 2,
    Sensitivity.TAX: 2,
    Sensitivity.MEDICAL: 3,
}

# login.gov's figures.
CODE_FAILURES_ALLOWED = 10
CODE_LOCK = timedelta(minutes=10)

ASSISTANCE_CODE_LASTS = timedelta(minutes=10)
ASSISTANCE_CODE_FAILURES_ALLOWED = 5
ASSISTED_SESSION_LASTS = timedelta(hours=1)
CONFIRMATION_LASTS = timedelta(minutes=10)

DOOR_PIN_DIGITS = 6
DOOR_PIN_FAILURES_ALLOWED = 5
# Fifteen wrong ones in a row end a PIN: one in 57,000 of those that may be chosen is guessed by then.
DOOR_PIN_LOCKS = (timedelta(hours=1), timedelta(days=1))
PIN_LETTERS_ALLOWED, PIN_LETTERS_COUNTED = 3, timedelta(days=30)
COMMON_PINS = frozenset({"147258", "159357", "159753", "258369", "741852", "789456", "456789", "520131"})

CHALLENGE_LASTS = timedelta(minutes=10)

# What an agency's own service names a level in ``acr_values``, and reads in ``acr``.
LEVEL_NAMES: Mapping[int, str] = {level: f"urn:onedoor:assurance:{level}" for level in (1, 2, 3, 4)}
SIGN_ONS_KEPT = timedelta(days=90)
SIGN_ON_LASTS = timedelta(hours=12)  # for so long she sees in her list where she signed in
PASSKEYS_ALLOWED = 10

SESSIONS_KEPT = timedelta(days=90)
# What a browser calls itself holds the names of others too: the first that is found counts.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("MicroMessenger", "WeChat"),
    ("Firefox", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrom", "Chrome"),
    ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "Mac"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip

TOTP_STEP = 30
TOTP_DIGITS = 6


def level_for_impacts(impacts: Mapping[Impact, Degree]) -> int:
    """The level a transaction needs: the highest of its impacts; 0 where nothing can go wrong."""
    return max((LEVEL_FOR[impact][degree] for impact, degree in impacts.items()), default=0)


def level_of(proofing: int, authentication: int, federation: int = 1) -> int:
    """The level of assurance reached by an IAL, an AAL and a FAL; 0 when none."""
    reached = (proofing, authentication, federation)
    return max(
        (
            level
            for level, needed in NEEDED_FOR.items()
            if all(h >= n for h, n in zip(reached, needed, strict=True))
        ),
        default=0,
    )


def session_level(proofing: int, methods: Collection[str]) -> int:
    """The level of a session in which these methods succeeded."""
    used = frozenset(methods)
    authentication = AAL_OF.get(used, 0)
    return level_of(proofing, authentication, 2 if "hardware" in used else 1)


def level_by_provider(levels: Mapping[str, int], acr: str, proofing: int) -> int:
    """The level of a session that a provider vouches for: what its table says of ``acr``, never more, and
    never more than a second factor gives to somebody proofed so well here; 0 when the table is silent."""
    return min(levels.get(acr, 0), session_level(proofing, ("passkey",)))


def level_name(level: int) -> str:
    """Our level as clients read it."""
    return LEVEL_NAMES[level]


def level_asked(acr_values: str, least: int) -> int:
    """The level that a client needs now: the lowest of those that it names and we have, never less than
    its own row says; nought of them known means the row's."""
    named = [level for level, name in LEVEL_NAMES.items() if name in acr_values.split()]
    return max(least, min(named, default=least))


def find_live_scopes(asked: str, allowed: Collection[str]) -> str | None:
    """The scopes that a client gets, in its own order; None where it asks for one that it has not, or not
    for OpenID Connect at all."""
    wanted = list(dict.fromkeys(asked.split()))
    fits = "openid" in wanted and set(wanted) <= {"openid", *allowed}
    return " ".join(wanted) if fits else None


def read_device(agent: str) -> tuple[str, str]:
    """Browser and system by the names that people know them by; without versions, which tell devices apart
    and help nobody to recognise her own. Empty where unknown."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return browser, next((name for mark, name in SYSTEMS if mark in agent), "")


def may_read(by: Actor, sensitivity: str) -> bool:
    """Whether ``by`` may be shown a value of this class. Purpose and agency are checked elsewhere;
    a citizen is asked only about her own."""
    if by.kind == "system":
        return True
    if by.kind == "partner":
        return sensitivity == Sensitivity.PLAIN
    kind = Sensitivity(sensitivity)
    if by.kind == "citizen":
        return by.assurance >= OWN_LEVEL[kind]
    permission, level = MAY_READ[kind]
    return (not permission or permission in by.permissions) and by.assurance >= level


def totp_code(secret: str, counter: int) -> str:
    """The code of 30-second step ``counter`` (RFC 6238 with SHA-1, as every authenticator app has it)."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8), casefold=True)
    digest = hmac.digest(key, counter.to_bytes(8), hashlib.sha1)
    offset = digest[-1] & 0x0F
    value = int.from_bytes(digest[offset : offset + 4]) & 0x7FFFFFFF
    return f"{value % 10**TOTP_DIGITS:0{TOTP_DIGITS}}"


def totp_counter(at: datetime) -> int:
    """The 30-second step that ``at``, in real time, falls into."""
    return int(at.timestamp()) // TOTP_STEP


def find_totp_counter(secret: str, code: str, at: datetime, *, after: int) -> int | None:
    """The step whose code was given: one step of drift either way, and later than ``after``."""
    given = "".join(code.split()).replace("-", "")
    now = totp_counter(at)
    for counter in (now, now - 1, now + 1):
        if counter > after and hmac.compare_digest(totp_code(secret, counter).encode(), given.encode()):
            return counter
    return None


def demo_totp_code(secret: str, at: datetime) -> str:
    """The code that an authenticator would show at ``at``, in real time: for stories and testers."""
    return totp_code(secret, totp_counter(at))


def read_pin(typed: str) -> str:
    """What was typed or keyed, without its spaces and dashes."""
    return "".join(char for char in typed if not char.isspace() and char != "-")[:20]


def is_weak_pin(pin: str) -> bool:
    """Whether six digits are among the first that a stranger would try: one or two digits over and
    over, a row, a pattern, or anything that reads as a date, so that no birthday of hers or of her
    family can be one whoever knows it."""
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(pin)}
    return (
        len(set(pin)) < 3
        or steps in ({1}, {9})
        or pin[:3] == pin[3:]
        or pin[:3] == pin[:2:-1]
        or (pin[0::2] == pin[1::2])
        or pin in COMMON_PINS
        or _reads_as_date(pin)
    )


def _reads_as_date(pin: str) -> bool:
    first, middle, last = int(pin[:2]), int(pin[2:4]), int(pin[4:])
    orders = ((first, middle), (middle, first), (last, middle))  # 310190, 013190, 900131
    if any(1 <= day <= 31 and 1 <= month <= 12 for day, month in orders):
        return True
    return pin[:2] in ("19", "20") and 1 <= last <= 12  # 199001
