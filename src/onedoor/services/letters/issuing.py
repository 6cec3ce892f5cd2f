"""From an application to a letter: the facts, signed and kept; the PDF follows in the worker."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from onedoor.contact import actions as contact
from onedoor.contact.types import LetterView
from onedoor.kernel.clock import local
from onedoor.people import queries as people
from onedoor.services.applications.document import load, pairs, plain
from onedoor.services.applications.objecting import object_until
from onedoor.services.attachments.keeping import has_files, list_files
from onedoor.services.letters.templates import brought_by
from onedoor.services.rules import SAID, say_value
from onedoor.services.types import Decision, Field
from onedoor.trust import queries as trust

if TYPE_CHECKING:
    from onedoor.services.flow.journey import Journey


def issue(journey: "Journey", letter: str) -> UUID:
    """Issue the service's letter of that name and order its printing. Gives the letter's id."""
    from onedoor.services.tasks import print_letter

    file, row = journey.file, journey.row
    issued: LetterView = contact.issue_letter(
        customer=row.customer,
        kind=f"{file.service}/{letter}",
        title=file.letters[letter].title,
        content=facts_of(journey) | {"template": letter},
        agency=file.agency,
        application=row.id,
        case=row.case,
        by=journey.house,
        at=journey.at,
    )
    print_letter.defer(letter=str(issued.id))
    return issued.id


def facts_of(journey: "Journey") -> dict[str, Any]:
    """All that a template may name, as JSON; what the letter's signature covers."""
    from onedoor.services.flow.giving import facts_of_work

    file, row, decision = journey.file, journey.row, journey.reckoning.decision
    agency, files = trust.get_agency(file.agency), _file_names(journey)
    person = people.get_customer(row.customer, by=journey.house)
    facts: dict[str, Any] = {
        "service": {"code": file.service, "title": file.title, "version": file.version},
        "agency": {"code": file.agency, "name": agency.name},
        "customer": {
            "name": person.name,
            "name_zh": getattr(person, "name_zh", ""),
            "identifier": people.masked_identifier(row.customer),
        },
        "application": {
            "number": row.number,
            "season": row.season,
            "started_on": local(row.created_at).date(),
            "signed_on": local(row.signed_at or journey.at).date(),
            "assisted": row.assisted_by is not None,
            "assessed": row.assessed_at is not None,
            "object_until": object_until(row, file),
        },
        "values": _by_name(dict.fromkeys(file.fields) | dict(journey.reckoning.values), files),
        "lines": _by_name(_lines(journey), files),
        "results": dict(decision.outputs) if decision else {},
        "brought": dict.fromkeys(brought_by(file)) | (facts_of_work(row, file) if file.steps else {}),
        "computation": [
            {"id": line.id, "label": line.label, "text": line.text, "result": line.result, "unit": line.unit,
             "source": line.source, "row": line.row,
             "entries": [{"name": one.name, "result": one.result, "row": one.row} for one in line.entries]}
            for line in (decision.lines if decision else ())
        ],
        "outcome": {
            "code": decision.outcome if decision else "",
            "text": file.outputs.outcomes.get(decision.outcome, {}) if decision else {},
        },
        "each": _each(decision),
        "payable": decision.payable if decision else None,
        "pack": {"code": decision.pack, "title": decision.pack_title} if decision else None,
        "charge": _charge(journey),
    }  # fmt: skip
    content: dict[str, Any] = plain(facts)
    return content


def _file_names(journey: "Journey") -> dict[str, str]:
    return {str(one.id): one.name for one in list_files(journey.row)} if has_files(journey.file) else {}


def _by_name(value: Any, files: dict[str, str]) -> Any:
    """The same with each file by its name: nobody can read the id by which an answer names it."""
    if isinstance(value, dict):
        return {key: _by_name(one, files) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_by_name(one, files) for one in value]
    return files.get(value, value) if isinstance(value, str) else value


def _each(decision: Decision | None) -> list[dict[str, Any]]:
    """What is decided on every entry, with its own lines."""
    return [
        {
            "name": one.name,
            "code": one.code,
            "text": one.text,
            "lines": [
                {
                    "id": line.id,
                    "label": line.label,
                    "result": line.result,
                    "unit": line.unit,
                    "row": line.row,
                }
                for line in one.lines
            ],
        }
        for one in (decision.each if decision else ())
    ]


def _lines(journey: "Journey") -> list[dict[str, Any]]:
    fields = journey.file.fields
    lines = []
    for (id, _), (offered, declared) in pairs(load(journey.file, journey.row.values)).items():
        standing = declared or offered
        if id not in fields or standing is None or not fields[id].show:
            continue
        value = standing.value
        lines.append(
            {
                "field": id,
                "label": fields[id].text,
                "value": _said(fields[id], value.value),
                "unit": fields[id].type,
                "source": value.source_name,
                "received_on": local(value.received_at).date() if value.received_at else None,
                "grade": str(value.grade),
                "reference": value.reference,
                "state": str(value.state),
            }
        )
    return lines


def _said(field: Field, value: Any) -> Any:
    """A choice by its words, an answer of several boxes in one line, everything else as it is."""
    if field.type in SAID:
        return say_value(field.type, value)
    return next((choice.text for choice in field.choices if choice.code == value), value)


def _charge(journey: "Journey") -> dict[str, Any] | None:
    from onedoor.payments import queries as payments

    charge = journey.charge
    if charge is None and journey.row.charge is not None:
        bills = payments.list_charges(journey.row.customer, by=journey.house)
        charge = next((bill for bill in bills if bill.id == journey.row.charge), None)
    if charge is None:
        return None
    return {
        "number": charge.number,
        "amount": charge.amount,
        "due_on": charge.due_date,
        "instalments": len(charge.instalments),
        "lines": [{"title": line.title, "amount": line.amount} for line in charge.lines],
    }
