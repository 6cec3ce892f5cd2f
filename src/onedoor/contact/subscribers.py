"""News from people: who may act for whom is told to both sides; whose an arrival is, is written."""

from collections.abc import Callable

from django.utils.translation import gettext as say
from django.utils.translation import override

from onedoor.contact import actions
from onedoor.journal.types import Entry
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.events import subscribe
from onedoor.kernel.scope import scoped
from onedoor.kernel.text import LANGUAGES, Text
from onedoor.people import queries as people
from onedoor.people.types import Mandate, MandateRole


def subscribe_all() -> None:
    """Called once the app registry is ready."""
    for event in ("granted", "received", "ended", "lost"):
        subscribe(f"people.mandate.{event}", on_mandate_news)
    subscribe("trust.passkey.added", on_new_passkey)
    subscribe("trust.identity.linked", on_new_link)
    subscribe("people.copy.made", on_copy_made)
    for event in ("merged", "unmerged"):
        subscribe(f"people.customer.{event}", on_merge_news)
    for event in ("decided", "reopened"):
        subscribe(f"people.arrival.{event}", on_arrival_news)


def on_copy_made(entry: Entry) -> None:
    """Her copy of what is held is ready; told twice, written once. It is taken on the page, never sent."""
    if entry.customer is None:
        return
    with scoped(SYSTEM):
        actions.send_message(
            customer=entry.customer,
            title=_in_each(lambda: say("Your copy of everything that we hold is ready")),
            body=_in_each(
                lambda: say(
                    "Sign in and open “My data” to download it. It stays there for seven days. If you did "
                    "not ask for it, call us."
                )
            ),
            idempotency_key=f"copy/{entry.id}",
            by=SYSTEM,
            at=entry.happened_at,
        )


def on_new_passkey(entry: Entry) -> None:
    """She is told of the device that can sign in as her from now on."""
    _warn(
        entry,
        lambda: say("A passkey was added to your account"),
        lambda: say(
            "Somebody who was signed in as you added a passkey, with which one signs in without your "
            "password. If it was you, there is nothing to do. If not, call us at once: we lock your "
            "account."
        ),
    )


def on_new_link(entry: Entry) -> None:
    """She is told of the outside identity that can sign in as her from now on."""
    _warn(
        entry,
        lambda: say("Your account was linked to another way to sign in"),
        lambda: say(
            "Somebody who was signed in as you linked your account to an identity elsewhere, with which one "
            "signs in without your password. If it was you, there is nothing to do. If not, call us at once: "
            "we lock your account."
        ),
    )


def _warn(entry: Entry, title: Callable[[], str], body: Callable[[], str]) -> None:
    """A new way into her account is told at every address that she has; told twice, written once."""
    if entry.customer is None:
        return
    with scoped(SYSTEM):
        actions.send_message(
            customer=entry.customer,
            title=_in_each(title),
            body=_in_each(body),
            urgent=True,
            everywhere=True,
            idempotency_key=f"way-in/{entry.id}",
            by=SYSTEM,
            at=entry.happened_at,
        )


def on_arrival_news(entry: Entry) -> None:
    """What is decided of an arrival now is written on its contact; told twice, written once."""
    with scoped(SYSTEM):
        actions.follow_arrival(
            arrival=entry.subject,
            parted_from=entry.customer if entry.event.endswith(".reopened") else None,
            by=SYSTEM,
            at=entry.happened_at,
        )


def on_merge_news(entry: Entry) -> None:
    """She is told that two records of her were put together, or parted; told twice, written once."""
    if entry.customer is None:
        return
    merged = entry.event.endswith(".merged")
    titles = (lambda: say("Your records were put together")), (lambda: say("Your records were parted again"))
    bodies = (
        lambda: say(
            "We found that we kept two records about you and put them together. Everything of both is in "
            "one place now. If this is wrong, tell us: it can be undone."
        ),
        lambda: say("Two records that we had put together were parted again. What was yours is yours alone."),
    )
    with scoped(SYSTEM):
        actions.send_message(
            customer=entry.customer,
            title=_in_each(titles[not merged]),
            body=_in_each(bodies[not merged]),
            idempotency_key=f"merge/{entry.id}",
            by=SYSTEM,
            at=entry.happened_at,
        )


def on_mandate_news(entry: Entry) -> None:
    """A message to the one whom the entry is about; told twice, written once."""
    if entry.customer is None:
        return
    mandate = people.get_mandate(entry.subject)
    what = entry.event.rpartition(".")[2]
    with scoped(SYSTEM):
        actions.send_message(
            customer=entry.customer,
            title=_in_each(lambda: say("Who may act for whom")),
            body=_in_each(lambda: _says(what, mandate)),
            idempotency_key=f"mandate/{entry.id}",
            by=SYSTEM,
            at=entry.happened_at,
        )


def _says(what: str, mandate: Mandate) -> str:
    sentences = {
        "granted": say("%(holder)s may act for you from now on, as: %(role)s."),
        "received": say("You may act for %(giver)s from now on, as: %(role)s."),
        "ended": say("%(holder)s may no longer act for you as: %(role)s."),
        "lost": say("You may no longer act for %(giver)s as: %(role)s."),
    }
    names = {
        "holder": mandate.holder_name or mandate.holder_name_zh,
        "giver": mandate.giver_name or mandate.giver_name_zh,
        "role": MandateRole(mandate.role).label,
    }
    return sentences[what] % names + " " + say("You can see and change it under “Who may act for whom”.")


def _in_each(write: Callable[[], str]) -> Text:
    words: dict[str, str] = {}
    for language in LANGUAGES:
        with override(language):
            words[language] = write()
    return words
