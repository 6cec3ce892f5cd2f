"""Issuing and revoking the keys with which partners' systems push their data."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotAllowed, NotFound
from onedoor.kernel.scope import scoped
from onedoor.trust.keys.secrets import new_secret
from onedoor.trust.models import PartnerKey
from onedoor.trust.queries.partner_keys import view_partner_key
from onedoor.trust.types import KEY_ISSUED, KEY_REVOKED, IssuedKey

_SEEN_EVERY = timedelta(minutes=10)  # last use is good to ten minutes: not one write a request


@action(may="partner_keys.manage")
def issue_partner_key(
    *, partner: str, label: str, active_from: datetime | None = None, active_to: datetime | None = None,
    customer: UUID | None = None, by: Actor, at: datetime,
) -> IssuedKey:  # fmt: skip
    """A new key for ``partner``; its secret is told here once and never again. With ``customer``, the
    organisation's own record, it is for a system that acts in its name and under its mandates."""
    _only_staff(by)
    if not partner.strip():
        raise Invalid("partner_key.no_partner", _("Say which partner the key is for."), field="partner")
    prefix, secret, kept = new_secret()
    key = PartnerKey.objects.create(
        partner=partner,
        label=label,
        prefix=prefix,
        secret_hash=kept,
        customer=customer,
        active_from=active_from or at,
        active_to=active_to,
    )
    facts = {"partner": partner, "prefix": prefix}
    journal.record(KEY_ISSUED, subject_kind="partner_key", subject=key.id, by=by, at=at, data=facts)
    return IssuedKey(view_partner_key(key), secret)


@action(may="partner_keys.manage")
def revoke_partner_key(*, key: UUID, by: Actor, at: datetime) -> None:
    """The key opens nothing from now on."""
    _only_staff(by)
    row = PartnerKey.objects.select_for_update().filter(id=key).first()
    if row is None:
        raise NotFound("partner_key.unknown", _("There is no such key."))
    if row.active_to is None or row.active_to > at:
        row.active_to = max(at, row.active_from)
        row.save(update_fields=["active_to"])
        facts = {"partner": row.partner, "prefix": row.prefix}
        journal.record(KEY_REVOKED, subject_kind="partner_key", subject=row.id, by=by, at=at, data=facts)


@action()
def note_partner_key_use(*, by: Actor, at: datetime) -> None:
    """Remember that the key ``by`` signed in with was used."""
    with scoped(SYSTEM):
        row = PartnerKey.objects.filter(id=by.account).first()
        if row and (row.last_used_at is None or at - row.last_used_at > _SEEN_EVERY):
            PartnerKey.objects.filter(id=row.id).update(last_used_at=at)


def _only_staff(by: Actor) -> None:
    if by.kind not in ("officer", "system"):
        raise NotAllowed("partner_key.staff_only", _("Only an officer can do this."))
