"""Officers sign in by their own agency's OpenID provider: whose account it is, and what it is worth."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from onedoor.journal import actions as journal
from onedoor.kernel.actions import action
from onedoor.kernel.actors import SYSTEM, Actor
from onedoor.kernel.errors import Invalid, NotFound, Refused
from onedoor.kernel.scope import scoped
from onedoor.trust import oidc
from onedoor.trust.actions.challenges import take_challenge
from onedoor.trust.actions.identities import SIGN_IN, Answer, hear, index_of
from onedoor.trust.models import Account, DirectoryEntry, OutsideIdentity
from onedoor.trust.queries.accounts import current_posts
from onedoor.trust.queries.agencies import get_agency
from onedoor.trust.queries.identities import get_provider
from onedoor.trust.types import STAFF_IDENTIFIED, STAFF_REFUSED, AccountKind, Proved, Provider


def sign_in_officer_by_provider(
    *, provider: str, challenge: UUID | None, answer: Answer, by: Actor, at: datetime
) -> Proved:
    """Whose account it is, at the level of the provider's row for what it said (``acr``): 3 opens the desk,
    and with less her own code or passkey is asked for besides. The provider speaks for officers of its own
    agency alone, and for none who works elsewhere too. She is known by its subject; the first time by what
    the directory sent as ``externalId``, or by an e-mail address that the provider verified. No account is
    ever made here. The question is used up even where the answer is refused."""
    outcome = _try_sign_in(provider=provider, challenge=challenge, answer=answer, by=by, at=at)
    if isinstance(outcome, Refused):
        raise outcome
    return outcome


@action()
def _try_sign_in(
    *, provider: str, challenge: UUID | None, answer: Answer, by: Actor, at: datetime
) -> Proved | Refused:
    there = get_provider(provider)
    if not there.agency:
        raise NotFound("identity.no_provider", _("There is no such way to sign in."))
    said = hear(there, take_challenge(challenge, SIGN_IN), answer)
    if isinstance(said, Refused):
        return said
    with scoped(SYSTEM):
        row = _officer(there, said, at)
        if row is None:
            return Invalid(
                "identity.no_officer",
                _(
                    "Your agency knows you, and there is no account for you here that it may open. "
                    "Ask whoever keeps your agency's accounts."
                ),
            )
        level = there.levels.get(said.acr, 0)
        facts = {"agency": dict(get_agency(there.agency).name), "account": str(row.id)}
        journal.record(
            STAFF_IDENTIFIED if level else STAFF_REFUSED, subject_kind="account", subject=row.id,
            agency=there.agency, by=by, at=at, data=facts,
        )  # fmt: skip
        if not level:
            return Invalid(
                "identity.acr",
                _("That provider did not say well enough how it knows you. Use another way to sign in."),
            )
        OutsideIdentity.objects.update_or_create(
            account=row,
            provider=there.code,
            defaults={"last_used_at": at},
            create_defaults={"subject_index": index_of(there, said), "linked_at": at, "last_used_at": at},
        )
    return Proved(row.id, level)


def _officer(there: Provider, said: oidc.Said, at: datetime) -> Account | None:
    linked = OutsideIdentity.objects.filter(subject_index=index_of(there, said), provider=there.code).first()
    row = linked.account if linked else _find_unlinked(there, said)
    if row is None or row.kind != AccountKind.OFFICER or not row.is_active:
        return None
    agencies = set(current_posts(at).filter(account=row).values_list("agency", flat=True))
    return row if agencies == {there.agency} else None


def _find_unlinked(there: Provider, said: oidc.Said) -> Account | None:
    """By the directory's number for her, else by her verified address; never one who is linked already."""
    sent = DirectoryEntry.objects.filter(agency=there.agency, removed_at=None, external_id=said.directory)
    entry = sent.select_related("account").first()
    row = entry.account if entry else Account.objects.filter(email=said.email.strip().lower()).first()
    if row is None or OutsideIdentity.objects.filter(account=row, provider=there.code).exists():
        return None
    return row
