"""Reading the journal: a customer's timeline, an entry, a proof, and the check of the whole."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from onedoor.journal import merkle, proving, rows, verifier
from onedoor.journal.heads import (
    check_cosignatures,
    compare_with_witnessed,
    get_head_of,
    get_newest_head,
    list_heads,
    list_witnesses,
    read_witnessed,
    to_head,
    write_extension,
    write_key,
    write_note,
    write_proof,
)
from onedoor.journal.models import JournalHead
from onedoor.journal.proving import list_sealed
from onedoor.journal.timeline import (
    list_about,
    list_timeline,
    pass_over_with,
    read_aliases_with,
    withheld_of,
    withhold_with,
)
from onedoor.journal.types import CustomerCount, Entry, Extension, MonthCount, Proof, TreeHead, Verdict
from onedoor.kernel import clock
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.clock import ZONE
from onedoor.kernel.errors import NotFound
from onedoor.kernel.ids import time_of
from onedoor.kernel.scope import scoped

__all__ = [
    "get_entry",
    "get_head",
    "get_head_of",
    "get_newest_head",
    "list_about",
    "list_heads",
    "list_sealed",
    "list_timeline",
    "list_witnesses",
    "pass_over_with",
    "prove",
    "prove_extension",
    "prove_to",
    "read_aliases_with",
    "read_verifier",
    "read_witnessed",
    "verify",
    "withhold_with",
    "write_extension",
    "write_key",
    "write_note",
    "write_proof",
]

AROUND = timedelta(hours=1)  # an entry is written when what it tells has just happened
HeadChecker = Callable[[bytes, str, bytes], bool]
AT_ONE_MOMENT = 500
_MONTHS = """
    select to_char(happened_at at time zone %s, 'YYYY-MM') as month, agency, event,
           case when event = 'journal.attempt.refused' then coalesce(data->>'code', '') else '' end as code,
           count(*)
    from journal_entry where event = any(%s) and happened_at >= %s and happened_at < %s
    group by 1, 2, 3, 4 order by 1, 2, 3, 4
"""


_TOUCHED = """
    select customer, count(*) from journal_entry
    where customer is not null and happened_at >= %s and happened_at < %s
      and {by_actor} and (%s = '' or agency = %s) and event = any(%s)
      and (%s = '' or not data ? 'shares' or data->'shares' ? %s
           and (%s = '' or data->'shares'->%s ? %s))
    group by customer
"""
_OF_CUSTOMERS = """
    select customer, agency, purpose, event, coalesce(data->>'code', '') as code, count(*)
    from journal_entry
    where event = any(%(events)s) and happened_at >= %(since)s and happened_at < %(until)s
      and customer = any(%(ids)s)
      and ("case" is null or not "case" = any((select {withheld})::uuid[]))
    group by 1, 2, 3, 4, 5 order by 1, 6 desc, 2, 3, 4, 5
"""


def count_by_month(events: Sequence[str], *, since: datetime, until: datetime) -> list[MonthCount]:
    """How often each event happened, by month of Harbour City and agency, in this half-open period: no
    names, for anybody. Attempts that were refused are told apart by what refused them."""
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_MONTHS, [ZONE.key, list(events), since, until])
        return [MonthCount(*row) for row in cursor.fetchall()]


def list_concerned(
    events: Sequence[str], *, since: datetime, until: datetime, after: UUID | None = None, limit: int = 500
) -> list[UUID]:
    """The next customers to whom such an event happened in this half-open period, in the order of their
    ids: for the house's own rounds."""
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            "select distinct customer from journal_entry where event = any(%s) and happened_at >= %s"
            " and happened_at < %s and customer > %s order by customer limit %s",
            [list(events), since, until, after or UUID(int=0), limit],
        )
        return [row[0] for row in cursor.fetchall()]


