"""Who she is: a reference or her customer number, and the PIN for doors. Never where she calls from."""

from uuid import UUID

from django.utils.translation import gettext as _

from onedoor.cases import queries as cases
from onedoor.dialogue.machine import ASK_WHO, HOME, add_step
from onedoor.dialogue.numbers import read_reference
from onedoor.dialogue.talk import Said, Talk
from onedoor.dialogue.types import IDENTIFIED, Expects, Task
from onedoor.journal import actions as journal
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.errors import NotFound, Refused
from onedoor.kernel.scope import scoped
from onedoor.people import queries as people
from onedoor.services import queries as services
from onedoor.trust import actions as trust
from onedoor.trust.rules import DOOR_PIN_DIGITS

KINDS_OF_ORGANISATION = "BCG"
PERSON_DIGITS, ORGANISATION_DIGITS = 16, 12


def _say_who(talk: Talk) -> Said:
    if talk.row.customer is not None and "other" not in talk.facts:
        return _ask_pin()
    how = Expects.DIGITS if talk.row.digits_only else Expects.TEXT
    words = _("Give your customer number, or the reference of one of your requests.")
    return Said(says=(words,), expects=how)


def _hear_who(talk: Talk, text: str) -> None:
    if talk.row.customer is not None and "other" not in talk.facts:
        _try_pin(talk, talk.row.customer, text)
        return
    found = find_whom(text, digits_only=talk.row.digits_only)
    talk.turn_to("pin", whom=str(found) if found else "")


def _say_pin(talk: Talk) -> Said:
    return _ask_pin()


def _ask_pin() -> Said:
    words = _("Now your PIN for telephone and text, %(digits)s digits.") % {"digits": DOOR_PIN_DIGITS}
    return Said(says=(words,), expects=Expects.DIGITS, digits=DOOR_PIN_DIGITS, secret=True, kind="pin")


def _hear_pin(talk: Talk, text: str) -> None:
    whom = str(talk.facts.get("whom", ""))
    _try_pin(talk, UUID(whom) if whom else None, text)


def _try_pin(talk: Talk, customer: UUID | None, pin: str) -> None:
    """The attempt is recorded by trust whatever comes of it; the PIN itself is nowhere kept."""
    try:
        actor = trust.sign_in_by_pin(
            customer=customer, pin=pin, door=talk.row.door, by=talk.caller, at=talk.at
        )
    except Refused as refusal:
        talk.say(refusal.message)
        if refusal.code in ("pin.locked", "identity.locked"):
            talk.row.customer = None
            talk.home(HOME)
        else:
            talk.turn_to(ASK_WHO, other=True)
        return
    talk.know(actor)
    talk.back(HOME)
    with scoped(SYSTEM):
        journal.record(
            IDENTIFIED, subject_kind="session", subject=talk.row.id, customer=actor.customer, by=actor,
            at=talk.at, data={"door": talk.row.door},
        )  # fmt: skip


def find_whom(typed: str, *, digits_only: bool) -> UUID | None:
    """The customer whose number or reference this is; None is told to nobody before the PIN."""
    with scoped(SYSTEM):
        try:
            if number := read_reference(typed, digits_only=digits_only):
                case = cases.find_case(number, by=SYSTEM)
                return case.customer if case else services.get_application(number, by=SYSTEM).customer
        except NotFound:
            return None
        found = set(people.find_ids(list_identifiers(typed)).values())
    return found.pop() if len(found) == 1 else None


def list_identifiers(typed: str) -> list[str]:
    """What may be meant by digits alone: a person's number is typed without its letters, an
    organisation's with the kind left out."""
    compact = "".join(sign for sign in typed.upper() if sign.isalnum())
    if not compact.isdigit():
        return [compact]
    if len(compact) == PERSON_DIGITS:
        return [f"HC{compact}"]
    if len(compact) == ORGANISATION_DIGITS:
        return [f"{compact[:3]}{kind}{compact[3:]}" for kind in KINDS_OF_ORGANISATION]
    return [compact]


add_step(ASK_WHO, Task.IDENTIFY, say=_say_who, hear=_hear_who)
add_step("pin", Task.IDENTIFY, say=_say_pin, hear=_hear_pin, zero=True)
