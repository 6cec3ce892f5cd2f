"""Word to all old contacts of what may be somebody taking her over, with one touch to stop it."""

from collections.abc import Callable
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.contact import actions
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.people import queries as people
from onedoor.people.types import NOT_ME
from onedoor.trust import actions as trust_actions
from onedoor.trust import queries as trust
from onedoor.trust.types import NOT_ME_LASTS, LockedBy

# What locked although it proves nobody: she must learn how it came, and how it is undone.
LOCKED_ON_LESS: dict[str, Callable[[], str]] = {
    LockedBy.NUMBER.value: lambda: say("A text message from your telephone number asked for it."),
    LockedBy.ANSWERED.value: lambda: say("Somebody called us and answered our questions about you."),
}


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    subscribe("trust.change.noted", on_change)
    subscribe("trust.passkey.added", on_officers_passkey)
    subscribe("trust.session.on_new_device", on_new_device)
    subscribe("trust.emergency.opened", on_emergency)
    for event in ("locked", "unlocked"):
        subscribe(f"trust.identity.{event}", on_lock)


def on_change(entry: Entry) -> None:
    """Each e-mail and telephone that she had before gets a link of one use; told twice, sent once."""
    with transaction.atomic(), scoped(SYSTEM):
        if entry.customer is None or trust.find_live_link(NOT_ME, entry.subject):
            return
        change = trust.get_change(entry.subject)
        if change.disowned_at is not None:
            return
        at = entry.happened_at
        token = trust_actions.make_link(
            purpose=NOT_ME, subject=change.id, expires_at=at + NOT_ME_LASTS, by=SYSTEM, at=at
        )
        address = f"{settings.PUBLIC_URL}/not-me/{token}/"
        _write(
            change.id, people.list_alert_addresses(change.customer, at=at), change.customer, entry,
            lambda: say("Somebody changed %(what)s at Onedoor") % {"what": change.words},
            lambda: say(
                "If it was you, there is nothing to do. If it was not you, open this and press the button: "
                "we undo it and lock your identity: %(address)s"
            )
            % {"address": address},
        )  # fmt: skip


def on_lock(entry: Entry) -> None:
    """A lock, and its end, are told by all channels that are hers."""
    if entry.customer is None:
        return
    locked = entry.event.endswith(".locked")
    less = LOCKED_ON_LESS.get(str(entry.data.get("how", "")))
    titles = (lambda: say("The lock of your identity is open")), (lambda: say("Your identity is locked"))
    bodies = (
        lambda: say(
            "Two persons opened the lock of your identity. You can sign in and act as before. Look at how we "
            "reach you and at your passkeys, and choose a new password."
        ),
        lambda: (
            say(
                "An identity theft was reported. Nobody signs in, signs, agrees to sharing or lets somebody "
                "act in your name until you come to a counter with your papers. Nothing of yours is lost: no "
                "time limit runs out against you meanwhile."
            )
            + (
                f" {less()} "
                + say(
                    "If it was not you, nothing is lost: come to a counter with your papers and two of us "
                    "open it while you wait. If you have a passkey from before, sign in with it, ask there "
                    "that it be opened, and one of us is enough."
                )
                if less
                else ""
            )
        ),
    )
    with transaction.atomic(), scoped(SYSTEM):
        at = entry.happened_at
        _write(
            entry.id, people.list_alert_addresses(entry.customer, at=at), entry.customer, entry,
            titles[locked], bodies[locked],
        )  # fmt: skip
        actions.send_message(
            customer=entry.customer, title=_in_each(titles[locked]), body=_in_each(bodies[locked]),
            idempotency_key=f"lock/{entry.id}", by=SYSTEM, at=at,
        )  # fmt: skip


def on_officers_passkey(entry: Entry) -> None:
    """An officer is told at the address of her account: a thief of her sitting sees customers."""
    if entry.customer is not None:
        return
    with transaction.atomic(), scoped(SYSTEM):
        account = trust.get_account(entry.subject)
        _write(
            entry.id, [("email", account.email)], None, entry,
            lambda: say("A passkey was added to your account at the desk"),
            lambda: say("If it was not you, call your supervisor at once: she locks your account."),
        )  # fmt: skip


def on_new_device(entry: Entry) -> None:
    """A sign-in on a kind of device that was not used before, with whatever proof: a customer hears of it at
    all old contacts, an officer at the address of her account."""
    with transaction.atomic(), scoped(SYSTEM):
        if entry.customer is None:
            addresses = [("email", trust.get_account(entry.subject).email)]
        else:
            addresses = people.list_alert_addresses(entry.customer, at=entry.happened_at)
        _write(
            entry.id, addresses, entry.customer, entry,
            lambda: say("You signed in on a device that is new to us"),
            lambda: say(
                "If it was you, there is nothing to do. If it was not you, call us at once: we lock your "
                "account."
            ),
        )  # fmt: skip


def on_emergency(entry: Entry) -> None:
    """The supervisors of the agency are told at once; neither the person nor the reason is in the mail."""
    with transaction.atomic(), scoped(SYSTEM):
        for lead in trust.list_officers(entry.agency, role="supervisor", at=entry.happened_at):
            _write(
                entry.id, [("email", trust.get_account(lead.account).email)], None, entry,
                lambda: say("A record was opened in an emergency: review it within two working days"),
                lambda: say("Sign in at the desk and open “Opened in an emergency”."),
            )  # fmt: skip


def _write(
    about: UUID,
    addresses: list[tuple[str, str]],
    customer: UUID | None,
    entry: Entry,
    title: Callable[[], str],
    body: Callable[[], str],
) -> None:
    for kind, value in addresses:
        actions.write_outside(
            kind=kind, address=value, title=_in_each(title), body=_in_each(body),
            subject=uuid5(about, f"{kind}:{value}"), customer=customer, urgent=True, by=SYSTEM,
            at=entry.happened_at,
        )  # fmt: skip


def _in_each(write: Callable[[], str]) -> Text:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = write()
    return words