def count_of_customers(
    events: Sequence[str], customers: Sequence[UUID], *, since: datetime, until: datetime
) -> list[CustomerCount]:
    """How often each event happened to each of these in this half-open period, by agency, purpose and what
    refused it; what a law withholds now is not counted."""
    asked: dict[str, Any] = {"events": list(events), "ids": list(customers)}
    asked |= {"since": since, "until": until, "now": clock.now()}
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(_OF_CUSTOMERS.format(withheld=withheld_of("%(ids)s::uuid[]")), asked)
        return [CustomerCount(*row) for row in cursor.fetchall()]


def count_touched(
    *, since: datetime, until: datetime, actor: UUID | None, agency: str, register: str, attribute: str,
    events: Sequence[str],
) -> dict[UUID, int]:  # fmt: skip
    """Of which customers something was read or done in this half-open period by an account or key
    (``actor``) or by an agency (then these ``events``), and how often; what names attributes counts only
    where it names this one, if one is asked for. For working out who is affected by a breach."""
    # As the index of entries by actor has it: the house itself, which wrote most of them, stands not in it.
    by_actor = "actor = %s::uuid and actor_kind <> 'system'" if actor else "%s::uuid is null"
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            _TOUCHED.format(by_actor=by_actor),
            [
                *(since, until, actor, agency, agency, list(events)),
                *(register, register, attribute, register, attribute),
            ],
        )
        return dict(cursor.fetchall())


def count_of_cases(events: Sequence[str], cases: Sequence[UUID], *, since: datetime, until: datetime) -> int:
    """How many entries of these events belong to these cases, in this half-open period: no names."""
    with transaction.atomic(), scoped(SYSTEM), connection.cursor() as cursor:
        cursor.execute(
            'select count(*) from journal_entry where event = any(%s) and "case" = any(%s)'
            " and happened_at >= %s and happened_at < %s",
            [list(events), list(cases), since, until],
        )
        return int(cursor.fetchone()[0])


def get_entry(entry: UUID, *, happened_at: datetime | None = None) -> Entry:
    """The entry with this id. Raises NotFound. Its month is known by ``happened_at``; without it by the time
    in the id (UUIDv7), then by its leaf, and only what neither knows is looked for in every month."""
    row = None
    if happened_at is not None:
        row = _find_row(entry, happened_at, happened_at)
    else:
        if (made_at := time_of(entry)) is not None:
            row = _find_row(entry, made_at - AROUND, made_at + AROUND)
        if row is None and (leaf := proving.find_leaf(entry)) is not None:
            row = _find_row(entry, leaf.happened_at, leaf.happened_at)
        if row is None:
            row = _find_row(entry, None, None)
    if row is None:
        raise NotFound("journal.entry.unknown", _("There is no such entry."))
    return rows.to_entry(row)


def _find_row(entry: UUID, since: datetime | None, until: datetime | None) -> tuple[Any, ...] | None:
    within = "" if since is None else " and happened_at between %s and %s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"select {rows.QUOTED} from journal_entry where id = %s{within}",
            [entry, *([since, until] if within else [])],
        )
        found: tuple[Any, ...] | None = cursor.fetchone()
    return found


def get_head() -> TreeHead | None:
    """The newest signed head."""
    head = JournalHead.objects.order_by("-size").first()
    return to_head(head) if head else None


def prove(entry: UUID) -> Proof:
    """The inclusion proof of ``entry`` under the newest head. Raises NotFound until it is sealed."""
    leaf = proving.find_leaf(entry)
    if leaf is None:
        raise NotFound("journal.entry.unsealed", _("This entry is not sealed yet. Try again in a minute."))
    head = get_newest_head()
    found = get_entry(entry, happened_at=leaf.happened_at)
    return Proof(rows.canonical_bytes(found), leaf.index, proving.inclusion_path(leaf.index, head.size), head)


def prove_to(customer: UUID, entry: UUID, *, by: Actor, services: Iterable[str] | None = None) -> Proof:
    """The proof of an entry that stands in the timeline of ``customer`` as ``by`` reads it. Raises NotFound:
    of hers that it is not sealed yet, of everything else that there is none."""
    leaf = proving.find_leaf(entry)
    listed = list_timeline(
        customer=customer,
        by=by,
        before=leaf.happened_at + timedelta(microseconds=1) if leaf else None,
        limit=AT_ONE_MOMENT,
        services=services,
    )
    if all(one.id != entry for one in listed):
        raise NotFound("journal.entry.unknown", _("There is no such entry."))
    return prove(entry)


