"""Answers that stand in for a report: the reporter is asked, and what was decided without the
report is compared with it when it comes. A difference is an officer's to settle, never silent."""

from datetime import datetime
from uuid import UUID

from onedoor.cases import actions as cases
from onedoor.exchange import actions as exchange
from onedoor.exchange import queries as registers
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.text import Text
from onedoor.services.applications import differences, drafting
from onedoor.services.applications.document import is_declared, load, merge
from onedoor.services.applications.lookup import file_of, list_files
from onedoor.services.applications.reckoning import reckon
from onedoor.services.applications.store import record
from onedoor.services.applications.types import AGREES, DIFFERS, Change, Stored
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.journey import Journey
from onedoor.services.models import Application

SETTLED_IN = "P10D"
SUBJECT: Text = {"en": "A later report differs: {title}", "zh-hans": "后续报送数据不一致：{title}"}
NOBODY: Text = {
    "en": "We do not know whom to ask for: {label}. Please find the reporter.",
    "zh-hans": "无法确定应向谁核实：{label}。请查明报送方。",
}


def ask_reporters(journey: Journey) -> None:
    """Ask whoever should have reported what an answer stands in for; without one, tell the officer."""
    row, file = journey.row, journey.file
    wanted = drafting.wanted(file, drafting.season_of(file, row.season), journey.at)
    named = [value for value in journey.reckoning.values.values() if isinstance(value, str)]
    for known in _missing(file, load(file, row.values)):
        if registers.awaits_answer(row.customer, wanted[known]):
            continue  # the register itself is asked again until it answers
        asked = exchange.request_report(
            customer=row.customer,
            wanted=wanted[known],
            named=named,
            service=file.service,
            application=row.id,
            case=row.case,
            by=journey.house,
            at=journey.at,
        )
        if asked is None and row.case is not None:
            label = file.fields[known].text
            text = " / ".join(words.format(label=label[language]) for language, words in NOBODY.items())
            cases.add_note(case=row.case, text=text, by=journey.house, at=journey.at)


@action()
def compare_provisional(*, customer: UUID, register: str = "", by: Actor, at: datetime) -> int:
    """Compare what was decided from stand-ins with what has been reported since (to ``register``
    where it is known), once each. Gives how many differ."""
    services = [
        file.service
        for file in list_files(at)
        if any(register in ("", file.fields[known].register) for known in _stand_ins(file).values())
    ]
    rows = Application.objects.select_for_update().filter(
        customer=customer, service__in=services, decided_at__isnull=False
    )
    return sum(_compare(row, by=by, at=at) for row in rows.exclude(outcome__has_key="compared"))


def _compare(row: Application, *, by: Actor, at: datetime) -> bool:
    file = file_of(row)
    stored = load(file, row.values)
    if not (missing := _missing(file, stored)):
        return False
    fresh = _report_since(row, file, by=by, at=at)
    if not missing & {item.value.field for item in fresh}:
        return False
    now = merge(file, _without_own_word(stored, missing), fresh, row.revision + 1)
    reckoning = reckon(file, season=row.season, stored=now, at=row.settled_at or at, pack=row.pack)
    outputs = {file.outputs.payable, file.outputs.outcome}
    lines = differences.changed_lines(row.outcome, reckoning, pack=(row.pack, row.pack_fingerprint))
    changed = [line for line in lines if line.code in outputs]
    row.outcome = row.outcome | {"compared": at.isoformat()}
    row.save(update_fields=["outcome"])
    if changed or reckoning.decision is None:
        _open_case(row, file, differences.changed_values(file, stored, now) + changed, by=by, at=at)
        return True
    record(AGREES, row, file, by=by, at=at)
    return False


def _report_since(row: Application, file: ServiceFile, *, by: Actor, at: datetime) -> list[Stored]:
    """What registers say now of the periods that counted when it was settled."""
    wanted = drafting.wanted(file, drafting.season_of(file, row.season), row.settled_at or at)
    found = exchange.request_values(
        customer=row.customer,
        wanted=list(dict.fromkeys(wanted.values())),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        subject=row.id,
        case=row.case,
        by=by,
        at=at,
    )
    return drafting.offered(file, wanted, found)


def _open_case(
    row: Application, file: ServiceFile, changes: list[Change], *, by: Actor, at: datetime
) -> None:
    case = cases.open_case(
        kind="provisional-difference",
        customer=row.customer,
        agency=file.agency,
        service=row.service,
        application=row.id,
        parent=row.case,
        subject={language: words.format(title=file.title[language]) for language, words in SUBJECT.items()},
        promise=SETTLED_IN,
        calendar="working-days",
        by=by,
        at=at,
    )
    if changes:
        said = [f"{' / '.join(c.label.values())}: {_figure(c.shown)} → {_figure(c.now)}" for c in changes]
        cases.add_note(case=case.id, text="\n".join(said), by=by, at=at)
    record(DIFFERS, row, file, by=by, at=at, case=case.id)


def _figure(value: object) -> str:
    return "–" if value is None else str(value)


def _stand_ins(file: ServiceFile) -> dict[str, str]:
    """Answer → what it stands in for: another field, or itself where a register was silent that is asked
    while she waits, so that she was asked what it would have said."""
    asked = {
        field.id: field.id
        for field in file.fields.values()
        if field.origin == "know" and field.required and registers.is_pulled(field.register, field.attribute)
    }
    return asked | {field.id: field.stands_in_for for field in file.fields.values() if field.stands_in_for}


def _without_own_word(stored: list[Stored], missing: set[str]) -> list[Stored]:
    """The document as it would be had the register answered: her word for it left out."""
    return [item for item in stored if not (is_declared(item) and item.value.field in missing)]


def _missing(file: ServiceFile, stored: list[Stored]) -> set[str]:
    """Known values that an answer stands in for because nobody had reported them."""
    answered = {item.value.field for item in stored if is_declared(item)}
    reported = {item.value.field for item in stored if not is_declared(item)}
    return {known for field, known in _stand_ins(file).items() if field in answered} - reported
