"""The people of the services' own stories can do what their stories say, in the rules' own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import pytest

from onedoor.config.demo.personas import Settler, settle
from onedoor.config.demo.settling import register_settlers, report_holdings
from onedoor.exchange import actions as exchange
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE
from onedoor.people import queries
from onedoor.services import actions
from onedoor.services.applications.types import ApplicationView
from onedoor.services.queries import get_application_by_id, list_persona_files
from tests.exchange.files import EMPLOYER_ID

BEFORE = datetime(2025, 1, 2, 9, 0, tzinfo=ZONE)
MORNING = datetime(2025, 3, 10, 9, 30, tzinfo=ZONE)


@dataclass(frozen=True)
class Story:
    """Who applies for what, with which answers page by page, and what comes of it."""

    login: str
    service: str
    outcome: str
    answers: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    figures: Mapping[str, Any] = field(default_factory=dict)


STORIES = [
    Story(
        "jing", "birth", "with_gift",
        {
            "name": {"child_name": {"latin": "Tan An", "chinese": "陈安"}},
            "parent": {"other_parent_contact": "boon@harbour.example"},
            "together": {"savings_bank": "lantern", "gift_account": "Lantern Bank 1", "library_card": "on"},
        },
        {"gift_total": 13000, "first_step": 10000, "birth_order": 3},
    ),
    Story(
        "nadia", "business", "approved",
        {
            "kind": {"business_type": "partnership", "activity": "cafe"},
            "names": {"names-0-proposed": "Tide and Toast"},
            "people": {
                "people-0-full_name": "Ho Ming", "people-0-contact": "ming@harbour.example",
                "people-0-role": "partner", "people-0-resident": "on", "people-0-adult": "on",
            },
            "plans": {"office": "3 Quay Street 018900", "turnover": "400000",
                      "staff": "4", "bank": "lantern"},
        },
        {"fees_total": 115, "chosen_name": "Tide and Toast"},
    ),
    Story(
        "grace", "move", "recorded",
        {
            "where": {
                "new_address": {"street": "14 Market Row", "unit": "07-12", "postcode": "018956"},
                "moved_on": "2025-03-01", "public_home": "on",
            },
            "others": {
                "co_movers-0-full_name": "Kwame Mensah", "co_movers-0-contact": "kwame@harbour.example",
            },
            "told": {"tell_health": "on", "tell_schools": "on", "tell_libraries": "on"},
        },
        {"recipients": 9, "household": 2},
    ),
    Story(
        "toast", "cafe", "joint",
        {
            "plan": {"opens_on": "2025-04-15", "seats": "24", "cooking": "light"},
            "extras": {"wants_sign": "on", "wants_liquor": "on"},
            "sign": {"sign_width": "300", "sign_height": "80"},
            "hours": {"closes_at": "evening"},
        },
        {"fees_total": 615, "licences_wanted": 4},
    ),
    Story("rahim", "retire", "begin", {}, {"monthly": 780, "support_quarter": 860}),
    Story(
        "lan", "bereavement", "registered", {"farewell": {"funeral": "cremation"}, "home": {}}, {"told": 5},
    ),
    Story(
        "meera", "school", "sure",
        {
            "schools": {"schools-0-school": "Bay Primary", "schools-1-school": "Hill Lane Primary"},
            "wishes": {},
        },
        {"child": "Asha Pillai", "points": [101640, 200860]},
    ),
]  # fmt: skip


@pytest.fixture
def people(db: None) -> Mapping[str, Settler]:
    settlement = settle(list_persona_files())
    register_settlers(settlement, at=BEFORE)
    exchange.register_partner(
        code="shipyard", kind="employer", name={"en": "Harbour Shipyard", "zh-hans": "海港船厂"},
        organisation=EMPLOYER_ID, active_from=date(2010, 1, 1), by=SYSTEM, at=BEFORE,
    )  # fmt: skip
    kinds = {partner.kind: partner.code for partner, _ in settlement.partners} | {"employer": "shipyard"}
    list(report_holdings(settlement, kinds))
    return {one.persona.login: one for one in settlement.settlers}


def acting_as(people: Mapping[str, Settler], login: str) -> Actor:
    """The persona, signed in strongly; for a business, whoever acts for it."""
    settler = people[login]
    own = people[settler.persona.acts[0]] if settler.persona.acts else settler
    by = Actor(
        kind="citizen", account=UUID(int=7), name=own.persona.name["en"], door="portal", assurance=3,
        customer=own.id, self_customer=own.id,
    )  # fmt: skip
    return by if own is settler else queries.acting_as(by, settler.id, at=MORNING)


def fill_in(story: Story, by: Actor) -> ApplicationView:
    assert by.customer is not None
    view = actions.start_application(
        customer=by.customer, service=story.service, door="portal", by=by, at=MORNING
    )
    for page, answers in story.answers.items():
        saved = actions.save_page(
            application=view.id, page=page, answers=answers, revision=view.revision, by=by, at=MORNING
        )
        assert saved.ok, saved.page.errors
        view = saved.application
    return view


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.service)
def test_the_story_ends_as_the_rules_say(story: Story, people: Mapping[str, Settler]) -> None:
    view = fill_in(story, acting_as(people, story.login))
    assert view.missing == ()
    assert view.decision is not None
    assert view.decision.outcome == story.outcome
    assert {name: view.decision.outputs[name] for name in story.figures} == dict(story.figures)


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.service)
def test_she_signs_and_the_work_begins(story: Story, people: Mapping[str, Settler]) -> None:
    by = acting_as(people, story.login)
    view = fill_in(story, by)
    actions.sign_application(
        application=view.id, revision=view.revision, fingerprint=view.fingerprint, by=by, at=MORNING
    )
    after = get_application_by_id(view.id, by=SYSTEM, at=MORNING)
    assert after.signed_at is not None
    assert any(step.state != "done" for step in after.steps)
