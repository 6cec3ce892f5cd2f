"""A form that is not for a person ends early, is not signed, and opens again when she mends it."""

from datetime import datetime

import pytest

from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict
from onedoor.services import actions
from onedoor.services import queries as services
from onedoor.services.applications.types import ApplicationView
from tests.services.stall import WHO, market, save, stall, upload

__all__ = ["market", "stall"]


def test_nothing_said_is_no_reason_to_end(stall: ApplicationView) -> None:
    assert stall.exit is None


def test_the_end_says_what_is_there_instead(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    saved = save(stall.number, "age", citizen, at, age="12")

    assert saved.ok
    assert saved.next_page == ""
    assert saved.application.exit is not None
    assert saved.application.exit.title["en"] == "You can keep a stall from 18"
    assert (saved.application.exit.instead, saved.application.exit.page) == ("income-tax", "age")


def test_an_answer_that_is_mended_opens_the_form_again(
    stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    save(stall.number, "age", citizen, at, age="12")
    saved = save(stall.number, "age", citizen, at, age="18")

    assert saved.application.exit is None
    assert saved.next_page == "who"


def test_what_has_ended_early_cannot_be_signed(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    save(stall.number, "who", citizen, at, **WHO)
    save(stall.number, "stall", citizen, at, files={"photo": upload()}, spot="by the pump")
    ended = save(stall.number, "age", citizen, at, age="12").application

    assert not ended.can_sign
    with pytest.raises(Conflict) as refused:
        actions.sign_application(
            application=ended.id, revision=ended.revision, fingerprint=ended.fingerprint, by=citizen, at=at
        )
    assert refused.value.code == "application.exit"


def test_a_part_of_an_address_can_be_read_in_a_formula(
    stall: ApplicationView, citizen: Actor, at: datetime
) -> None:
    decided = save(stall.number, "who", citizen, at, **WHO).application.decision

    assert decided is not None
    assert decided.outputs["central"] is True


def test_the_burden_of_a_form_is_told(stall: ApplicationView, citizen: Actor, at: datetime) -> None:
    save(stall.number, "age", citizen, at, age="30")
    save(stall.number, "who", citizen, at, **WHO)

    burden = services.burden_of(stall.number, by=citizen)

    assert (burden.asked, burden.answered, burden.held, burden.pages) == (9, 5, 0, 4)


def test_what_is_held_is_a_burden_spared(draft: ApplicationView, citizen: Actor) -> None:
    burden = services.burden_of(draft.number, by=citizen)

    assert burden.held == 6
    assert burden.answered == 0
