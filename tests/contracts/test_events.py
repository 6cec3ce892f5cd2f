"""Every event of the journal has a name in the register and a sentence in both languages."""

import re

import pytest
from django.utils.translation import override

from onedoor.config import urls  # noqa: F401  # the doors bring in every room, and with it its events
from onedoor.kernel.events import Event, list_events, list_subscribers
from tests.contracts.house import list_layers

NAME = re.compile(r"^[a-z]+\.[a-z_]+\.[a-z_]+$")
EVENTS = [event for event in list_events() if not event.name.startswith("test.")]


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.name)
def test_an_event_is_named_and_spoken(event: Event) -> None:
    rooms = {room for layer in list_layers() for room in layer}
    with override("en"):
        english = str(event.says)
    with override("zh-hans"):
        chinese = str(event.says)

    assert NAME.match(event.name)
    assert event.name.split(".")[0] in rooms
    assert english != chinese
    assert re.search("[一-鿿]", chinese)
    assert set(re.findall(r"%\((\w+)\)", english)) == set(re.findall(r"%\((\w+)\)", chinese))


def test_nobody_subscribes_to_an_event_that_does_not_exist() -> None:
    from onedoor.kernel import events

    unknown = [
        name for name in events._subscribers if list_subscribers(name) and events.find_event(name) is None
    ]

    assert not unknown
