"""A caller who waits for a person, while one officer after the other is rung."""

from onedoor.doors.phone.calls import one_step
from onedoor.doors.phone.models import Call
from onedoor.doors.phone.people import CONNECTED, WAITING, make_step
from onedoor.doors.phone.voice import Does, Step


@one_step
def is_connected(call: Call) -> bool:
    """Whether an officer has taken it."""
    return call.state == CONNECTED


@one_step
def ring_next(call: Call) -> Step | None:
    """The same wait for another officer; None where she waits no longer."""
    return make_step(call, Does.PERSON) if call.state == WAITING else None
