"""One woman, two records: they are put together, something new comes, and all of it is taken back."""

import json
import secrets
from datetime import date, datetime
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.cases import queries as case_queries
from onedoor.config.stories.telling import Telling
from onedoor.contact import actions as contact
from onedoor.contact.types import Topic
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as exchange_queries
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.ids import new_id
from onedoor.kernel.scope import scoped
from onedoor.people import actions as people
from onedoor.people import queries
from onedoor.people.types import Arrival

OFFICER = Actor(
    kind="officer", account=new_id(), name="Ruth Lim", door="desk", assurance=3, agency="REV",
    permissions=frozenset({"customers.find", "customers.read", "customers.merge", "contact.log"}),
)  # fmt: skip


def tell() -> int:
    """Act on the database of the product; 0 only if every promise held."""
    story = Telling("A woman gave her name in English at one door and in Chinese at another.")
    at = clock.now()
    mark = secrets.token_hex(3)
    born = date(1980, 4, 1)
    with story.step("two records of her, each with a case, a contact, and the consents that are asked for"):
        first = _live("Lin Mei Hua", "", mark, born, at)
        second = _live("", "林梅花", mark, born, at)
    said = Arrival(name_zh="林梅花", birth_date=born, phone=_phone(mark), known_as=first)
    found = queries.resolve(said, by=SYSTEM, at=at)
    alike = [one for one in found.candidates if one.customer == second]
    story.promise(bool(alike), "the house sees that they are alike", found.match.value)
    for reason in alike[0].reasons if alike else ():
        story.figure(f"  {reason.field}", f"{reason.level} ({reason.weight:+.1f})")
    before = _export(first, second, at=at)
    with story.step("a supervisor looks at what would move"):
        preview = queries.preview_merge(keep=first, merge=second, by=OFFICER)
    for row in preview.rows:
        story.figure(f"  {row.title}", f"{row.moves} move, {row.stays} stay")
    story.promise(_export(first, second, at=at) == before, "looking changes nothing")
    with story.step("and puts them together"), scoped(OFFICER):
        choices = {one.code: "keep" for one in preview.conflicts}
        merge = people.merge_customers(
            keep=first,
            merge=second,
            reason="She showed one card",
            choices=choices,
            by=OFFICER,
            at=clock.now(),
        )
    story.promise(
        queries.get_customer(second, by=SYSTEM).id == first, "the old number leads to the kept record"
    )
    with story.step("something new comes"):
        new = _open(first, clock.now())
    with story.step("it was a mistake: undo"), scoped(OFFICER):
        people.undo_merge(merge=merge.id, by=OFFICER, at=clock.now())
    after = _export(first, second, at=at)
    kept = case_queries.get_case(new, by=SYSTEM)
    story.promise(
        _without(after[1], kept.id) == before[1],
        "the merged record's export is the same, byte for byte", len(before[1]),
    )  # fmt: skip
    story.promise(kept.customer == first, "what came since stays with the kept record", new)
    story.promise(
        after[0] != before[0] and _without(after[0], kept.id) == _without(before[0], kept.id),
        "beside it, the kept record's export is the same, byte for byte", len(before[0]),
    )  # fmt: skip
    return story.end()


def _live(name: str, name_zh: str, mark: str, born: date, at: datetime) -> UUID:
    made = people.register_customer(
        name=name, name_zh=name_zh, birth_date=born, phone=_phone(mark),
        email=f"{mark}{len(name)}@mail.example", by=SYSTEM, at=at,
    )  # fmt: skip
    _open(made.id, at)
    topics = [Topic(subject="A question about her notice")]
    contact.log_interaction(customer=made.id, door="counter", topics=topics, by=OFFICER, at=at)
    for agreement in exchange_queries.list_agreements():
        if agreement.basis == "consent" and agreement.in_force(clock.local(at).date()):
            exchange.give_consent(customer=made.id, agreement=agreement.id, by=SYSTEM, at=at)
    return made.id


def _open(customer: UUID, at: datetime) -> str:
    return cases.open_case(
        kind="question", customer=customer, agency="REV", service="", promise="P5D", calendar="working-days",
        subject={"en": "A question", "zh-hans": "问题"}, by=SYSTEM, at=at,
    ).number  # fmt: skip


def _phone(mark: str) -> str:
    return f"+659{int(mark, 16) % 10_000_000:07}"


def _export(*customers: UUID, at: datetime) -> list[bytes]:
    return [queries.export_customer(one, by=SYSTEM, at=at) for one in customers]


def _without(export: bytes, case: UUID) -> bytes:
    """An export without what came later (one case, and the house's own word that it put records together
    and parted them, which leaves when the worker comes to it), written as the house writes it."""
    content = json.loads(export)
    held = content["holdings"]
    for code, rows in held.items():
        held[code] = [
            row
            for row in rows
            if str(case) not in (row.get("id"), row.get("case_id"))
            and not str(row.get("idempotency_key") or "").startswith("merge/")
        ]
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
