"""Filling the city through the rooms' own actions, as it would have happened over the year."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby, islice
from uuid import UUID, uuid5

from django.db import connection, transaction
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from onedoor.config.demo import cast
from onedoor.config.demo.economy import Gift, Pay, donation_file, draw_economy, income_file
from onedoor.config.demo.history import History
from onedoor.config.demo.morning import Morning, rate_work
from onedoor.config.demo.personas import settle
from onedoor.config.demo.population import City, Person, as_customers
from onedoor.config.demo.privacy import Private
from onedoor.config.demo.protected import order_a_pin, protect
from onedoor.config.demo.settling import accounts_of, register_settlers, report_holdings, settle_consents
from onedoor.config.demo.streets import report_streets
from onedoor.config.demo.threads import Correspondence
from onedoor.config.demo.time import Supervised
from onedoor.config.demo.village import AWAY, pack_two_days
from onedoor.dialogue import actions as dialogue
from onedoor.exchange import actions as exchange
from onedoor.exchange.types import NewValue
from onedoor.journal import actions as journal
from onedoor.kernel.actors import SYSTEM
from onedoor.kernel.clock import ZONE
from onedoor.people import actions as people
from onedoor.people.rules import make_organisation_identifier
from onedoor.people.types import NewCustomer
from onedoor.services import actions as services
from onedoor.services.queries import list_open_chunks, list_persona_files
from onedoor.trust import actions as trust
from onedoor.trust import queries as trust_queries
from onedoor.trust.types import NewAccount

FIRST_START = datetime(2025, 3, 10, 9, 0, tzinfo=ZONE)
A_YEAR_AGO = datetime(2024, 3, 11, 9, 0, tzinfo=ZONE)
AT_ONCE = 5000
CAFE = uuid5(UUID("99000000-0000-4000-8000-000000000000"), "lantern-cafe")


def fill(size: int, *, quiet: bool = False) -> None:
    """Fill an empty house with a city of ``size`` people: all of it or, if it is stopped, nothing."""
    columns = (TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, disable=quiet) as progress, transaction.atomic():
        Filling(size, progress).run()
        _let_visitors_go_first()
    while journal.seal(at=FIRST_START) is not None:
        pass


class Filling:
    """One run; each step is told to the progress bar."""

    def __init__(self, size: int, progress: Progress) -> None:
        self.progress = progress
        self.cast = [citizen.as_person(9000 + n) for n, citizen in enumerate(cast.CITIZENS)]
        self.people = [*City(size).people(), *self.cast]
        self.economy = draw_economy(
            self.people[:size], employers=max(10, size // 60), charities=max(8, size // 500)
        )
        self.settlement = settle(list_persona_files())
        self._employ_the_cast()
        self.officers: dict[tuple[str, str], UUID] = {}
        self.agents: dict[str, UUID] = {}
        self.named: dict[str, UUID] = {}

    def run(self) -> None:
        """Every step, in the order in which it happened."""
        self._register_customers()
        self._open_accounts()
        self._report_registers()
        self._take_in_files()
        self._settle_personas()
        self._draft_season()
        self._live_a_year()
        step = self.progress.add_task("What people reported in the streets", total=1)
        report_streets(at=FIRST_START)
        self.progress.advance(step)
        step = self.progress.add_task("Secrets by law, monthly word, a breach", total=1)
        others = [person.id for person in self.economy.earners if person.household >= 0]
        Private([one.id for one in self.cast], others, self.named, FIRST_START).happen()
        self.progress.advance(step)

    def _employ_the_cast(self) -> None:
        software, kitchen = self.economy.employers[1], self.economy.charities[2]
        for citizen, person in zip(cast.CITIZENS, self.cast, strict=True):
            if citizen.gross:
                self.economy.payrolls[software.code].append(Pay(person, citizen.gross, citizen.bonus))
            if citizen.donation:
                receipt = f"{kitchen.identifier[-6:]}-90001"
                self.economy.gifts[kitchen.code].append(
                    Gift(person, citizen.donation, date(2024, 9, 14), receipt)
                )

    def _register_customers(self) -> None:
        step = self.progress.add_task("People and households", total=len(self.people) + 1)
        customers = iter([*as_customers(self.people), _cafe()])
        while chunk := list(islice(customers, AT_ONCE)):
            people.register_customers(customers=chunk, by=SYSTEM, at=A_YEAR_AGO)
            self.progress.advance(step, len(chunk))
        register_settlers(self.settlement, at=A_YEAR_AGO)
        people.grant_mandate(
            giver=CAFE, holder=self.cast[-1].id, role="owner", evidence="Business register",
            active_from=date(2020, 1, 1), by=SYSTEM, at=A_YEAR_AGO,
        )  # fmt: skip

    def _open_accounts(self) -> None:
        officers = list(cast.list_officers())
        partners = [self.economy.employers[1], self.economy.charities[2]]
        accounts = [NewAccount(email=o.email, name=o.name, kind="officer") for o in officers]
        accounts += [
            NewAccount(
                email=citizen.email,
                name=citizen.name,
                kind="citizen",
                customer=person.id,
                language=citizen.language,
            )
            for citizen, person in zip(cast.CITIZENS, self.cast, strict=True)
        ]
        accounts += [
            NewAccount(
                email=cast.clerk_of(partner.code),
                name=f"Clerk, {partner.name['en']}",
                kind="partner",
                partner=partner.code,
            )
            for partner in partners
        ]
        accounts += accounts_of(self.settlement)
        step = self.progress.add_task("Agencies, officers, accounts", total=len(accounts))
        opened = trust.open_accounts(accounts=accounts, password=cast.PASSWORD, by=SYSTEM, at=A_YEAR_AGO)
        for account, officer in zip(opened, officers, strict=False):
            self.officers.setdefault((officer.agency, officer.role), account)  # the named ones come first
        logins = {officer.login: account for account, officer in zip(opened, officers, strict=False)}
        self.named = {
            officer.login: account
            for account, officer in zip(opened, officers, strict=False)
            if officer in cast.OFFICERS
        }
        self.agents = {firm: logins[login] for firm, login in cast.CONTRACTORS.items()}
        for account, officer in zip(opened, officers, strict=False):
            trust.give_post(account=account, agency=officer.agency, role=officer.role,
                            active_from=A_YEAR_AGO.date(), by=SYSTEM, at=A_YEAR_AGO)  # fmt: skip
        for account in opened:
            trust.enrol_totp(account=account, secret=cast.TOTP_SECRET, by=SYSTEM, at=A_YEAR_AGO)
            self.progress.advance(step)

    def _report_registers(self) -> None:
        january, march = datetime(2025, 1, 15, 4, 0, tzinfo=ZONE), datetime(2025, 3, 10, 4, 0, tzinfo=ZONE)
        for title, register, agency, at, values in (
            ("Civil register", "civil-register", "CIV", january, self._civil_values()),
            ("Travel register", "travel-register", "CIV", march, self._travel_values()),
            ("Provident fund", "provident-fund", "PRF", january, self._fund_values()),
            ("Tax record", "tax-record", "REV", january, self._tax_values()),
        ):
            found = list(values)
            step = self.progress.add_task(title, total=len(found))
            for chunk in _chunks(found, AT_ONCE):
                exchange.report_values(
                    register=register, source=agency, values=chunk, first=True, by=SYSTEM, at=at
                )
                self.progress.advance(step, len(chunk))

    def _take_in_files(self) -> None:
        senders = [*self.economy.employers, *self.economy.charities]
        step = self.progress.add_task("Files of employers and charities", total=len(senders))
        for number, sender in enumerate(senders):
            exchange.register_partner(
                code=sender.code, kind=sender.kind, name=sender.name, organisation=sender.identifier,
                active_from=date(2019, 1, 1), by=SYSTEM, at=A_YEAR_AGO,
            )  # fmt: skip
            at = datetime(2025, 1, 20, 10, 0, tzinfo=ZONE) + timedelta(minutes=17 * number)
            if sender.kind == "employer":
                feed, file = "income", income_file(sender, self.economy.payrolls[sender.code])
            else:
                feed, file = "donations", donation_file(sender, self.economy.gifts[sender.code])
            exchange.receive_batch(
                partner=sender.code,
                feed=feed,
                file=file,
                filename=f"{sender.code}-2024.csv",
                by=SYSTEM,
                at=at,
            )
            self.progress.advance(step)

    def _settle_personas(self) -> None:
        step = self.progress.add_task("People of the services' own stories", total=None)
        kinds: dict[str, str] = {partner.kind: partner.code for partner, _ in self.settlement.partners}
        kinds |= {"employer": self.economy.employers[1].code, "charity": self.economy.charities[2].code}
        for _ in report_holdings(self.settlement, kinds):
            self.progress.advance(step)
        settle_consents(self.settlement, at=datetime(2025, 3, 3, 10, 0, tzinfo=ZONE))

    def _draft_season(self) -> None:
        at = datetime(2025, 3, 1, 2, 0, tzinfo=ZONE)
        taxpayers = [person.id for person in self.economy.earners]
        step = self.progress.add_task("Draft returns of the season", total=len(taxpayers))
        progress = services.draft_season(
            service="income-tax", season="YA2025", customers=taxpayers, by=SYSTEM, at=at, defer=False
        )
        for chunk in list_open_chunks(progress.run):
            self.progress.advance(step, services.draft_chunk(chunk=chunk, by=SYSTEM, at=at))

    def _live_a_year(self) -> None:
        history = History(self.economy.earners, self.officers)
        step = self.progress.add_task("A year of calls, letters and returns", total=history.total)
        for _ in history.happen():
            self.progress.advance(step)
        morning = Morning(self.economy.earners, self.officers, FIRST_START)
        step = self.progress.add_task("The first morning at the doors", total=morning.total + 1)
        rate_work(history.finished, at=FIRST_START)
        self.progress.advance(step)
        for _ in morning.happen():
            self.progress.advance(step)
        Supervised(self.agents, self.officers, FIRST_START).happen()
        named = {citizen.login: one.id for citizen, one in zip(cast.CITIZENS, self.cast, strict=True)}
        protect(
            named["nora"], named["sami"], officer=self.officers["CTC", "counter-officer"],
            opened=named["lin"], at=FIRST_START,
        )  # fmt: skip
        Correspondence(named, self.officers, FIRST_START).happen()
        order_a_pin(named["wei"], at=FIRST_START - timedelta(minutes=3))
        self._bring_a_packet(FIRST_START - timedelta(minutes=40))

    def _bring_a_packet(self, at: datetime) -> None:
        """A village agent came back with what she filled in on two days."""
        asha = trust_queries.actor_for(
            self.officers["CTC", "village-agent"], door="desk", assurance=3, at=at - AWAY
        )
        dialogue.receive_packet(content=pack_two_days(asha, at=at), by=asha, at=at)

    def _civil_values(self) -> Iterator[NewValue]:
        for person in self.people:
            yield NewValue(person.id, "name", person.name)
            yield NewValue(person.id, "birth_date", person.birth_date)
            yield NewValue(person.id, "residency_status", person.status)
            yield NewValue(person.id, "address", person.address)
        for _, household in groupby(self.people, key=lambda person: person.household):
            yield from _family_values(list(household))

    def _travel_values(self) -> Iterator[NewValue]:
        days = {person.id: citizen.days for citizen, person in zip(cast.CITIZENS, self.cast, strict=True)}
        for number, person in enumerate(self.people):
            if person.status == "foreigner":
                drawn = (69 - number % 30, 366 - number % 190, 365 - number % 240)
                for year, count in zip((2025, 2024, 2023), days.get(person.id, drawn), strict=True):
                    yield NewValue(person.id, "days_in_city", count, str(year))

    def _fund_values(self) -> Iterator[NewValue]:
        fixed = {
            p.id: c.provident_fund for c, p in zip(cast.CITIZENS, self.cast, strict=True) if c.provident_fund
        }
        totals = self.economy.totals()
        for person in self.economy.earners:
            if person.status != "foreigner":
                rate = Decimal("0.20") if person.age_at(date(2024, 1, 1)) < 55 else Decimal("0.10")
                share = min(totals[person.identifier] * rate, Decimal(20_400)).quantize(Decimal(1))
                yield NewValue(person.id, "compulsory_contribution", fixed.get(person.id, share), "2024")

    def _tax_values(self) -> Iterator[NewValue]:
        for number, person in enumerate(self.economy.earners):
            if person.id in {one.id for one in self.cast}:
                continue
            if number % 9 == 0:
                yield NewValue(person.id, "parent_relief", Decimal(5_500), "2024")
            if number % 40 == 7:
                yield NewValue(person.id, "donations_carried_forward", Decimal(250), "2024")


def _let_visitors_go_first() -> None:
    """What the fill has queued (letters to print) waits behind whatever a visitor does."""
    with connection.cursor() as cursor:
        cursor.execute("update procrastinate_jobs set priority = -20 where status = 'todo'")


def _family_values(household: Sequence[Person]) -> Iterator[NewValue]:
    head = household[0]
    children = [one for one in household[1:] if head.birth_date.year - one.birth_date.year < -18]
    for order, child in enumerate(sorted(children, key=lambda one: one.birth_date), 1):
        facts = {
            "name": child.name,
            "birth_date": child.birth_date,
            "citizen": child.status == "citizen",
            "order": order,
        }
        yield NewValue(head.id, "children", facts, reference=f"birth-{child.id.hex[:12]}")


def _cafe() -> NewCustomer:
    return NewCustomer(
        id=CAFE, kind="business", name="Lantern Café Pte Ltd", name_zh="灯笼咖啡私人有限公司",
        identifier=make_organisation_identifier("business", 77), email="hello@lantern-cafe.example",
        phone="+6599099999", address="3, Quay Street",
    )  # fmt: skip


def _chunks(values: Iterable[NewValue], size: int) -> Iterator[list[NewValue]]:
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
