"""Kits: taken along by an agent, withdrawn when a device is lost."""

import base64
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.dialogue.models import Kit
from onedoor.dialogue.packets.sealing import new_keys, open_keys, seal_keys
from onedoor.dialogue.packets.types import (
    CARRY,
    KIT_LASTS,
    KIT_TAKEN,
    KIT_WITHDRAWN,
    RECEIVE,
    VILLAGE,
    KitContent,
    KitService,
    KitView,
)
from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import ANONYMOUS, SYSTEM, Actor
from onedoor.kernel.errors import Conflict, Invalid, NotAllowed, NotFound
from onedoor.kernel.events import Event
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES
from onedoor.knowledge import queries as knowledge
from onedoor.services import queries as services
from onedoor.services.types import ServiceFile


@action(may=CARRY)
def take_kit(*, services: Sequence[str], by: Actor, at: datetime) -> KitView:
    """A kit with the forms of these services, as they are now, good for two weeks."""
    offered = {file.service: file for file in list_village_files(at)}
    chosen = [offered[code] for code in dict.fromkeys(services) if code in offered]
    if by.kind != "officer" or not chosen:
        raise Invalid("packet.no_service", _("Choose at least one service to take along."), field="services")
    with scoped(SYSTEM):
        row = Kit.objects.create(
            agent=by.account, agent_name=by.name, agency=by.agency, key=seal_keys(new_keys()),
            services=[[file.service, file.version] for file in chosen], issued_at=at, good_to=at + KIT_LASTS,
        )  # fmt: skip
    _record(KIT_TAKEN, row, by=by, at=at)
    return to_kit(row)


@action(may=CARRY)
def withdraw_kit(*, kit: UUID, by: Actor, at: datetime) -> KitView:
    """The device is lost, or the kit no longer needed: nothing that comes from it is taken in."""
    with scoped(SYSTEM):
        row = fetch_kit(kit, by=by, lock=True)
        if row.withdrawn_at is None:
            row.withdrawn_at = at
            row.save(update_fields=["withdrawn_at"])
            _record(KIT_WITHDRAWN, row, by=by, at=at)
    return to_kit(row)


def fetch_kit(kit: UUID, *, by: Actor, lock: bool = False) -> Kit:
    """A kit of the agent's own; any, for who receives packets. Raises NotFound, NotAllowed."""
    rows = Kit.objects.select_for_update() if lock else Kit.objects.all()
    row = rows.filter(pk=kit).first()
    if row is None:
        raise NotFound(
            "packet.kit_unknown", _("We do not know this kit. Was it taken along from this house?")
        )
    if row.agent != by.account and not by.may(RECEIVE):
        raise NotAllowed(
            "packet.kit_of_another",
            _("This kit is another agent's. Ask her, or an officer who takes packets in."),
        )
    return row


def list_village_files(at: datetime) -> list[ServiceFile]:
    """What may be taken along: services that name this door. A season's draft is prepared by the house, so
    there is nothing to write down."""
    found = [services.get_file(one.code, at=at) for one in services.list_services(at=at)]
    return [file for file in found if file.doors.get(VILLAGE) == "full" and not file.seasons]


def get_kit_content(kit: UUID, *, by: Actor, at: datetime) -> KitContent:
    """What goes into the file, for the agent whose kit it is, as long as it is good. Raises NotFound."""
    with scoped(SYSTEM):
        row = fetch_kit(kit, by=by)
        if row.agent != by.account:
            raise NotAllowed("packet.kit_of_another", _("Only the agent whose kit it is can fetch it."))
        if row.withdrawn_at is not None or at >= row.good_to:
            raise Conflict("packet.kit_over", _("This kit is over. Take a new one."))
        keys = open_keys(row.key)
        return KitContent(
            kit=to_kit(row), services=tuple(_service(code, version, at) for code, version in row.services),
            public=base64.b64encode(keys.public).decode(), secret=base64.b64encode(keys.secret).decode(),
        )  # fmt: skip


def _service(code: str, version: str, at: datetime) -> KitService:
    form = services.get_form_of_version(code, version)
    file = services.get_file(code, at=at)
    conditional = frozenset(
        one.id
        for page in file.ask
        for question in page.items
        for one in (question, *question.items)
        if page.enable_when or question.enable_when or one.enable_when
    )
    answers = {
        language: tuple(knowledge.list_answers_of_service(code, language=language, by=ANONYMOUS, at=at))
        for language in LANGUAGES
    }
    return KitService(
        code=code, version=version, title=form.title, summary=file.summary or {},
        is_anonymous=file.anonymous, pages=form.pages, conditional=conditional, answers=answers,
    )  # fmt: skip


def to_kit(row: Kit) -> KitView:
    return KitView(
        id=row.id, agent=row.agent, agent_name=row.agent_name, agency=row.agency,
        services=tuple((code, version) for code, version in row.services), issued_at=row.issued_at,
        good_to=row.good_to, withdrawn_at=row.withdrawn_at,
    )  # fmt: skip


def _record(event: Event, row: Kit, *, by: Actor, at: datetime) -> None:
    data = {"agent": row.agent_name, "services": [code for code, _version in row.services]}
    journal.record(event, subject_kind="kit", subject=row.id, agency=row.agency, by=by, at=at, data=data)
