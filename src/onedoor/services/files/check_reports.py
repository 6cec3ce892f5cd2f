"""Services that people report by: every question they name is there and fits, and so are agencies."""

from collections.abc import Iterator

from onedoor.kernel.documents import Fault
from onedoor.services.files.faults import nearest
from onedoor.services.files.house import House
from onedoor.services.files.loading import Loaded

_TYPES = {
    "kind": ("choice",),
    "place": ("location",),
    "description": ("text", "string"),
    "photo": ("file",),
    "media_url": ("string",),
    "email": ("email", "string"),
    "phone": ("telephone", "string"),
    "first_name": ("string", "name"),
    "last_name": ("string", "name"),
}


def check_reports(loaded: Loaded, house: House) -> Iterator[Fault]:
    """Faults of ``reports``, ``duplicates`` and ``leads``."""
    yield from _questions(loaded)
    yield from _duplicates(loaded)
    yield from _leads(loaded)
    yield from _anonymous(loaded)


def _questions(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if service.reports is None:
        return
    for use, id in service.reports.named().items():
        field = service.fields.get(id)
        if field is None or field.origin != "ask":
            asked = [one.id for one in service.fields.values() if one.origin == "ask"]
            yield document.fault(
                ("reports", use), f"'{id}' is no question of the service.", nearest(id, asked)
            )
        elif field.type not in _TYPES[use]:
            remedy = f"Name a question of type {' or '.join(_TYPES[use])}."
            yield document.fault(("reports", use), f"'{id}' is a {field.type}.", remedy)


def _duplicates(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if service.duplicates is None:
        return
    if service.reports is None or service.reports.place != service.duplicates.place:
        message = "Duplicates are found among reports, at the place of 'reports'."
        yield document.fault(("duplicates", "place"), message, "Name the same place in both.")
    for number, id in enumerate(service.duplicates.same):
        if id not in service.fields:
            yield document.fault(
                ("duplicates", "same", number),
                f"'{id}' is no question of the service.",
                nearest(id, service.fields),
            )


def _leads(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if service.leads is None:
        return
    part = {service.agency, *service.together_with}
    for pack, _ in loaded.packs:
        formula = next((one for one in pack.formulas if one.id == service.leads), None)
        if formula is None:
            names = [one.id for one in pack.formulas]
            yield document.fault(
                ("leads",),
                f"Pack {pack.pack} has no formula '{service.leads}'.",
                nearest(service.leads, names),
            )
            continue
        for row in formula.rows:
            code = row.then.strip("\"'")
            if code not in part:
                message = f"'{code}' leads a case, but takes no part in this service."
                yield document.fault(("leads",), message, "Add it to 'with:'.")


def _anonymous(loaded: Loaded) -> Iterator[Fault]:
    service, document = loaded.service, loaded.document
    if not service.anonymous:
        return
    if service.assurance.look or service.assurance.sign:
        message = "Nobody who gives no name can reach an assurance level."
        yield document.fault(("anonymous",), message, "Write 'assurance: {look: 0, sign: 0}'.")
    if service.know:
        message = "What registers hold cannot be shown to somebody without a name."
        yield document.fault(("anonymous",), message, "Leave out 'know:' or 'anonymous:'.")
    if any(step.does in ("pay", "payout", "release", "letter") for step in service.steps):
        message = "Money and letters need somebody to go to."
        yield document.fault(("anonymous",), message, "Leave these steps out, or 'anonymous:'.")
