"""Beginning an application: drafted from what government holds, so that nothing held is asked."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.exchange import actions as exchange
from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.clock import local
from onedoor.kernel.errors import Conflict
from onedoor.kernel.ids import new_id, new_number
from onedoor.services.applications import drafting
from onedoor.services.applications.consents import list_closed
from onedoor.services.applications.guard import check_may_start
from onedoor.services.applications.lookup import get_file
from onedoor.services.applications.store import lock_place, record, settle
from onedoor.services.applications.types import STARTED, ApplicationView, Stored
from onedoor.services.applications.view import look
from onedoor.services.applications.visitors import check_may_visit
from onedoor.services.files.schema import ServiceFile
from onedoor.services.flow.plan import lookers_of
from onedoor.services.models import LIVE, Application
from onedoor.trust import queries as trust


@action(may="services.assist")
def start_application(
    *, customer: UUID, service: str, door: str, by: Actor, at: datetime, season: str = ""
) -> ApplicationView:
    """The customer's draft for this round. The one she has already is given back: she may go on
    with it through another door or on another device. Where the service says ``many_at_once``, what
    is signed no longer stands in the way of the next."""
    check_may_start(customer, service, by=by)
    file = get_file(service, at=at, customer=customer, look=True)
    check_may_visit(file, by=by)
    trust.require_level(by, file.assurance.look, _("Sign in to see what we prepared for you."))
    round_id = season or _open_round(file, at)
    lock_place(customer, service, round_id)
    found = Application.objects.filter(customer=customer, service=service, season=round_id)
    live = found.filter(state__in=("draft",) if file.many_at_once else LIVE).first()
    if live is not None:
        return look(live, by=by, at=at)
    filed = found.filter(state="closed").first() if round_id else None
    if filed is not None:
        raise Conflict(
            "application.already_filed", _("This was signed and finished already."), number=filed.number
        )
    row = draft(file, customer=customer, season=round_id, door=door, by=by, at=at)
    row.save(force_insert=True)
    record(STARTED, row, file, by=by, at=at, door=door)
    return look(row, by=by, at=at)


def _open_round(file: ServiceFile, at: datetime) -> str:
    if not file.seasons:
        return ""
    season = drafting.find_season(file, local(at).date())
    if season is None:
        opens = min(s.opens for s in file.seasons)
        raise Conflict("application.not_open_yet", _("This opens on a later day."), opens=opens)
    return season.id


def draft(
    file: ServiceFile, *, customer: UUID, season: str, door: str, by: Actor, at: datetime
) -> Application:
    """A row, not yet saved, filled from the registers."""
    row = Application(
        id=new_id(),
        number=new_number("HC"),
        customer=customer,
        service=file.service,
        version=file.version,
        season=season,
        agencies=lookers_of(file),
        door=door,
        several=file.many_at_once,
        assisted_by=by.account if by.assisted else None,
        created_at=at,
        changed_at=at,
    )
    settle(row, file, fresh_values(file, row, by=by, at=at), at=at)
    return row


def fresh_values(file: ServiceFile, row: Application, *, by: Actor, at: datetime) -> list[Stored]:
    """What registers say now. The customer sees this use of her data at once. While somebody waits for
    the draft, registers that may be asked are; in the house's own rounds what is held has to do. What only
    her consent opens, and she has not given it or has taken it back, is not asked for."""
    every = drafting.wanted(file, drafting.season_of(file, row.season), at)
    closed = list_closed(file, row, every, by=by, at=at)
    wanted = {field: want for field, want in every.items() if field not in closed}
    if not wanted:
        return []
    found = exchange.request_values(
        customer=row.customer,
        wanted=list(dict.fromkeys(wanted.values())),
        service=file.service,
        purpose=file.purpose,
        agency=file.agency,
        subject=row.id,
        case=row.case,
        issue="" if by.kind == "system" else row.number,
        by=by,
        at=at,
    )
    return drafting.offered(file, wanted, found)
