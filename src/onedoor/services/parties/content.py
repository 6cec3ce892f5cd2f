"""What one who takes part is shown and signs: her sentence and the values of ``sees``, nothing more."""

from typing import Any

from onedoor.kernel.actors import SYSTEM
from onedoor.people import queries as people
from onedoor.services.applications.canonical import canonical, sha256
from onedoor.services.applications.document import load
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.types import ValueLine
from onedoor.services.applications.view import list_groups
from onedoor.services.files.steps import Party
from onedoor.services.models import ApplicationParty, Signature
from onedoor.services.types import ServiceFile
from onedoor.trust import queries as trust

SEAL = "party"


def opened(sealed: bytes | memoryview) -> str:
    """A sealed name or contact."""
    return trust.unseal(bytes(sealed), purpose=SEAL)


def asked_by(row: ApplicationParty) -> str:
    """The name of the applicant, whom she is asked by."""
    who = people.get_customer(row.applicant, by=SYSTEM)
    return who.name or who.name_zh


def list_shown(row: ApplicationParty) -> list[ValueLine]:
    """The values that she is shown. Of the group that names her, her own entry only."""
    file = file_of(row.application)
    party = file.parties[row.role]
    stored = load(file, row.application.values)
    lines = {
        (line.field, line.index): line
        for group in list_groups(file, stored, may_change=False)
        for line in group.lines
    }
    return [
        line
        for field in party.sees
        for (id, index), line in lines.items()
        if id == field and (id != party.of or index == row.position)
    ]


def content_of(row: ApplicationParty) -> dict[str, Any]:
    """Everything that she confirms, once: it is what her signature is over."""
    application, party = row.application, file_of(row.application).parties[row.role]
    signed = Signature.objects.filter(application=application).order_by("-signed_at").first()
    return {
        "number": application.number,
        "service": application.service,
        "version": application.version,
        "signed": signed.sha256 if signed else "",
        "role": row.role,
        "position": row.position,
        "name": opened(row.name),
        "confirms": dict(party.confirms),
        "values": [
            {"field": line.field, "index": line.index, "value": line.shown} for line in list_shown(row)
        ],
    }


def fingerprint_of(row: ApplicationParty) -> str:
    """What she was shown, in 64 characters."""
    return sha256(canonical(content_of(row)))


def titles(file: ServiceFile, party: Party) -> dict[str, Any]:
    """How events name the service and the role."""
    return {"title": dict(file.title), "role": dict(party.title)}
