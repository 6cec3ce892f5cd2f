"""Signing: what was seen, by whom, how well proved; then the flow goes on by itself."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actions import action
from onedoor.kernel.actors import Actor
from onedoor.kernel.errors import Conflict, Invalid
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import pick
from onedoor.services.actions.standing_in import ask_reporters
from onedoor.services.actions.starting import fresh_values
from onedoor.services.applications import differences
from onedoor.services.applications.canonical import canonical, seen_by_customer, sha256
from onedoor.services.applications.document import dump, load, merge
from onedoor.services.applications.exits import find_exit
from onedoor.services.applications.guard import fetch_to_change
from onedoor.services.applications.leading import agencies_of
from onedoor.services.applications.lookup import file_of
from onedoor.services.applications.pages import list_pages
from onedoor.services.applications.reckoning import Reckoning, reckon
from onedoor.services.applications.store import outcome_of, record
from onedoor.services.applications.types import (
    SIGNED,
    SIGNED_WITH_HELP,
    ApplicationState,
    Change,
    SignedView,
    Stored,
)
from onedoor.services.applications.view import fingerprint as fingerprint_of
from onedoor.services.flow import effects, journey
from onedoor.services.models import Application, Signature
from onedoor.services.reports import filing
from onedoor.services.types import ServiceFile, ValueState
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import HeldAct

_pick = lazy(pick, str)


@action(may="services.assist")
def sign_application(
    *,
    application: UUID,
    revision: int,
    fingerprint: str,
    by: Actor,
    at: datetime,
    confirmation: UUID | None = None,
) -> SignedView:
    """Sign exactly what ``revision`` and ``fingerprint`` say was seen; everything that follows
    (case, charge, letters) happens in the same transaction. An officer who helps signs only with
    the customer's ``confirmation`` of this application and fingerprint (``trust.confirm_assisted``).

    Conflict ``application.moved_on``: somebody changed it since; ``facts["changes"]`` says what.
    Conflict ``application.changed``: the rules or a register give something else now; call
    ``refresh_draft`` and show it again. Nothing is ever signed that was not shown.
    """
    row = fetch_to_change(application, by=by)
    file = file_of(row)
    trust.require_level(by, file.assurance.sign, _("Confirm that it is you before you sign."))
    for concerned in {row.customer, by.self_customer}:
        trust.check_free(concerned, HeldAct.SIGN, at=at)
    check_revision(row, file, revision)
    stored = load(file, row.values)
    fresh = merge(file, stored, fresh_values(file, row, by=by, at=at), revision + 1)
    reckoning = reckon(file, season=row.season, stored=fresh, at=at)
    if (exit := find_exit(file, reckoning.values, at=at)) is not None:
        raise Conflict("application.exit", _pick(exit.title), number=row.number, page=exit.page)
    _check_complete(row, file, fresh, reckoning)
    if fingerprint_of(row, file, fresh, reckoning) != fingerprint:
        raise Conflict(
            "application.changed",
            _("Something changed since you looked. Look at it again before you sign."),
            number=row.number,
            changes=_changes(row, file, stored, fresh, reckoning),
        )
    if by.kind == "officer":
        trust_actions.spend_confirmation(
            confirmation=confirmation, subject=row.id, content=fingerprint, by=by, at=at
        )
    row.agencies = agencies_of(file, reckoning.facts)
    signature = _sign(row, file, fresh, reckoning, confirmation=confirmation, by=by, at=at)
    return _go_on(row, file, reckoning, signature, by=by, at=at)


def check_revision(row: Application, file: ServiceFile, revision: int) -> None:
    """Refuse to build on what another window, device or officer has changed meanwhile."""
    if row.revision != revision:
        raise Conflict(
            "application.moved_on",
            _("This was changed in another window. Look at what changed, then go on."),
            number=row.number,
            revision=row.revision,
            changes=differences.changed_since(file, load(file, row.values), revision),
        )


def _check_complete(row: Application, file: ServiceFile, stored: list[Stored], reckoning: Reckoning) -> None:
    if reckoning.broken is not None:
        raise reckoning.broken
    open_page = next((p for p in list_pages(file, row.answers, stored) if not p.complete), None)
    if open_page is not None or reckoning.missing:
        raise Invalid(
            "application.incomplete",
            _("Some questions are not answered yet."),
            page=open_page.id if open_page else "",
            missing=list(reckoning.missing),
        )


def _changes(
    row: Application, file: ServiceFile, stored: list[Stored], fresh: list[Stored], reckoning: Reckoning
) -> list[Change]:
    values = differences.changed_values(file, stored, fresh)
    return values + differences.changed_lines(row.outcome, reckoning, pack=(row.pack, row.pack_fingerprint))


def _sign(
    row: Application,
    file: ServiceFile,
    stored: list[Stored],
    reckoning: Reckoning,
    *,
    confirmation: UUID | None,
    by: Actor,
    at: datetime,
) -> Signature:
    text = canonical(
        seen_by_customer(
            number=row.number,
            service=row.service,
            version=row.version,
            season=row.season,
            stored=stored,
            decision=reckoning.decision,
        )
    )
    agreed = [_agreed(item) for item in stored]
    row.values, row.outcome = dump(agreed), outcome_of(reckoning)
    if reckoning.decision is not None:
        row.pack, row.pack_fingerprint = reckoning.decision.pack, reckoning.pack_digest
    key = trust.sign(text.encode())
    return Signature.objects.create(
        application=row,
        customer=row.customer,
        agencies=row.agencies,
        revision=row.revision,
        canonical=text,
        sha256=sha256(text),
        signer=by.account,
        on_behalf_of=row.customer if by.mandate or by.assisted else None,
        assurance=by.assurance,
        assisted_officer=by.account if by.assisted else None,
        confirmation=confirmation if by.assisted else None,
        signed_at=at,
        key=key.key_id,
        value=key.value,
    )


def _agreed(item: Stored) -> Stored:
    if item.value.state is not ValueState.OFFERED:
        return item
    return replace(item, value=replace(item.value, state=ValueState.CONFIRMED))


def _go_on(
    row: Application,
    file: ServiceFile,
    reckoning: Reckoning,
    signature: Signature,
    *,
    by: Actor,
    at: datetime,
) -> SignedView:
    row.state, row.signed_at, row.changed_at = ApplicationState.SIGNED, at, at
    if by.assisted:
        row.assisted_by = by.account
    record(
        SIGNED_WITH_HELP if by.assisted else SIGNED,
        row,
        file,
        by=by,
        at=at,
        revision=row.revision,
        sha256=signature.sha256,
    )
    house = journey.house_of(by)
    on = journey.Journey(row=row, file=file, reckoning=reckoning, at=at, house=house)
    with scoped(house):
        if not filing.open_report(on):
            effects.open_case(on)
            ask_reporters(on)
            journey.begin(on, done="sign")
            effects.settle_case(on)
            filing.note_case(on)
        row.save()
    return SignedView(
        application=row.id,
        number=row.number,
        state=ApplicationState(row.state),
        signature=signature.id,
        sha256=signature.sha256,
        signed_at=at,
        case=row.case,
        charge=row.charge,
        letters=tuple(on.letters),
    )
