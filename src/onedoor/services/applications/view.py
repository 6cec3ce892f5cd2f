"""An application as every door shows it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from onedoor.exchange import queries as exchange
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Refused
from onedoor.kernel.text import Text
from onedoor.services.applications import differences, drafting
from onedoor.services.applications.canonical import canonical, seen_by_customer, sha256
from onedoor.services.applications.document import load, pairs
from onedoor.services.applications.exits import find_exit
from onedoor.services.applications.guard import OPEN_STATES, check_may_act_for
from onedoor.services.applications.lookup import file_of, find_file_of
from onedoor.services.applications.objecting import object_until
from onedoor.services.applications.pages import list_pages
from onedoor.services.applications.reckoning import Reckoning, promise_of, reckon
from onedoor.services.applications.steps import list_steps
from onedoor.services.applications.store import kept_changes
from onedoor.services.applications.types import (
    ApplicationCard,
    ApplicationState,
    ApplicationView,
    Change,
    LineGroup,
    Part,
    Progress,
    Stored,
    ValueLine,
)
from onedoor.services.attachments.keeping import has_files, list_files
from onedoor.services.decide.fees import FeeLine, fees_of
from onedoor.services.models import Application
from onedoor.services.types import Decision, Field, FileView, RuleBroken, ServiceFile, SourceKind, ValueState


def look(row: Application, *, by: Actor, at: datetime) -> ApplicationView:
    """Everything a door needs, computed from the row by the rules of today (or, once signed, by
    those it was signed under)."""
    file = file_of(row)
    stored = load(file, row.values)
    signed = row.state not in OPEN_STATES
    moment = (row.settled_at if signed else None) or at
    reckoning = reckon(file, season=row.season, stored=stored, at=moment, pack=row.pack if signed else "")
    drift = _drift(row, reckoning, signed)
    may_change = not signed and _may_change(row, by)
    pages = list_pages(file, row.answers, stored)
    files = tuple(list_files(row)) if has_files(file) else ()
    exit = None if signed else find_exit(file, reckoning.values, at=at)
    decision = reckoning.decision
    season, last_day = drafting.season_of(file, row.season), object_until(row, file)
    return ApplicationView(
        id=row.id,
        number=row.number,
        customer=row.customer,
        service=row.service,
        title=file.title,
        version=row.version,
        season=row.season,
        agency=row.agencies[0],
        agencies=tuple(row.agencies),
        door=row.door,
        state=ApplicationState(row.state),
        revision=row.revision,
        fingerprint=fingerprint(row, file, stored, reckoning),
        groups=tuple(list_groups(file, stored, may_change=may_change, files=files)),
        decision=decision,
        outcome=file.outputs.outcomes.get(decision.outcome, {}) if decision else {},
        pack=decision.pack if decision else row.pack,
        **_decided(decision),
        pages=tuple(pages),
        missing=reckoning.missing,
        steps=tuple(list_steps(file, row, {**reckoning.facts, **_answers(row, file)})),
        promise=promise_of(file, reckoning),
        sign_level=file.assurance.sign,
        can_sign=may_change and exit is None and decision is not None and all(p.complete for p in pages),
        can_change=may_change,
        changes=(*kept_changes(row), *drift),
        recomputes=not drift,
        created_at=row.created_at,
        changed_at=row.changed_at,
        signed_at=row.signed_at,
        assessed_at=row.assessed_at,
        object_until=last_day,
        can_object=_can_object(row, last_day, by=by, at=at),
        objection=row.objection,
        ended=row.ended,
        closed_at=row.closed_at,
        closes=season.closes if season else None,
        assisted_by=row.assisted_by,
        case=row.case,
        charge=row.charge,
        files=files,
        exit=exit,
        fees=_fees(file, reckoning),
    )


def _decided(decision: Decision | None) -> dict[str, Any]:
    """What the rules gave; empty before they can."""
    if decision is None:
        return {"computation": (), "payable": None, "each": (), "pack_title": {}}
    return {
        "computation": decision.lines,
        "payable": decision.payable,
        "each": decision.each,
        "pack_title": decision.pack_title,
    }


def _answers(row: Application, file: ServiceFile) -> Mapping[str, Any]:
    from onedoor.services.flow.confirming import party_facts

    return party_facts(row, file)


def _fees(file: ServiceFile, reckoning: Reckoning) -> tuple[FeeLine, ...]:
    """What it costs, once the answers are there that say so."""
    if reckoning.decision is None or not file.fees:
        return ()
    try:
        return fees_of(file, reckoning.facts)
    except RuleBroken:
        return ()


def fingerprint(row: Application, file: ServiceFile, stored: Sequence[Stored], reckoning: Reckoning) -> str:
    """What was seen, in 64 characters: every value with its source, the rules with their inputs,
    what is decided and what is to pay. The passing of time alone does not change it."""
    decision = reckoning.decision
    return sha256(
        canonical(
            {
                "seen": seen_by_customer(
                    number=row.number,
                    service=row.service,
                    version=row.version,
                    season=row.season,
                    stored=stored,
                    decision=None,
                ),
                "rules": decision.fingerprint if decision else "",
                "outcome": decision.outcome if decision else "",
                "payable": decision.payable if decision else "",
            }
        )
    )


def _drift(row: Application, reckoning: Reckoning, signed: bool) -> list[Change]:
    """Where the rules give today something else than what was stored."""
    decision = reckoning.decision
    if decision is None or (not signed and row.outcome.get("fingerprint") == decision.fingerprint):
        return []
    return differences.changed_lines(row.outcome, reckoning, pack=(row.pack, row.pack_fingerprint))


def _may_change(row: Application, by: Actor) -> bool:
    try:
        check_may_act_for(row.customer, by=by)
    except Refused:
        return False
    return True


def _can_object(row: Application, last_day: date | None, *, by: Actor, at: datetime) -> bool:
    in_time = last_day is not None and local(at).date() <= last_day
    return in_time and row.objection is None and _may_change(row, by)


def list_groups(
    file: ServiceFile, stored: Sequence[Stored], *, may_change: bool, files: Iterable[FileView] = ()
) -> Iterable[LineGroup]:
    """Lines under their register's or page's name, in the order of the service file."""
    held = {str(one.id): one for one in files}
    titles = {register.code: register.title for register in exchange.list_registers()}
    found = pairs(stored)
    groups: dict[str, list[ValueLine]] = {}
    names: dict[str, Text] = {}
    addable: set[str] = set()
    for field in file.fields.values():
        if not field.show:
            continue
        code = field.register or f"page-{field.page}"
        names.setdefault(code, titles.get(field.register) or _page_title(file, field))
        if field.many and "amend" in field.correct and may_change:
            addable.add(code)
        groups.setdefault(code, []).extend(
            _newest_first(
                field,
                [
                    _line(field, index, offered, declared, held, may_change=may_change)
                    for (id, index), (offered, declared) in found.items()
                    if id == field.id
                ],
            )
        )
    return [
        LineGroup(code=code, title=names[code], lines=tuple(lines), can_add=code in addable)
        for code, lines in groups.items()
        if lines or code in addable
    ]


def _newest_first(field: Field, lines: list[ValueLine]) -> list[ValueLine]:
    """What a register holds many of by day or month, the newest first; what a person wrote stays in her
    order."""
    dated = next((part.id for part in field.parts or () if part.type == "date"), None)
    if dated is None or not field.register:
        return lines

    def day(line: ValueLine) -> str:
        return next((str(part.value) for part in line.parts if part.id == dated), "")

    return sorted(lines, key=day, reverse=True)


def _page_title(file: ServiceFile, field: Field) -> Text:
    page = next((page for page in file.ask if page.page == field.page), None)
    return (page.title if page and page.title else None) or file.title


def _line(
    field: Field,
    index: int,
    offered: Stored | None,
    declared: Stored | None,
    files: Mapping[str, FileView],
    *,
    may_change: bool,
) -> ValueLine:
    standing = declared or offered
    assert standing is not None
    value = standing.value.value
    disputed = offered is not None and offered.value.state is ValueState.DISPUTED
    return ValueLine(
        field=field.id,
        index=index,
        label=field.text,
        help=field.help,
        type=field.type,
        unit=field.unit,
        choices=tuple(field.choices),
        shown=files.get(str(value), value) if field.type == "file" else value,
        parts=_parts(field, value, files),
        offered=offered.value if offered else None,
        declared=declared.value if declared else None,
        reason=(declared.reason if declared else "") or (offered.reason if offered else ""),
        state=_state(offered, declared, disputed),
        case=offered.case if offered else None,
        can_amend=may_change and field.origin == "know" and "amend" in field.correct,
        can_dispute=may_change
        and not disputed
        and offered is not None
        and offered.value.source_kind is SourceKind.REGISTER
        and "dispute" in field.correct,
        can_weigh=may_change and offered is not None and declared is None and offered.value.differs,
    )


def _parts(field: Field, value: Any, files: Mapping[str, FileView]) -> tuple[Part, ...]:
    if not field.parts or not isinstance(value, dict):
        return ()
    return tuple(
        Part(
            id=part.id,
            label=part.text,
            value=files.get(str(value[part.id]), value[part.id]) if part.type == "file" else value[part.id],
            type=part.type,
            unit=part.unit,
        )
        for part in field.parts
        if value.get(part.id) is not None
    )


def _state(offered: Stored | None, declared: Stored | None, disputed: bool) -> str:
    if disputed:
        return "disputed"
    if declared is None:
        return str(offered.value.state) if offered else "offered"
    return "amended" if offered else "declared"


def card(row: Application) -> ApplicationCard:
    """One line of a list; from the row alone, so that a long list stays quick. A service that is
    no longer in the catalogue is shown by its code, so that one file never closes a whole page."""
    file = find_file_of(row)
    season = drafting.season_of(file, row.season) if file else None
    return ApplicationCard(
        id=row.id,
        number=row.number,
        customer=row.customer,
        service=row.service,
        title=file.title if file else {"en": row.service, "zh-hans": row.service},
        season=row.season,
        agency=file.agency if file else row.agencies[0],
        state=ApplicationState(row.state),
        payable=row.outcome.get("payable"),
        you_must_act=row.state in OPEN_STATES
        or any(n.startswith(("pay-", "supply-")) for n in row.waits_for),
        created_at=row.created_at,
        changed_at=row.changed_at,
        signed_at=row.signed_at,
        closes=season.closes if season else None,
        case=row.case,
        charge=row.charge,
    )


def progress_of(row: Application, file: ServiceFile) -> Progress:
    """How far it is, for those who may not see what stands in it."""
    pages = list_pages(file, row.answers, load(file, row.values))
    open_page = next((page for page in pages if not page.complete), None)
    return Progress(
        number=row.number,
        service=row.service,
        title=file.title,
        season=row.season,
        agency=file.agency,
        door=row.door,
        state=ApplicationState(row.state),
        page=open_page.title if open_page else {},
        done=sum(page.complete for page in pages),
        total=len(pages),
        changed_at=row.changed_at,
    )
