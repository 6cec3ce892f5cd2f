"""What the customer reads about all this, in both languages."""

from datetime import datetime

import pytest
from django.utils.translation import override

from onedoor.journal.models import JournalEntry
from onedoor.journal.types import Entry
from onedoor.kernel.actors import Actor
from onedoor.kernel.events import Event, list_events
from onedoor.trust import actions
from tests.trust.conftest import ADA


@pytest.mark.django_db
def test_she_reads_who_helped_her_where(ada_acts: Actor, officer: Actor, at: datetime) -> None:
    code = actions.offer_assistance(customer=ADA, by=ada_acts, at=at).code
    actions.begin_assisted(customer=ADA, code=code, by=officer, at=at)
    row = JournalEntry.objects.get(event="trust.assistance.begun")
    entry = Entry(**{name: getattr(row, name) for name in Entry.__dataclass_fields__})
    assert entry.sentence("en") == "Grace Lim began to help you at Revenue Service"
    assert entry.sentence("zh-hans") == "税务局的Grace Lim开始协助您办理"


@pytest.mark.parametrize(
    "event", [e for e in list_events() if e.name.split(".")[0] in ("trust", "people")], ids=lambda e: e.name
)
def test_every_event_has_a_sentence_in_both_languages(event: Event) -> None:
    with override("en"):
        english = str(event.says)
    with override("zh-hans"):
        assert str(event.says) != english
