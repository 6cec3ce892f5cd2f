"""Reads of the dialogue room: the turn as it was said, and how far a case is."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import override

from onedoor.dialogue import machine, standing, steps
from onedoor.dialogue.packets.kits import get_kit_content as get_kit_content
from onedoor.dialogue.packets.looking import get_packet as get_packet
from onedoor.dialogue.packets.looking import list_kits as list_kits
from onedoor.dialogue.packets.looking import list_packets as list_packets
from onedoor.dialogue.packets.looking import list_village_services as list_village_services
from onedoor.dialogue.sessions import fetch
from onedoor.dialogue.talk import Talk
from onedoor.dialogue.types import Turn
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.scope import scoped

assert steps  # imported for the steps that it adds


def get_turn(session: UUID, *, by: Actor, at: datetime) -> Turn:
    """What is due to be said, once more. Raises NotFound for a session that is unknown or over."""
    with transaction.atomic(), scoped(SYSTEM):
        row = fetch(session, by=by)
        talk = Talk(row, by, at)
        with override(talk.language), scoped(talk.who):
            return machine.make_turn(talk)


def say_status(number: str, *, form: str, language: str, by: Actor, at: datetime) -> str:
    """How far the case with this number is, in the same words at every door: what its public page shows,
    and nothing about a person. Raises Invalid for what is none of our numbers, NotFound for nobody's."""
    with override(language):
        return standing.say_standing(number, form=form, by=by, at=at)
