"""Writes of the dialogue room: a conversation begins, goes on by replies, and ends; packets come in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue import machine, steps
from onedoor.dialogue.models import Session
from onedoor.dialogue.packets.kits import take_kit as take_kit
from onedoor.dialogue.packets.kits import withdraw_kit as withdraw_kit
from onedoor.dialogue.packets.receiving import receive_packet as receive_packet
from onedoor.dialogue.packets.taking_up import forget_entries as forget_entries
from onedoor.dialogue.packets.taking_up import take_up_entry as take_up_entry
from onedoor.dialogue.sessions import fetch
from onedoor.dialogue.talk import Talk
from onedoor.dialogue.types import BEGAN, ENDED, Ending, Profile, Turn
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import as_language
from onedoor.people import actions as people
from onedoor.trust import queries as trust

ADDRESS = "dialogue-address"
TAKEN_UP_WITHIN = timedelta(hours=24)
KNOWN_FOR = timedelta(minutes=10)
"""After so long without a reply she proves again who she is."""
KEPT = timedelta(days=30)

assert steps  # imported for the steps that it adds


@action()
def begin(*, profile: Profile, by: Actor, at: datetime, address: str = "", language: str = "") -> Turn:
    """A conversation at this door. One that was left at the same address within a day is taken up where
    it was; an address is no proof, so who she is must be proved again. The language is asked first,
    unless it is given or the address chose one before."""
    index = trust.blind_index(f"{profile.door}:{address}", ADDRESS) if address else b""
    with scoped(SYSTEM):
        before = _find_before(index, profile.door)
        row = before if before and before.ended_at is None else None
        if row is not None and at - row.heard_at > TAKEN_UP_WITHIN:
            _end(row, Ending.TIMED_OUT, at)
            row = None
        is_new = row is None
        row = row or _new(profile, index, at)
        chosen = language or (before.language if before else "")
        row.language = as_language(chosen) if chosen else row.language
        row.heard_at = at
    talk = Talk(row, by, at)
    if is_new:
        talk.turn_to(machine.HOME if chosen else "language")
    else:
        talk.forget()
    return _go_on(talk, is_new=is_new, resumed=not is_new)


@action()
def reply(*, session: UUID, text: str, by: Actor, at: datetime) -> Turn:
    """What was pressed, written or said. Of a secret nothing is kept. Raises NotFound for a session that
    is unknown or over: begin another."""
    with scoped(SYSTEM):
        row = fetch(session, by=by, lock=True)
    talk = Talk(row, by, at)
    if at - row.heard_at > KNOWN_FOR:
        talk.forget()
    row.heard_at = at
    with override(talk.language), scoped(talk.who):
        machine.hear(talk, text)
    return _go_on(talk)


@action()
def end_session(*, session: UUID, how: Ending, by: Actor, at: datetime) -> None:
    """It is over. Hung up or dropped, it may be taken up again; what is over twice is over once."""
    with scoped(SYSTEM):
        row = Session.objects.select_for_update().filter(id=session).first()
        if row is None or row.ended_at:
            return
        row.assurance = 0
        if how is Ending.HUNG_UP:
            row.save(update_fields=["assurance"])
            return
        _end(row, how, at)


@action()
def forget_sessions(*, by: Actor, at: datetime) -> int:
    """End what nobody went on with, and delete what is older than it may be kept."""
    with scoped(SYSTEM):
        for row in Session.objects.filter(ended_at=None, heard_at__lt=at - TAKEN_UP_WITHIN)[:1_000]:
            _end(row, Ending.TIMED_OUT, at)
    return people.dispose_nightly(models_of=["dialogue.Session"], by=SYSTEM, at=at)


def _find_before(index: bytes, door: str) -> Session | None:
    if not index:
        return None
    rows = Session.objects.select_for_update().filter(address=index, door=door)
    return rows.order_by("-heard_at").first()


def _new(profile: Profile, index: bytes, at: datetime) -> Session:
    return Session(
        door=profile.door,
        form=profile.form,
        choices=profile.choices,
        digits_only=profile.digits_only,
        language="",
        address=index,
        began_at=at,
        heard_at=at,
    )


def _go_on(talk: Talk, *, is_new: bool = False, resumed: bool = False) -> Turn:
    """The turn, and the place kept."""
    row = talk.row
    if resumed:
        with override(talk.language):
            talk.notices.insert(0, _("We go on where you stopped."))
    with override(talk.language), scoped(talk.who):
        turn = machine.make_turn(talk)
    with scoped(SYSTEM):
        row.save(force_insert=is_new)
        if is_new:
            journal.record(
                BEGAN, subject_kind="session", subject=row.id, by=talk.caller, at=talk.at,
                data={"door": row.door},
            )  # fmt: skip
    return turn


def _end(row: Session, how: Ending, at: datetime) -> None:
    row.ended_at, row.ending, row.assurance = at, how, 0
    row.save()
    journal.record(
        ENDED, subject_kind="session", subject=row.id, by=SYSTEM, at=at, data={"door": row.door, "how": how}
    )
