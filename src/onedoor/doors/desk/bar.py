"""The places of the desk, in the order of the day; what is needed less often lies in a menu."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from onedoor.kernel.actors import Actor

Words = str | Promise


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the desk: what one may do there opens it; '' opens it to everybody."""

    name: str
    words: Words
    may: str
    about: Words = ""
    here: bool = False

    @property
    def address(self) -> str:
        return reverse(self.name if ":" in self.name else f"desk:{self.name}")

    def at(self, path: str) -> "Place":
        """The same, marked if ``path`` is it or lies below it."""
        home = self.name == "home"
        here = path == self.address if home else path.startswith(self.address)
        return Place(self.name, self.words, self.may, self.about, here)


@dataclass(frozen=True, slots=True)
class Group:
    """Places of one kind; without a title they stand in the bar themselves."""

    title: Words
    places: tuple[Place, ...]

    @property
    def here(self) -> bool:
        return any(place.here for place in self.places)


GROUPS = (
    Group("", (Place("home", _("Desk"), ""),)),
    Group("", (Place("answers", _("Answers"), ""),)),
    Group("", (Place("work", _("Work"), "cases.read"),)),
    Group("", (Place("assist", _("Help in person"), "assistance.give"),)),
    Group(
        _("Contacts"),
        (
            Place("centre", _("Contact centre"), "contact.log"),
            Place("threads", _("Messages to answer"), "contact.send"),
            Place("counters", _("Counters"), "contact.log"),
        ),
    ),
    Group("", (Place("requests", _("Between agencies"), "agencies.ask"),)),
    Group("", (Place("post:letters", _("Letters"), "post.read"),)),
    Group(
        "",
        (
            Place(
                "village", _("Villages"), "packets.carry",
                _("Take forms along to where there is no network, and send in what you bring back."),
            ),
        ),
    ),
    Group(
        _("Who is who"),
        (
            Place("arrivals", _("Possibly known"), "customers.decide"),
            Place("merges", _("Merged records"), "customers.merge"),
            Place("emergencies", _("Opened in an emergency"), "emergencies.review"),
            Place(
                "records", _("What is kept no longer"), "records.dispose",
                _("See what is over, propose it for disposal or approve it, and hold what must stay."),
            ),
        ),
    ),
    Group(
        _("Privacy"),
        (
            Place(
                "secrecy", _("Secret for a time"), "exchange.withhold",
                _("Propose that a use of data stays secret for a time, where a law says so."),
            ),
            Place(
                "breaches", _("Breaches of data"), "breaches.handle",
                _("Find out who is affected by a breach, tell them and the authority, and close it."),
            ),
            Place(
                "audit-emergencies", _("Emergencies to audit"), "journal.audit",
                _("See which records were opened in an emergency without right, or never reviewed."),
            ),
            Place("secrecy-decide", _("Decide on secrecy"), "exchange.grant_secrecy"),
            Place(
                "secrecy-audit", _("Everything that is secret now"), "exchange.audit_secrecy",
                _("See which uses of data are secret, by which law, until when, and who granted it."),
            ),
        ),
    ),
    Group(
        _("Money"),
        (
            Place("payouts", _("Payouts"), "payments.pay_out"),
            Place("reconciliation", _("Bank and books"), "payments.reconcile"),
        ),
    ),
    Group(
        _("Services"),
        (
            Place(
                "studio", _("Service studio"), "services.design",
                _("Change a service, try it out, take it through the gate and publish it."),
            ),
            Place(
                "stops", _("Where people stop"), "services.design",
                _("See on which page of a form people give up or have to mend something."),
            ),
            Place(
                "keys", _("Keys for programs"), "contact.log",
                _("Let the telephone bar or another program work in your name."),
            ),
            Place(
                "sign-on", _("Services that people sign in to"), "sign_on.manage",
                _("Let people sign in to your agency's own services through Onedoor."),
            ),
            Place(
                "accounts", _("Officers' accounts"), "posts.manage",
                _("See who works at your agency, give and end roles, and close accounts."),
            ),
            Place("passkeys", _("Passkeys"), "", _("Sign in without password and code.")),
            Place("sessions", _("Where you are signed in"), "", _("End a session that you left open.")),
            Place("ratings", _("Ratings"), "cases.read", _("Read what people say of how they were served.")),
            Place("try", _("Try a door"), "contact.log", _("Call, write or dial as a customer does.")),
            Place("time", _("More time, and asked twice"), "cases.grant_time"),
            Place(
                "registers", _("Registers that we ask"), "exchange.watch",
                _("See which registers answer, which are down, and what waits for them."),
            ),
            Place("contractors", _("Contractors"), "contractors.check"),
            Place("routing", _("Who answers what"), "cases.read"),
            Place("dispatch", _("Dispatch"), "cases.dispatch"),
            Place("charter", _("Promises"), "", _("See what each service promised, and what was kept.")),
        ),
    ),
)  # fmt: skip


def list_groups(by: Actor, path: str = "") -> Iterator[Group]:
    """What this officer may open; a menu of one place is no menu."""
    for group in GROUPS:
        open = tuple(place.at(path) for place in group.places if not place.may or by.may(place.may))
        if open:
            yield Group(group.title if len(open) > 1 else "", open)


def list_places(by: Actor) -> list[tuple[str, Words, Words]]:
    """Where somebody goes who has neither customers nor cases: address, words, what it is for."""
    return [
        (place.address, place.words, place.about)
        for group in list_groups(by)
        for place in group.places
        if place.about
    ]