def prove_extension(earlier: int, later: int) -> Extension:
    """That the journal under the head of size ``later`` only appended to that of ``earlier``."""
    return proving.prove_extension(*map(get_head_of, sorted((earlier, later))))


def read_verifier() -> str:
    """The program that checks proofs by itself, to be given away."""
    return Path(verifier.__file__).read_text(encoding="utf-8")


def verify(*, check_head: HeadChecker, witnessed: Sequence[str] = ()) -> Verdict:
    """Read the whole journal again and compare it with its leaves and signed heads.

    Names each entry that was changed, removed, slipped in behind the seal or moved, and each head
    whose root or signature does not hold, or which is not as in the notes ``witnessed``, which a witness
    keeps where nobody of the house can write.
    """
    # Heads first: whoever seals meanwhile adds leaves to what was read, and takes none away.
    heads = [to_head(head) for head in JournalHead.objects.order_by("size")]
    faults, leaves = _compare_with_leaves([head.size for head in heads])
    faults += _check_heads(heads, leaves, check_head)
    faults += proving.check_blocks(leaves)
    broken, words = check_cosignatures(heads)
    faults += broken + compare_with_witnessed(heads, witnessed)
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from journal_entry")
        entries = cursor.fetchone()[0]
    return Verdict(entries, len(leaves), len(heads), tuple(faults), tuple(words))


def _compare_with_leaves(sizes: Sequence[int]) -> tuple[list[str], list[bytes]]:
    """What is wrong with the entries below the heads of ``sizes``, and all leaves."""
    faults: list[str] = []
    leaves: list[bytes] = []
    quoted = ", ".join(f'e."{name}"' for name in rows.COLUMNS)
    begins, end, before = {0, *sizes}, max(sizes, default=0), (0, 0)
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            f"select l.index, l.entry, l.hash, e.written_in, e.position, {quoted} from journal_leaf l"
            " left join journal_entry e on e.id = l.entry and e.happened_at = l.happened_at order by l.index"
        )
        for index, sealed, stored, written_in, position, *row in rows.stream(cursor):
            leaf = bytes(stored)
            if index != len(leaves):
                faults.append(f"leaf {len(leaves)} is missing")
            if index in begins:
                before = (0, 0)
            if row[0] is None:
                faults.append(f"entry {sealed} was removed or its time was changed")
            elif merkle.hash_leaf(rows.canonical_bytes(rows.to_entry(tuple(row)))) != leaf:
                faults.append(f"entry {sealed} was changed")
            elif (written_in, position) < before and index < end:  # each seal takes them as they were written
                faults.append(f"entry {sealed} was moved")
            else:
                before = (written_in, position)
            leaves.append(leaf)
    return faults + _slipped_in(), leaves


def _slipped_in() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "select e.id from journal_entry e left join journal_leaf l on l.entry = e.id"
            " where l.entry is null"
            " and e.written_in < (select sealed_before from journal_head order by size desc limit 1)"
        )
        return [f"entry {row[0]} was slipped in behind the seal" for row in cursor.fetchall()]


def _check_heads(heads: Sequence[TreeHead], leaves: Sequence[bytes], check_head: HeadChecker) -> list[str]:
    faults: list[str] = []
    peaks: list[bytes] = []
    size = 0
    for head in heads:
        if head.size > len(leaves):
            faults.append(f"head {head.size}: the journal is shorter, its tail was cut off")
            continue
        peaks, size = merkle.append(peaks, size, leaves[size : head.size])
        if merkle.root_of(peaks) != head.root:
            faults.append(f"head {head.size}: its root does not follow from the leaves")
        if not check_head(head.message, head.key_id, head.signature):
            faults.append(f"head {head.size}: its signature does not hold")
    return faults
