"""What a telephone sent, and what it is answered: one conversation a number for messages, one for USSD."""

import json
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from onedoor.dialogue import actions as dialogue
from onedoor.dialogue import queries as dialogues
from onedoor.dialogue.types import MORE, Ending, Profile, Then, Turn
from onedoor.doors.text.cutting import cut_screens, write_message
from onedoor.doors.text.joining import ADDRESS
from onedoor.doors.text.locking import lock_by_number
from onedoor.doors.text.models import Line
from onedoor.doors.text.people import ask_person
from onedoor.kernel.actors import ANONYMOUS, SYSTEM
from onedoor.kernel.errors import NotFound, Refused
from onedoor.kernel.ids import find_number
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import has_chinese
from onedoor.knowledge.types import Form
from onedoor.people import actions as people_actions
from onedoor.people import queries as people
from onedoor.trust import queries as trust

PROFILE = Profile(door="text", form=Form.SHORT, choices=8)
WRITER = replace(ANONYMOUS, door="text")
MESSAGE, USSD = "sms", "ussd"
SEALED_FOR = "text-screens"
STOP = frozenset({"stop", "stopall", "unsubscribe", "停止", "退订"})
LOCK = frozenset({"lock", "锁定", "锁定身份"})
START = frozenset({"start", "开始"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back; ``ends``: the USSD session is closed after it."""

    text: str
    ends: bool = False


def hear_message(*, number: str, text: str, at: datetime) -> Answer:
    """A whole text message. The first one begins a conversation, or asks for the status of the reference
    that it is."""
    with scoped(SYSTEM), transaction.atomic():
        line = _lock(MESSAGE, number, at)
        word = text.strip().casefold()
        if word in STOP:
            return _stop(line, number, text, at)
        if line.stopped_at and word not in START:
            line.stopped_at = None  # she writes to us again: she is answered
        if word in LOCK and (locked := lock_by_number(number, text, at)):
            line.save()
            return Answer(locked)
        turn, begun = _take_up(line, number, text, at)
        if begun and find_number(text):
            return Answer(_status_first(text, turn, at))
        if not begun:
            turn = dialogue.reply(session=turn.session, text=text, by=WRITER, at=at)
        answer = Answer(write_message(_lead_on(line, turn, number, at)))
        line.save()
        return answer


def hear_ussd(*, number: str, text: str, carried_as: str, is_new: bool, at: datetime) -> Answer:
    """What was dialled or keyed in. A session that dropped is taken up again by dialling anew."""
    with scoped(SYSTEM), transaction.atomic():
        line = _lock(USSD, number, at)
        if not is_new and line.carried_as == carried_as[:64] and text.strip() == MORE and line.rest:
            return _show(line, json.loads(trust.unseal(bytes(line.rest), purpose=SEALED_FOR)), ends=False)
        if is_new or line.session is None or line.carried_as != carried_as[:64]:
            turn = dialogue.begin(
                profile=replace(PROFILE, choices=6), address=f"ussd:{number}", by=WRITER, at=at
            )
            line.session, line.carried_as = turn.session, carried_as[:64]
        else:
            try:
                turn = dialogue.reply(session=line.session, text=text, by=WRITER, at=at)
            except NotFound:
                turn = dialogue.begin(
                    profile=replace(PROFILE, choices=6), address=f"ussd:{number}", by=WRITER, at=at
                )
                line.session = turn.session
        turn = _lead_on(line, turn, number, at)
        return _show(line, cut_screens(turn), ends=turn.then is not Then.LISTEN)


def drop_ussd(*, number: str, carried_as: str, at: datetime) -> None:
    """The network dropped the session, or she left it: she proves anew who she is when she dials again."""
    with scoped(SYSTEM), transaction.atomic():
        line = Line.objects.select_for_update().filter(kind=USSD, address=_index(number)).first()
        if line is None or line.session is None or line.carried_as != carried_as[:64]:
            return
        dialogue.end_session(session=line.session, how=Ending.HUNG_UP, by=WRITER, at=at)
        line.carried_as, line.rest = "", b""
        line.save()


def _index(number: str) -> bytes:
    return trust.blind_index(number, ADDRESS)


def _lock(kind: str, number: str, at: datetime) -> Line:
    """The telephone's line, locked: what it sends at once is dealt with one after the other."""
    Line.objects.bulk_create([Line(kind=kind, address=_index(number), heard_at=at)], ignore_conflicts=True)
    line = Line.objects.select_for_update().get(kind=kind, address=_index(number))
    line.heard_at = at
    return line


def _take_up(line: Line, number: str, text: str, at: datetime) -> tuple[Turn, bool]:
    """The conversation under way, or a new one."""
    if line.session is not None:
        try:
            return dialogues.get_turn(line.session, by=WRITER, at=at), False
        except NotFound:
            line.session = None
    language = "zh-hans" if has_chinese(text) else ""
    turn = dialogue.begin(profile=PROFILE, address=number, language=language, by=WRITER, at=at)
    line.session = turn.session
    line.save()
    return turn, True


def _status_first(text: str, turn: Turn, at: datetime) -> str:
    try:
        words = dialogues.say_status(text, form=PROFILE.form, language=turn.language, by=WRITER, at=at)
    except Refused as refusal:
        with override(turn.language):
            words = str(refusal.message)
    return f"{words}\n{write_message(turn)}"


def _lead_on(line: Line, turn: Turn, number: str, at: datetime) -> Turn:
    """Nobody speaks by text at once: who wants a person is called back."""
    if turn.then not in (Then.PERSON, Then.CALL_BACK):
        return turn
    ask_person(number=number, language=turn.language, at=at)
    dialogue.end_session(session=turn.session, how=Ending.HANDED_OVER, by=WRITER, at=at)
    line.session = None
    with override(turn.language):
        return replace(turn, says=(_("An officer calls you back on this number."),), then=Then.END)


def _show(line: Line, screens: list[str], *, ends: bool) -> Answer:
    first, *rest = screens
    line.rest = trust.seal(json.dumps(rest), purpose=SEALED_FOR) if rest else b""
    line.save()
    return Answer(first, ends=ends and not rest)


def _stop(line: Line, number: str, text: str, at: datetime) -> Answer:
    """No more messages that she did not ask for."""
    line.stopped_at = at
    customer = people.find_by_contact("phone", number)
    if customer and people.preferences(customer).door == "text":
        people_actions.change_preferences(customer=customer, door="portal", by=SYSTEM, at=at)
    if line.session is not None:
        dialogue.end_session(session=line.session, how=Ending.DONE, by=WRITER, at=at)
        line.session = None
    line.save()
    with override("zh-hans" if has_chinese(text) else "en"):
        return Answer(_("You get no more text messages from us. Write to us at any time to be answered."))
