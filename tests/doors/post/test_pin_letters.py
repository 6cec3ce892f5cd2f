"""A PIN by letter: from her order to her call, and known to nobody in between."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pypdf
import pytest
from django.db import connection
from django.test import Client

from onedoor.contact.models import OutsideMessage
from onedoor.doors.post import actions, folders, queries
from onedoor.doors.post.house import POST
from onedoor.doors.post.models import Batch, Paper, PinSheet
from onedoor.doors.post.types import BatchState, BatchView, PaperState
from onedoor.journal import queries as journal
from onedoor.journal.models import JournalEntry
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.people import queries as found
from onedoor.trust import actions as trust
from onedoor.trust import queries as accounts
from onedoor.trust.models import DoorPinOrder
from tests.doors.phone.conftest import carrier
from tests.doors.post.conftest import Sit
from tests.fakes.twilio import TOKEN as PHONE_TOKEN
from tests.fakes.twilio import Caller, FakeTwilio
from tests.services.conftest import MEI_ID

__all__ = ["carrier"]
pytestmark = pytest.mark.django_db
Deliver = Callable[[], int]


@pytest.fixture(autouse=True)
def shelf(settings: Any, tmp_path: Path) -> Path:
    """What we share with the print house; and a telephone."""
    settings.POST_OUT = str(tmp_path / "out")
    settings.PUBLIC_URL, settings.PHONE_WEBHOOK_TOKEN = "https://phone.harbour.example", PHONE_TOKEN
    return tmp_path / "out"


@pytest.fixture
def her(home: UUID, at: datetime) -> Actor:
    """Mei Lin, proofed in person, in her portal; she has a telephone."""
    people.add_contact_point(customer=home, kind="phone", value="8123 4567", by=SYSTEM, at=at)
    account = trust.open_account(
        kind="citizen", email="mei@example.org", name="Mei Lin", password="harbour-lights-9",
        customer=home, proofing=3, by=SYSTEM, at=at,
    )  # fmt: skip
    return accounts.actor_for(account.id, door="portal", assurance=2, at=at)


def order(by: Actor, her: Actor, at: datetime) -> None:
    people.order_pin_letter(account=her.account, by=by, at=at)


@pytest.fixture
def batch(her: Actor, at: datetime, deliver: Deliver) -> BatchView:
    order(her, her, at)
    deliver()
    made = actions.make_pin_batch(by=POST, at=at)
    assert made is not None
    return made


def words_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)


def sheet_of(batch: BatchView) -> bytes:
    return queries.get_batch_files(batch.number, by=POST)["letters.pdf"]


def pin_on(pdf: bytes) -> str:
    """As whoever opens the letter reads it: the six digits that stand alone, however widely they are set."""
    lines = [line.strip() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages
             for line in page.extract_text().splitlines()]  # fmt: skip
    pins = ["".join(line.split()) for line in lines if re.fullmatch(r"\d( +\d){5}", line)]
    assert len(pins) == 1, lines
    return pins[0]


def sign_in(pin: str, her: Actor, at: datetime) -> Actor:
    return trust.sign_in_by_pin(
        customer=her.customer, pin=pin, door="phone", by=replace(ANONYMOUS, door="phone"), at=at
    )


def post(batch: BatchView, folder: Path, at: datetime) -> None:
    """The print house prints and posts what lies on the shelf."""
    folders.exchange_batches(folder, at=at)
    place = folder / batch.number
    for state in ("printed", "posted"):
        (place / f"{state}.json").write_text(json.dumps({"sha256": batch.sha256}))
        folders.exchange_batches(folder, at=at)


def rows_with(pin: str) -> list[str]:
    """Tables in which the six digits stand by themselves in any column, open or as bytes."""
    alone = rf"(^|[^0-9a-f.]){pin}($|[^0-9a-f])"
    with connection.cursor() as cursor:
        cursor.execute("select quote_ident(tablename) from pg_tables where schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        seen = []
        for table in tables:
            cursor.execute(
                f"select count(*) from {table} t where (t.*)::text ~ %s or (t.*)::text like %s",
                [alone, f"%{pin.encode().hex()}%"],
            )
            if cursor.fetchone()[0]:
                seen.append(table)
    return seen


def test_from_her_order_to_her_call(
    batch: BatchView,
    her: Actor,
    at: datetime,
    shelf: Path,
    carrier: FakeTwilio,
) -> None:
    folders.exchange_batches(shelf, at=at)
    pin = pin_on((shelf / batch.number / "letters.pdf").read_bytes())
    post(batch, shelf, at)
    call = carrier.call(Caller(["1", "1", "2", f"{MEI_ID[2:]}#", pin], number="+6580000002"))
    assert call.turns[-1][0] == "You have no requests with us now."
    entry = JournalEntry.objects.get(event="trust.account.signed_in", door="phone")
    assert entry.customer == her.customer


def test_the_pin_is_nowhere_here_when_it_is_posted(
    batch: BatchView, her: Actor, at: datetime, shelf: Path,
    caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    pin = pin_on(sheet_of(batch))
    assert rows_with(pin) == [], "and while it waits, only sealed"
    post(batch, shelf, at)
    assert not PinSheet.objects.exists()
    paper = Paper.objects.get()
    assert (paper.pdf, paper.content) == (None, None)
    assert rows_with(pin) == []
    left = sorted(path.name for path in (shelf / batch.number).iterdir())
    assert left == ["manifest.csv", "manifest.json", "posted.json", "printed.json"]
    assert not [path for path in shelf.rglob("*") if path.is_file() and pin in path.read_text()]
    said = capfd.readouterr()
    assert pin not in caplog.text + said.out + said.err
    folders.exchange_batches(shelf, at=at + timedelta(minutes=5))
    assert not (shelf / batch.number / "letters.pdf").exists(), "it is not written again"


def test_the_search_for_a_pin_finds_one() -> None:
    people.register_customer(name="Pin 748293", by=SYSTEM, at=datetime.fromisoformat("2025-03-10T01:00Z"))
    assert "people_customer" in rows_with("748293")


def test_a_checksum_that_is_kept_tells_no_pin(
    batch: BatchView, monkeypatch: pytest.MonkeyPatch, her: Actor, at: datetime
) -> None:
    """The same letter with the same PIN has another checksum each time: nobody finds it by trying."""
    from onedoor.doors.post.actions import pins
    from onedoor.doors.post.paper.letters import join_pdfs, print_letters

    text = pins._text(Paper.objects.get(), ["Mei Lin", "Lighthouse Lane"], "748293", at)
    joined = [join_pdfs([print_letters([text], window="din-5008-b", sign=str)[0].pdf]) for _ in range(2)]
    assert words_of(joined[0]) == words_of(joined[1])
    assert joined[0] != joined[1]


@pytest.mark.parametrize(
    ("language", "title", "warns"),
    [
        ("en", "Your PIN for the telephone", "None of us does"),
        ("zh-hans", "您的电话密码", "我们的任何人都不会索要"),
    ],
)
def test_it_says_what_it_is_for_and_who_never_asks_in_her_language(
    language: str, title: str, warns: str, her: Actor, home: UUID, at: datetime, deliver: Deliver
) -> None:
    people.change_preferences(customer=home, language=language, by=SYSTEM, at=at)
    order(her, her, at)
    deliver()
    batch = actions.make_pin_batch(by=POST, at=at)
    assert batch is not None
    pdf = sheet_of(batch)
    words = words_of(pdf).replace(" ", "")
    for said in (title, warns, "LighthouseLane", Paper.objects.get().number):
        assert said.replace(" ", "") in words
    for never in (MEI_ID, "1985", "Your reply", "您的回复"):
        assert never not in words
    assert batch.pages == 1, "nothing is sent back that somebody here would read"
    assert len(pin_on(pdf)) == 6


def test_it_goes_in_a_batch_and_an_envelope_of_its_own(
    her: Actor, home: UUID, at: datetime, deliver: Deliver
) -> None:
    from onedoor.contact import actions as contact

    people.change_preferences(customer=home, door="post", by=SYSTEM, at=at)
    contact.send_message(
        customer=home, title={"en": "A paper", "zh-hans": "材料"}, body={"en": "Yes.", "zh-hans": "是。"},
        by=SYSTEM, at=at,
    )  # fmt: skip
    order(her, her, at)
    deliver()
    plain = actions.make_batch(by=POST, at=at)
    secret = actions.make_pin_batch(by=POST, at=at)
    assert plain is not None
    assert secret is not None
    kinds = {row.kind: row.batch_id for row in Paper.objects.all()}
    assert kinds["pin"] == secret.id
    assert plain.id in kinds.values()
    assert (plain.is_secret, secret.is_secret, secret.letters) == (False, True, 1)
    assert actions.make_pin_batch(by=POST, at=at) is None


def test_told_twice_one_letter_goes(her: Actor, at: datetime, deliver: Deliver) -> None:
    from onedoor.doors.post.news import on_pin_ordered

    order(her, her, at)
    deliver()
    on_pin_ordered(journal.get_entry(JournalEntry.objects.get(event="trust.door_pin.ordered").id))
    assert Paper.objects.count() == 1


def test_her_other_contacts_are_told_of_the_order(her: Actor, at: datetime, deliver: Deliver) -> None:
    order(her, her, at)
    deliver()
    assert [row.kind for row in OutsideMessage.objects.all()] == ["phone"]


def test_an_officer_beside_her_orders_it_and_no_other(her: Actor, officer: Actor, at: datetime) -> None:
    for stranger in (officer, replace(officer, assisted=new_id(), customer=new_id())):
        with pytest.raises(NotAllowed):
            order(stranger, her, at)
    assert not DoorPinOrder.objects.exists()
    order(replace(officer, assisted=new_id(), customer=her.customer), her, at)
    assert DoorPinOrder.objects.count() == 1


def test_without_a_print_house_nothing_is_ordered(her: Actor, at: datetime, settings: Any) -> None:
    settings.POST_OUT = ""
    with pytest.raises(Conflict, match="no_print_house"):
        order(her, her, at)
    assert not DoorPinOrder.objects.exists()


def test_without_an_address_nothing_is_ordered_and_where_it_goes_is_shown_masked(
    her: Actor, home: UUID, officer: Actor, at: datetime
) -> None:
    assert found.find_pin_letter(her.account, by=her).address == "0…-6…, L… L…"
    for point in found.list_contact_points(home):
        if point.kind == "post":
            people.remove_contact_point(contact_point=point.id, by=SYSTEM, at=at)
    with pytest.raises(Conflict, match="no_address"):
        order(her, her, at)
    assert not DoorPinOrder.objects.exists()
    with pytest.raises(NotFound):
        found.find_pin_letter(
            her.account, by=replace(her, account=new_id(), customer=new_id(), self_customer=new_id())
        )


def test_an_address_taken_away_meanwhile_ends_the_order(
    her: Actor, home: UUID, at: datetime, deliver: Deliver
) -> None:
    order(her, her, at)
    deliver()
    for point in found.list_contact_points(home):
        if point.kind == "post":
            people.remove_contact_point(contact_point=point.id, by=SYSTEM, at=at)
    assert actions.make_pin_batch(by=POST, at=at) is None
    assert not Paper.objects.exists()
    assert not accounts.has_door_pin(her.account)
    people.add_contact_point(customer=home, kind="post", value="1 New Road", by=SYSTEM, at=at)
    order(her, her, at)


def test_a_thief_who_moves_her_after_the_order_gets_nothing(
    her: Actor, home: UUID, at: datetime, deliver: Deliver
) -> None:
    order(her, her, at)
    deliver()
    later = at + timedelta(minutes=2)
    people.add_contact_point(
        customer=home, kind="post", value="99 Thief Street", by=replace(her, assurance=3), at=later
    )
    assert actions.make_pin_batch(by=POST, at=later) is None
    assert not accounts.has_door_pin(her.account)
    events = [entry.event for entry in journal.list_timeline(customer=home, by=SYSTEM)]
    assert "trust.door_pin.not_sent" in events


def test_officers_never_see_the_sheet(
    batch: BatchView, officer: Actor, sit: Sit, at: datetime, shelf: Path
) -> None:
    number = Paper.objects.get().number
    with pytest.raises(NotAllowed, match="pins_unseen"):
        queries.get_batch_files(batch.number, by=officer)
    with pytest.raises(NotFound):
        queries.get_pdf(number, by=officer)
    with scoped(officer):
        assert not PinSheet.objects.exists()
        assert Paper.objects.exists(), "that a letter goes is no secret"
    desk = sit(officer)
    page = desk.get("/desk/post/batches/").content.decode()
    assert batch.number in page
    assert "nobody here opens it" in page
    assert f"{batch.number}/letters/" not in page
    for kind in ("letters", "manifest"):
        assert desk.get(f"/desk/post/batches/{batch.number}/{kind}/").status_code == 403
    folders.exchange_batches(shelf, at=at)
    assert (shelf / batch.number / "letters.pdf").is_file()
    assert desk.get(f"/desk/try/post/batches/{batch.number}.pdf").status_code == 404
    assert "nobody here opens it" in desk.get("/desk/try/post/").content.decode()


def test_it_is_never_printed_again(batch: BatchView, officer: Actor, at: datetime, shelf: Path) -> None:
    number = Paper.objects.get().number
    for _before_and_after in range(2):
        with pytest.raises(Conflict, match="pin_once"):
            actions.reprint(number=number, by=officer, at=at)
        post(batch, shelf, at)
    with pytest.raises(NotFound):
        queries.get_batch_files(batch.number, by=POST)
    assert Batch.objects.count() == 1


def test_another_checksum_posts_nothing_and_wipes_nothing(
    batch: BatchView, at: datetime, shelf: Path
) -> None:
    folders.exchange_batches(shelf, at=at)
    (shelf / batch.number / "posted.json").write_text(json.dumps({"sha256": "0" * 64}))
    folders.exchange_batches(shelf, at=at)
    assert PinSheet.objects.exists()
    assert (shelf / batch.number / "letters.pdf").is_file()


def test_a_letter_that_came_back_opens_nothing(
    batch: BatchView, her: Actor, officer: Actor, at: datetime, shelf: Path
) -> None:
    pin = pin_on(sheet_of(batch))
    post(batch, shelf, at)
    assert sign_in(pin, her, at).customer == her.customer
    back = actions.note_return(number=Paper.objects.get().number, why="unknown", by=officer, at=at)
    assert back.state is PaperState.RETURNED
    with pytest.raises(Invalid):
        sign_in(pin, her, at)
    order(her, her, at)


def test_a_pin_that_she_set_since_outlives_the_letter_that_came_back(
    batch: BatchView, her: Actor, officer: Actor, at: datetime, shelf: Path
) -> None:
    post(batch, shelf, at)
    trust.set_door_pin(account=her.account, pin="748293", by=her, at=at + timedelta(days=3))
    actions.note_return(number=Paper.objects.get().number, why="unknown", by=officer, at=at)
    assert sign_in("748293", her, at + timedelta(days=3)).customer == her.customer


def test_an_officer_who_makes_the_batches_sees_none_of_it(
    her: Actor, officer: Actor, sit: Sit, at: datetime, deliver: Deliver
) -> None:
    order(her, her, at)
    deliver()
    page = sit(officer).post("/desk/post/batches/do/", {"then": "batch"}, follow=True).content.decode()
    made = Batch.objects.get()
    assert made.is_secret
    assert made.number in page
    assert pin_on(sheet_of(BatchView(**_facts(made)))) not in page


def _facts(row: Batch) -> dict[str, Any]:
    facts = {name: getattr(row, name) for name in BatchView.__dataclass_fields__}
    return facts | {"state": BatchState(row.state)}


def test_her_copy_of_all_that_is_held_leaves_the_sheet_out(
    batch: BatchView, her: Actor, at: datetime, deliver: Deliver
) -> None:
    pin = pin_on(sheet_of(batch))
    herself = replace(her, assurance=3)
    asked = people.ask_for_copy(customer=her.customer, by=herself, at=at)
    people.make_copy(copy=asked.id, by=SYSTEM, at=at)
    with zipfile.ZipFile(io.BytesIO(people.take_copy(copy=asked.id, by=herself, at=at))) as packed:
        names = packed.namelist()
        data = packed.read("data.json").decode()
    assert Paper.objects.get().number in data, "that a letter goes is told"
    assert not re.search(rf"(?<![0-9a-f.]){pin}(?![0-9a-f])", data)
    assert not [name for name in names if "pinsheet" in name.lower()]


def test_only_the_house_queues_a_letter(her: Actor, officer: Actor, at: datetime) -> None:
    for somebody in (her, officer):
        with pytest.raises(NotAllowed):
            actions.queue_pin_letter(order=new_id(), customer=her.customer, by=somebody, at=at)
    with pytest.raises(NotAllowed):
        actions.make_pin_batch(by=her, at=at)


def test_nobody_who_is_not_signed_in_orders_anything(client: Client) -> None:
    assert client.post("/settings/pin/", {"letter": "yes"})["Location"].startswith("/sign-in/")
